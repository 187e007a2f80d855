import type { IDataObject, INode } from 'n8n-workflow';

import { EVENTS } from '../../nodes/Clarky/trigger/event/eventNames';
import type { LocalSettings, StoredCredential } from '../../sandbox/localTemplate';
import { localCopy, readTemplate } from '../../sandbox/localTemplate';
import type { WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Occurrence, Sandbox } from '../../sandbox/vendors';

export const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const;
export const TRIGGER = 'Clarky Trigger';
/** What the webhooks of the sandbox prove themselves with. */
export const TOKEN = 'e2e-clarky-token-4d9e07b1';

export async function importToken(
	host: N8nHost,
	data: IDataObject = { token: TOKEN },
	name = 'Clarky webhook (test)',
): Promise<StoredCredential> {
	return { id: await host.api.importCredential({ name, type: 'clarkyWebhookApi', data }), name };
}

/** Where Clarky reaches the trigger of a published workflow. */
export function clarkyUrl(host: N8nHost, { name, nodes }: WorkflowFile): string {
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-revops.clarkyTrigger');
	if (trigger?.webhookId === undefined) throw new Error(`${name} has no Clarky Trigger`);
	return `${host.url}/webhook/${trigger.webhookId}/webhook`;
}

/** Publishes a workflow that is a Clarky Trigger and no more. Returns where Clarky reaches it. */
export async function publishTrigger(
	host: N8nHost,
	id: string,
	parameters: INode['parameters'],
	credential?: StoredCredential,
): Promise<string> {
	const workflow: WorkflowFile = {
		id,
		name: id,
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-revops.clarkyTrigger',
				typeVersion: 1,
				webhookId: id,
				position: [0, 0],
				parameters,
				...(credential && { credentials: { clarkyWebhookApi: credential } }),
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	await host.api.importWorkflow(workflow);
	await host.api.activate(id);
	return clarkyUrl(host, workflow);
}

/** A template as a user imports it, with credentials and addresses put in. */
export async function clarkyWorkflow(
	host: N8nHost,
	sandbox: Sandbox,
	file: string,
	id: string,
	settings: Partial<LocalSettings> = {},
): Promise<WorkflowFile> {
	const local = localCopy(readTemplate(file), {
		clarkyCredential: await importToken(host),
		slackUrl: sandbox.slack.webhookUrl,
		crmUrl: sandbox.crm.url,
		zapierUrl: sandbox.zapier.url,
		everySeconds: 2,
		...settings,
	});
	return { ...local, id };
}

/** How an occurrence was written: by Clarky itself, by a template, or as text with the event in the URL. */
export type Writing = 'default' | 'template' | 'text';

/** What the trigger must give out for an occurrence. */
export function expectedItem(occurrence: Occurrence, writing: Writing) {
	const { event, agent, conversation, contact, message, booking, sentiment } = occurrence;
	const label = EVENTS.find(({ id }) => id === event)?.label;
	if (writing === 'text') return { event, label, raw: expect.stringContaining(contact.email) };
	const { id, phoneNumber, ...person } = contact;
	// A template has no variable for these.
	const beyondTemplates = writing === 'default' && {
		...(booking && { booking }),
		...(message && { message }),
	};
	return {
		event,
		label,
		agent,
		conversation,
		contact: {
			...person,
			...(phoneNumber !== '' && { phoneNumber }),
			...(writing === 'default' && { id }),
		},
		sentiment,
		...beyondTemplates,
	};
}
