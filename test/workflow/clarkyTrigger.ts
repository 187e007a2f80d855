import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { ClarkyTrigger } from '../../nodes/Clarky/ClarkyTrigger.node';
import type { ClarkyService, ClarkyWebhook, Occurrence } from '../../sandbox/vendors';
import { CLARKY_EVENTS, startClarky } from '../../sandbox/vendors';
import type { Delivery, WebhookOptions, WebhookServer } from './webhook';
import { deliver, serveWebhook } from './webhook';

export const TOKEN = 'clarky-token-0123456789';
export const NEW_TOKEN = 'rotated-token-9876543210';
export const CREDENTIAL = { token: TOKEN, secondToken: '' };
export const NONE = { authentication: 'none' };
export const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const;
export const BODY = JSON.stringify({
	event: 'conversation.started',
	timestamp: '2026-09-01T10:00:00Z',
	conversationId: 'conv_1',
});

export interface ClarkyTriggerBench {
	clarky: ClarkyService;
	/** Publishes a workflow that begins with the trigger; it is gone after the test. */
	serve: (
		parameters?: INodeParameters,
		credential?: ICredentialDataDecryptedObject,
		more?: Partial<WebhookOptions>,
	) => Promise<WebhookServer>;
	/** Sends each event at once, and gives out with each the one item that has come of it. */
	sendAll: (
		server: WebhookServer,
		more: Partial<ClarkyWebhook>,
	) => Promise<Array<{ occurrence: Occurrence; item: IDataObject | undefined }>>;
}

/** What tests of the trigger share: a Clarky for each. After each test, no method of a node may have thrown. */
export function useClarkyTrigger(): ClarkyTriggerBench {
	let clarky: ClarkyService;
	const servers: WebhookServer[] = [];

	beforeEach(async () => {
		clarky = await startClarky({ seed: 5 });
	});
	afterEach(async () => {
		await clarky.close();
		const open = servers.splice(0);
		await Promise.all(open.map(async (server) => await server.close()));
		expect(open.flatMap((server) => server.thrown)).toEqual([]);
	});

	async function serve(
		parameters: INodeParameters = {},
		credential?: ICredentialDataDecryptedObject,
		more: Partial<WebhookOptions> = {},
	): Promise<WebhookServer> {
		const server = await serveWebhook({
			node: new ClarkyTrigger(),
			parameters,
			...(credential && { credentials: { clarkyWebhookApi: credential } }),
			...more,
		});
		servers.push(server);
		return server;
	}

	async function sendAll(server: WebhookServer, more: Partial<ClarkyWebhook>) {
		const webhook = webhookOf(server, more);
		const sent = await Promise.all(
			CLARKY_EVENTS.map(async (event) => await clarky.send(event, webhook)),
		);
		expect(sent.flatMap(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual(
			sent.flatMap(({ outcomes }) => outcomes.map(() => 200)),
		);
		expect(server.executions).toHaveLength(CLARKY_EVENTS.length);
		return sent.map(({ occurrence }) => ({
			occurrence,
			item: items(server).find(({ timestamp }) => timestamp === occurrence.timestamp),
		}));
	}

	return {
		get clarky() {
			return clarky;
		},
		serve,
		sendAll,
	};
}

export function items({ executions }: WebhookServer): IDataObject[] {
	return executions.map((outputs) => outputs.flat()[0]?.json ?? {});
}

export function webhookOf(
	{ port }: WebhookServer,
	more: Partial<ClarkyWebhook> = {},
): ClarkyWebhook {
	return { url: `http://127.0.0.1:${port}/webhook`, ...more };
}

export async function send(server: WebhookServer, body: object | string, more: Delivery = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return await deliver(server, { body: text, ...more });
}
