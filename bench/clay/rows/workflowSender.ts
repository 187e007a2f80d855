import axios from 'axios';
import { randomUUID } from 'node:crypto';
import type { INode } from 'n8n-workflow';
import type { WorkflowFile } from '../../../sandbox/n8n/api';
import { nodeOutput } from '../../../sandbox/n8n/api';
import type { Sender, SendContext } from './sender';

/** The node that makes the requests, and what it needs. */
export type SendingNode = Omit<INode, 'id' | 'name' | 'position'>;

const NODE = 'Send';

/** Sends rows with a node of a published workflow: a webhook takes all of them, Split Out makes items of them. */
export function workflowSender(
	sender: Pick<Sender, 'id' | 'title' | 'about'>,
	node: (context: SendContext) => Promise<SendingNode>,
): Sender {
	return {
		...sender,
		async send(leads, context) {
			const { host, timeoutMs } = context;
			const path = `bench-${randomUUID()}`;
			const workflow = workflowOf(sender.title, path, await node(context));
			const { id } = await host.api.importWorkflow(workflow);
			await host.api.activate(id);
			await axios.post(`${host.url}/webhook/${path}`, { leads });
			const [finished] = await host.api.waitForExecutions(id, 1, timeoutMs);
			if (finished === undefined) throw new Error(`${sender.title} has not run`);
			const execution = await host.api.execution(finished.id);
			if (execution.status !== 'success') return `the execution ends with ${execution.status}`;
			const items = nodeOutput(execution, NODE);
			const unsent = items.filter((item) => item.created === false || 'error' in item).length;
			return unsent === 0 ? 'all sent' : `${unsent} items that say so`;
		},
	};
}

function workflowOf(name: string, path: string, node: SendingNode): WorkflowFile {
	const place = (index: number): [number, number] => [index * 220, 0];
	return {
		name,
		nodes: [
			{
				id: randomUUID(),
				name: 'Rows',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: place(0),
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
				webhookId: randomUUID(),
			},
			{
				id: randomUUID(),
				name: 'Each row',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: place(1),
				parameters: { fieldToSplitOut: 'body.leads', options: {} },
			},
			{ ...node, id: randomUUID(), name: NODE, position: place(2) },
		],
		connections: {
			Rows: { main: [[{ node: 'Each row', type: 'main', index: 0 }]] },
			'Each row': { main: [[{ node: NODE, type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}
