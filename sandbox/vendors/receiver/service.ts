import { Arrivals } from '../arrivals';
import { FaultPlan, type FaultRoute } from '../faults';
import { Journal } from '../journal';
import { MalformedBody } from '../requestBody';
import { listen, vendorServer } from '../vendorServer';

/** What a request is answered with. */
export interface ReceiverAnswer {
	status: number;
	/** Sent as JSON. */
	body: unknown;
}

export interface ReceiverOptions {
	/** Name of its route in the journal and the fault plan. */
	name: Extract<FaultRoute, 'crm' | 'zapier'>;
	/** The one path that takes POSTs; default `/`. */
	path?: string;
	/** The answer to the n-th POST, n from 1; default `{"received":true}` with status 200. */
	answer?: (body: unknown, n: number) => ReceiverAnswer;
	/** Default 127.0.0.1. */
	host?: string;
	/** Default: any free one. */
	port?: number;
}

/** One POST that a receiver took. */
export interface Received {
	/** ISO date-time, the real clock. */
	at: string;
	/** Parsed JSON, or the text when it is not JSON. */
	body: unknown;
	/** Without those that carry secrets. */
	headers: Record<string, unknown>;
}

/** A running receiver of JSON. */
export interface ReceiverService {
	origin: string;
	/** Where to POST to. */
	url: string;
	/** What was taken, in order. */
	received: Received[];
	/** Everything that was taken as soon as it is `count`; rejects after `timeoutMs`. */
	waitFor(count: number, timeoutMs: number): Promise<Received[]>;
	/** Forgets what was taken. */
	clear(): void;
	journal: Journal;
	faults: FaultPlan;
	close(): Promise<void>;
}

const SECRET_HEADER = /^(authorization|proxy-authorization|cookie)$|key|token|secret|signature/i;

/** Starts a receiver that takes any JSON at one path and shows what it took. */
export async function startReceiver(options: ReceiverOptions): Promise<ReceiverService> {
	const { name, path = '/' } = options;
	const { answer = () => ({ status: 200, body: { received: true } }) } = options;
	const received = new Arrivals<Received>(`requests for ${name}`);
	const journal = new Journal();
	const faults = new FaultPlan();
	const { app } = vendorServer({
		journal,
		faults,
		credentialsSeen: ({ headers }) => (headers.authorization === undefined ? 'none' : 'valid'),
	});

	let count = 0;
	app.post(path, { config: { routeName: name } }, async ({ body, headers }, reply) => {
		const content = body instanceof MalformedBody ? body.text : body;
		const shown = Object.entries(headers).filter(([header]) => !SECRET_HEADER.test(header));
		received.add({
			at: new Date().toISOString(),
			body: content,
			headers: Object.fromEntries(shown),
		});
		count++;
		const { status, body: answered } = answer(content, count);
		return reply.code(status).send(answered);
	});
	app.get('/__sandbox/received', async () => received.all);

	const origin = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
	return {
		origin,
		url: `${origin}${path}`,
		received: received.all,
		waitFor: (n, timeoutMs) => received.waitFor(n, timeoutMs),
		clear: () => received.clear(),
		journal,
		faults,
		close: () => app.close(),
	};
}
