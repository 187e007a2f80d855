import { localCopy, readTemplate } from '../../sandbox/localTemplate';
import type { WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';

/** The Clari credential of the sandbox, stored in n8n. */
export async function importClari(host: N8nHost, { clari }: Sandbox): Promise<string> {
	return await host.api.importCredential({
		name: 'Clari (sandbox)',
		type: 'clariApi',
		data: { apiProfile: 'v4', baseUrl: clari.v4Url, apiToken: clari.token },
	});
}

/** The alert workflow as a user imports it, with the credential, the Slack URL and a schedule of seconds put in. */
export async function alertWorkflow(
	host: N8nHost,
	sandbox: Sandbox,
	id: string,
	everySeconds = 2,
): Promise<WorkflowFile> {
	const credential = await importClari(host, sandbox);
	const template = localCopy(readTemplate('forecast-change-alert.json'), {
		clariCredential: { id: credential, name: 'Clari (sandbox)' },
		slackUrl: sandbox.slack.webhookUrl,
		everySeconds,
	});
	return { ...template, id };
}
