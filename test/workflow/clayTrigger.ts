import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { ClayTrigger } from '../../nodes/Clay/ClayTrigger.node';
import type { Delivery, WebhookOptions, WebhookServer } from './webhook';
import { serveWebhook } from './webhook';

export const SECRET = 'column-secret-0123456789';
export const NEW_SECRET = 'rotated-secret-9876543210';
export const HEADER_CREDENTIAL = {
	method: 'header',
	headerName: 'x-webhook-secret',
	headerPrefix: '',
	secret: SECRET,
	secondSecret: '',
};
export const WHSEC = 'whsec_sample_secret';
export const HMAC_CREDENTIAL = {
	method: 'hmac',
	headerName: '',
	prefix: 'sha256=',
	secret: WHSEC,
	secondSecret: '',
	timestampHeader: '',
	toleranceSeconds: 300,
};
export const HMAC = { triggerOn: 'apiWebhook', authentication: 'hmac' };
export const NONE = { authentication: 'none' };

export const ROW = { correlation_id: 'n8n-7f3a', email: 'jo@example.test', icp_score: 91 };
export const BODY = JSON.stringify(ROW);
export const RUN_BODY =
	'{"webhookId":"wh_sample1","createdAt":"2026-09-01T10:00:00.000Z","data":{"routine_run_id":"run_sample1"}}';

export interface ClayTriggerBench {
	/** Publishes a workflow that begins with the trigger; it is gone after the test. */
	serve: (
		parameters?: INodeParameters,
		credential?: ICredentialDataDecryptedObject,
		more?: Partial<WebhookOptions>,
	) => Promise<WebhookServer>;
	/** The same workflow in a process that remembers nothing yet. */
	anotherProcess: (parameters: INodeParameters, server: WebhookServer) => Promise<WebhookServer>;
}

/** What tests of the trigger share. After each test, no method of a node may have thrown. */
export function useClayTrigger(): ClayTriggerBench {
	const servers: WebhookServer[] = [];
	afterEach(async () => {
		const open = servers.splice(0);
		const thrown = open.flatMap((server) => server.thrown);
		await Promise.all(open.map(async (server) => await server.close()));
		expect(thrown).toEqual([]);
	});

	async function serve(
		parameters: INodeParameters = {},
		credential?: ICredentialDataDecryptedObject,
		more: Partial<WebhookOptions> = {},
	): Promise<WebhookServer> {
		const server = await serveWebhook({
			node: new ClayTrigger(),
			parameters,
			...(credential && { credentials: { clayCallbackApi: credential } }),
			...more,
		});
		servers.push(server);
		return server;
	}

	async function anotherProcess(
		parameters: INodeParameters,
		{ row }: WebhookServer,
	): Promise<WebhookServer> {
		let server: WebhookServer | undefined;
		await jest.isolateModulesAsync(async () => {
			const fresh = await import('../../nodes/Clay/ClayTrigger.node');
			server = await serve(parameters, undefined, { node: new fresh.ClayTrigger(), row });
		});
		if (!server) throw new Error('Nothing was started');
		return server;
	}

	return { serve, anotherProcess };
}

export function withSecret(secret: string, delivery: Delivery = {}): Delivery {
	return {
		body: BODY,
		...delivery,
		headers: [['X-Webhook-Secret', secret], ...(delivery.headers ?? [])],
	};
}

export function signature(body: string | Buffer, secret = WHSEC): [string, string] {
	return ['X-Clay-Signature', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`];
}

export function items({ executions }: WebhookServer): IDataObject[] {
	return executions.map((outputs) => outputs.flat()[0]?.json ?? {});
}
