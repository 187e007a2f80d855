import { randomUUID } from 'node:crypto';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from '../../../sandbox/n8n/api';
import type { N8nHost } from '../../../sandbox/n8n/host';
import type { Engine } from './measure';

/** Something that receives callbacks in n8n and starts a workflow with each. */
export interface Receiver {
	id: string;
	title: string;
	/** What is special about it, for the page. */
	about: string;
	/** Stores its credential and gives its node; `webhookId` is the path. */
	node(host: N8nHost): Promise<Omit<INode, 'id' | 'name' | 'position'>>;
	/** Address of the node's webhook, below n8n's. */
	path(webhookId: string): string;
	/** Whether it differs from another one with this engine of n8n only. */
	onlyWith?: Engine;
}

const HEADER = 'x-webhook-secret';
const SECRET = 'bench-callback-secret-5d1f0a77';

/** What every callback carries. */
export const CALLBACK_HEADERS = { [HEADER]: SECRET };

const CLAY_TRIGGER: Receiver = {
	id: 'clay-trigger',
	title: 'Clay Trigger',
	about:
		'secret in a header, compared in constant time; duplicates skipped; answers at once; the body read, checked and told apart.',
	async node(host) {
		const data = { method: 'header', headerName: HEADER, secret: SECRET };
		return {
			type: 'n8n-nodes-revops.clayTrigger',
			typeVersion: 1,
			parameters: {
				triggerOn: 'httpApiColumn',
				authentication: 'header',
				respond: 'onReceived',
				skipDuplicates: true,
				routeByScore: false,
				triggerOptions: {},
			},
			credentials: { clayCallbackApi: await store(host, 'clayCallbackApi', data) },
		};
	},
	path: (webhookId) => `/webhook/${webhookId}/webhook`,
};

const WEBHOOK: Receiver = {
	id: 'webhook',
	title: "n8n's Webhook",
	about: 'header auth with the same secret; answers at once; knows no duplicates.',
	async node(host) {
		return {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: {
				httpMethod: 'POST',
				path: 'bench',
				authentication: 'headerAuth',
				responseMode: 'onReceived',
				options: {},
			},
			credentials: { httpHeaderAuth: await storeHeader(host) },
		};
	},
	path: () => '/webhook/bench',
};

/** Tells what part of the difference is n8n's: it prepares its expression engine for all triggers but a plain Webhook. */
const WEBHOOK_WITH_EXPRESSION: Receiver = {
	...WEBHOOK,
	id: 'webhook-expression',
	title: "n8n's Webhook, one expression",
	about: 'the same, with an expression in one of its parameters.',
	onlyWith: 'vm',
	async node(host) {
		const node = await WEBHOOK.node(host);
		return { ...node, parameters: { ...node.parameters, responseMode: '={{ "onReceived" }}' } };
	},
};

export const RECEIVERS: readonly Receiver[] = [CLAY_TRIGGER, WEBHOOK, WEBHOOK_WITH_EXPRESSION];

export const OURS = CLAY_TRIGGER.id;

/** Whom the others are put in relation to. */
export const REFERENCE = WEBHOOK.id;

export const WITH_EXPRESSION = WEBHOOK_WITH_EXPRESSION.id;

/** Publishes a workflow that does nothing with what is received. Returns where to send it. */
export async function publish(host: N8nHost, receiver: Receiver): Promise<string> {
	const webhookId = randomUUID();
	const workflow: WorkflowFile = {
		id: 'benchCallbacks',
		name: receiver.title,
		nodes: [
			{
				...(await receiver.node(host)),
				id: randomUUID(),
				name: 'Callback',
				position: [0, 0],
				webhookId,
			},
			{
				id: randomUUID(),
				name: 'Done',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
		connections: { Callback: { main: [[{ node: 'Done', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
	const { id } = await host.api.importWorkflow(workflow);
	await host.api.activate(id);
	return `${host.url}${receiver.path(webhookId)}`;
}

async function storeHeader(host: N8nHost): Promise<{ id: string; name: string }> {
	return await store(host, 'httpHeaderAuth', { name: HEADER, value: SECRET });
}

async function store(
	host: N8nHost,
	type: string,
	data: Record<string, string>,
): Promise<{ id: string; name: string }> {
	const name = `Benchmark ${type}`;
	return { id: await host.api.importCredential({ name, type, data }), name };
}
