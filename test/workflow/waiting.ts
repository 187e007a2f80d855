// What n8n's server does with a call that resumes an execution (packages/cli, which cannot be installed here), around n8n's
// own WebhookContext and the node's method: it checks the token, parses the body, and refuses an execution that has gone on.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebhookContext } from 'n8n-core';
import type { INodeExecutionData, INodeType, IWebhookData } from 'n8n-workflow';

import type { EngineResult, EngineRun } from './engine';
import { additionalData, workflowOf } from './engine';

export interface WaitingServer {
	/** Base of the URLs that resume executions. */
	url: string;
	/** Lets a call to the URL of this execution resume it. */
	park(run: EngineRun, waiting: EngineResult): void;
	/** The items that the execution has gone on with. */
	resumedWith: INodeExecutionData[] | undefined;
	close(): Promise<void>;
}

export async function serveWaiting(type: INodeType): Promise<WaitingServer> {
	let parked: { run: EngineRun; waiting: EngineResult } | undefined;
	const state: WaitingServer = {
		url: '',
		park: (run, waiting) => {
			parked = { run, waiting };
		},
		resumedWith: undefined,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const answer = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		const { searchParams } = new URL(request.url ?? '', state.url);
		const raw = await text(request);
		if (!parked) return answer(404, { message: 'The execution does not exist.' });
		const { run, waiting } = parked;
		if (searchParams.get('signature') !== run.resumeToken) {
			return answer(401, { error: 'Invalid token' });
		}
		if (state.resumedWith) return answer(409, { message: 'The execution has finished already.' });
		let body: unknown = {};
		if (request.headers['content-type']?.includes('json')) {
			try {
				body = JSON.parse(raw);
			} catch {
				return answer(422, { message: 'Failed to parse request body' });
			}
		}
		const { node, workflow } = workflowOf(run);
		const additional = Object.assign(additionalData(run), {
			httpRequest: Object.assign(request, { body, query: Object.fromEntries(searchParams) }),
			httpResponse: response,
		});
		const webhookData: Partial<IWebhookData> = {
			node: node.name,
			webhookDescription: type.description.webhooks?.[0],
		};
		const context = new WebhookContext(
			workflow,
			node,
			additional,
			'trigger',
			webhookData as IWebhookData,
			[],
			JSON.parse(JSON.stringify(waiting.data)),
		);
		const result = await type.webhook?.call(context);
		if (result?.noWebhookResponse) return;
		state.resumedWith = result?.workflowData?.[0] ?? undefined;
		answer(200, result?.webhookResponse);
	};
	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			response.writeHead(500).end(String(error));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
	state.url = `http://127.0.0.1:${port}/webhook-waiting`;
	return state;
}
