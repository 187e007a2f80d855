// Activation of a webhook trigger as n8n does it: its own Workflow and HookContext; what its services add around them
// (packages/cli, which cannot be installed here) in their order: look, create, and delete after a failure; the workflow's
// memory is saved after success, and after each deactivation.
import { HookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeParameters,
	INodeType,
	IWebhookData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { additionalData } from './engine';
import type { WorkflowRow } from './webhook';

export interface HookOptions {
	node: INodeType;
	parameters: INodeParameters;
	credentials: Record<string, ICredentialDataDecryptedObject>;
	row: WorkflowRow;
	/** What n8n puts before the path of webhooks, e.g. `https://n8n.example.com`. */
	origin: string;
	/** What n8n logs is added to it. */
	log: string[];
}

type Method = 'checkExists' | 'create' | 'delete';
interface Situation {
	mode: WorkflowExecuteMode;
	activation: WorkflowActivateMode;
	isTest?: boolean;
}

/** Publishes the workflow, or starts n8n with it (`init`). @throws what the node throws */
export async function activate(
	options: HookOptions,
	activation: WorkflowActivateMode = 'activate',
): Promise<void> {
	const { save, run } = load(options, { mode: 'trigger', activation });
	try {
		if (!(await run('checkExists'))) await run('create');
	} catch (error) {
		const clearing = load(options, { mode: 'internal', activation: 'update' });
		await clearing.run('delete').then(
			() => clearing.save(),
			(failure: unknown) => options.log.push(`Could not remove webhook: ${String(failure)}`),
		);
		throw error;
	}
	save();
}

/** Unpublishes it. n8n logs what the node throws, and goes on. */
export async function deactivate(options: HookOptions): Promise<void> {
	const { save, run } = load(options, { mode: 'internal', activation: 'update' });
	try {
		await run('delete');
	} catch (error) {
		options.log.push(`Abandoned webhook: ${String(error)}`);
	}
	save();
}

/** Listens for a test event in the editor; the memory of it is its own. Returns what stops it. */
export async function listenForTest(options: HookOptions): Promise<() => Promise<void>> {
	const row = { ...options.row, staticData: '{}' };
	const listening = { ...options, row };
	const { save, run } = load(listening, { mode: 'manual', activation: 'manual', isTest: true });
	if (!(await run('checkExists'))) await run('create');
	save();
	return async () => {
		const end = load(listening, { mode: 'internal', activation: 'update', isTest: true });
		await end.run('delete');
	};
}

function load(options: HookOptions, { mode, activation, isTest }: Situation) {
	const { node: type, parameters, credentials, row, origin, log } = options;
	const node: INode = {
		id: row.nodeId,
		webhookId: 'hook-1',
		name: type.description.displayName,
		type: type.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((name) => [name, { id: '1', name }]),
		),
	};
	const find = () => type;
	const workflow = new Workflow({
		id: row.id,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
		staticData: JSON.parse(row.staticData),
		settings: {},
	});
	const [webhookDescription] = type.description.webhooks ?? [];
	if (!webhookDescription) throw new Error('The node has no webhook');
	const data = Object.assign(additionalData({ type: 'clariCopilot', parameters, credentials }), {
		webhookBaseUrl: `${origin}/webhook`,
		webhookTestBaseUrl: `${origin}/webhook-test`,
	});
	const webhookData: IWebhookData = {
		httpMethod: 'POST',
		node: node.name,
		path: 'webhook',
		webhookDescription,
		workflowId: row.id,
		workflowExecuteAdditionalData: data,
		isTest,
	};
	return {
		run: async (method: Method): Promise<boolean> => {
			const context = new HookContext(workflow, node, data, mode, activation, webhookData);
			const write = (message: string) => log.push(message);
			Object.defineProperty(context, 'logger', {
				value: { warn: write, error: write, info: write, debug: () => undefined },
			});
			const hook = type.webhookMethods?.default?.[method];
			if (!hook) throw new Error(`The node has no ${method}`);
			return await hook.call(context);
		},
		save: () => {
			row.staticData = JSON.stringify(workflow.staticData);
		},
	};
}
