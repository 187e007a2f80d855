import { randomBytes } from 'node:crypto';
import { importCallback, importTableWebhook, productionUrl } from './localClay';
import { localCopy, readTemplate } from './localTemplate';
import type { N8nHost } from './n8n/host';
import type { Sandbox } from './vendors';

const TEMPLATE = 'clay-lead-enrichment.json';
const MAKE_TABLE = 'Run once by hand';
const TABLE = 'clay_leads';

const LEADS = [
	{ first_name: 'Ada', last_name: 'Okafor', company: 'Northwind', icp: 94 },
	{ first_name: 'Ben', last_name: 'Sato', company: 'Fabrikam', icp: 71 },
	{ first_name: 'Chiara', last_name: 'Lindqvist', company: 'Contoso', icp: 88 },
	{ first_name: 'Dan', last_name: 'Moreau', company: 'Tailspin', icp: 23 },
];

/** How long an enrichment takes: long enough to see that n8n does not wait for it. */
const ENRICHMENT_MS = 2_000;

/**
 * Puts the workflow that enriches leads beside the alert, ready to look at: its rows go to the sandbox's Clay, whose
 * column calls back, and hot leads go to the sandbox's CRM and Slack.
 *
 * @returns the id of the workflow, which is published
 */
export async function startClayTour(
	host: N8nHost,
	{ clay, crm, slack }: Sandbox,
	everySeconds: number,
): Promise<string> {
	const secret = randomBytes(24).toString('hex');
	const template = readTemplate(TEMPLATE);
	const workflow = localCopy(template, {
		clayTableCredential: await importTableWebhook(host, clay),
		clayCallbackCredential: await importCallback(host, 'Clay callback (sandbox)', {
			method: 'header',
			secret,
		}),
		callbackUrl: productionUrl(host, template),
		slackUrl: slack.webhookUrl,
		crmUrl: crm.url,
		everySeconds,
	});
	clay.setColumn({
		headers: { 'x-webhook-secret': secret },
		delayMs: ENRICHMENT_MS,
		body: ({ id, cells }, enriched) => ({
			event: 'enrichment.completed',
			correlation_id: cells.correlation_id,
			row_id: id,
			data: {
				...enriched,
				icp_score: LEADS.find(({ company }) => company === cells.company)?.icp,
			},
		}),
	});
	const { id } = await host.api.importWorkflow(workflow);
	await host.api.runManually(id, MAKE_TABLE);
	await host.api.waitForExecutions(id, 1);
	const known = new Set((await host.api.dataTableRows(TABLE)).map(({ email }) => email));
	const leads = LEADS.map(({ first_name, last_name, company }) => {
		const email = `${first_name}@${company}.example`.toLowerCase();
		return { email, first_name, last_name, company, status: 'new' };
	});
	await host.api.addDataTableRows(
		TABLE,
		leads.filter(({ email }) => !known.has(email)),
	);
	await host.api.activate(id);
	return id;
}
