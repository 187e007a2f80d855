import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A request as it came. */
export interface RawRequest {
	headers: IncomingHttpHeaders;
	bytes: Buffer;
}

export interface RawTarget {
	url: string;
	requests: RawRequest[];
	close(): Promise<void>;
}

/** Answers with these statuses, in order and then 200; 0 cuts the connection. Bodies are `{"n": …}`. */
export async function rawTarget(...statuses: number[]): Promise<RawTarget> {
	const requests: RawRequest[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const status = statuses[requests.length] ?? 200;
			requests.push({ headers: request.headers, bytes: Buffer.concat(chunks) });
			if (status === 0) return request.socket.resetAndDestroy();
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ n: requests.length }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return {
		url: `http://127.0.0.1:${port}/callback`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
