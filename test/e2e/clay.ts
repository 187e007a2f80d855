import { importCallback, importTableWebhook, productionUrl } from '../../sandbox/localClay';
import type { LocalSettings } from '../../sandbox/localTemplate';
import { localCopy, readTemplate } from '../../sandbox/localTemplate';
import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';

/** What the HTTP API column of the sandbox proves itself with. */
export const SECRET = 'e2e-callback-secret-b7c1d4';
export const SECRET_HEADER = { 'x-webhook-secret': SECRET };

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
		clayCallbackCredential: await importCallback(host, 'Clay callback (test)', {
			method: 'header',
			secret: SECRET,
		}),
		callbackUrl: productionUrl(host, template),
		slackUrl: sandbox.slack.webhookUrl,
		crmUrl: sandbox.crm.url,
		zapierUrl: sandbox.zapier.url,
		everySeconds: 2,
		...settings,
	});
	return { ...local, id };
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
