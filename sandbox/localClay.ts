import type { IDataObject } from 'n8n-workflow';
import type { StoredCredential } from './localTemplate';
import type { WorkflowFile } from './n8n/api';
import type { N8nHost } from './n8n/host';
import type { ClayService } from './vendors';

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

/** A credential that callbacks are checked with. */
export async function importCallback(
	host: N8nHost,
	name: string,
	data: IDataObject,
): Promise<StoredCredential> {
	return await store(host, name, 'clayCallbackApi', data);
}

/** Where Clay reaches the trigger of a published workflow. */
export function productionUrl(host: N8nHost, { name, nodes }: WorkflowFile): string {
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-revops.clayTrigger');
	if (trigger?.webhookId === undefined) throw new Error(`${name} has no Clay Trigger`);
	return `${host.url}/webhook/${trigger.webhookId}/webhook`;
}

async function store(
	host: N8nHost,
	name: string,
	type: string,
	data: IDataObject,
): Promise<StoredCredential> {
	return { id: await host.api.importCredential({ name, type, data }), name };
}
