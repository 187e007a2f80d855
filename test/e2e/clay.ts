import type { IDataObject } from 'n8n-workflow';

import type { LocalSettings, StoredCredential } from '../../sandbox/localTemplate';
import { localCopy, readTemplate } from '../../sandbox/localTemplate';
import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { ClayService, Sandbox } from '../../sandbox/vendors';

/** What the HTTP API column of the sandbox proves itself with. */
export const SECRET = 'e2e-callback-secret-b7c1d4';
export const SECRET_HEADER = { 'x-webhook-secret': SECRET };

/** The credential that rows are sent with: the sandbox's webhook sources, the first one and those after it. */
export async function importTableWebhook(
	host: N8nHost,
	clay: ClayService,
): Promise<StoredCredential> {
	const [first, ...overflow] = clay.sources;
	return await store(host, 'Clay table (sandbox)', 'clayTableWebhookApi', {
		webhookUrl: first?.url ?? '',
		authToken: clay.token ?? '',
		overflowUrls: overflow.map(({ url }) => url).join('\n'),
		allowedHost: new URL(clay.origin).host,
	});
}

/** A credential that callbacks are checked with; by default a header with the secret. */
export async function importCallback(
	host: N8nHost,
	name: string,
	data: IDataObject = { method: 'header', secret: SECRET },
): Promise<StoredCredential> {
	return await store(host, name, 'clayCallbackApi', data);
}

async function store(
	host: N8nHost,
	name: string,
	type: string,
	data: IDataObject,
): Promise<StoredCredential> {
	return { id: await host.api.importCredential({ name, type, data }), name };
}

/** A template as a user imports it, with credentials and addresses put in. Its Clay Trigger is the one that Clay calls back. */
export async function clayWorkflow(
	host: N8nHost,
	sandbox: Sandbox,
	file: string,
	id: string,
	settings: Partial<LocalSettings> = {},
): Promise<WorkflowFile> {
	const template = readTemplate(file);
	const local = localCopy(template, {
		clayTableCredential: await importTableWebhook(host, sandbox.clay),
		clayCallbackCredential: await importCallback(host, 'Clay callback (test)'),
		callbackUrl: productionUrl(host, template),
		slackUrl: sandbox.slack.webhookUrl,
		crmUrl: sandbox.crm.url,
		zapierUrl: sandbox.zapier.url,
		everySeconds: 2,
		...settings,
	});
	return { ...local, id };
}

/** Where Clay reaches the trigger of a published workflow. */
export function productionUrl(host: N8nHost, { name, nodes }: WorkflowFile): string {
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-revops.clayTrigger');
	if (trigger?.webhookId === undefined) throw new Error(`${name} has no Clay Trigger`);
	return `${host.url}/webhook/${trigger.webhookId}/webhook`;
}

/** Every execution so far, with what its nodes received and sent, the oldest first. */
export async function finishedExecutions(
	host: N8nHost,
	id: string,
	count: number,
): Promise<Execution[]> {
	const finished = await host.api.waitForExecutions(id, count);
	return await Promise.all(finished.map(async (one) => await host.api.execution(one.id)));
}
