import { setTimeout as sleep } from 'node:timers/promises';

import type { StoredCredential } from '../../sandbox/localTemplate';
import { localCopy, readTemplate } from '../../sandbox/localTemplate';
import type { WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { isRecord } from '../../sandbox/vendors/isRecord';
import { createHost } from './harness';

/**
 * The templates that begin with the Clari Copilot Trigger, in the real n8n: it polls at twelve seconds of each minute, since
 * n8n refuses a shorter interval than a minute. In between n8n is ended as if by a power cut, and started again.
 */

jest.setTimeout(600_000);

const WAIT_MS = 180_000;
const DONE = 'POST_PROCESSING_DONE';
const IDS = ['e2eCopilotAnalyzed', 'e2eCopilotCompetitor', 'e2eCopilotScorecard'];
const CUSTOMER = {
	account: 'Aster & <Sons>',
	domain: 'aster.example',
	accountId: '001Aster',
	dealId: '006Aster',
	contacts: [{ name: 'Sam', email: 'sam@aster.example', phone: null, crmId: '003Aster' }],
};

let host: N8nHost;
let sandbox: Sandbox;
let credential: StoredCredential;

beforeAll(async () => {
	sandbox = await startSandbox({ copilot: { settings: { rate: Infinity, scorecardEvery: 1 } } });
	host = await createHost('copilotTrigger');
	await host.start();
	const { origin: baseUrl, apiKey, apiPassword } = sandbox.copilot;
	const name = 'Clari Copilot (sandbox)';
	const data = { baseUrl, apiKey, apiPassword };
	const id = await host.api.importCredential({ name, type: 'clariCopilotApi', data });
	credential = { id, name };
});
afterAll(async () => {
	await host?.stop();
	await sandbox?.close();
});

/** Imports a template and publishes it. */
async function publish(file: string, id: string): Promise<WorkflowFile> {
	const workflow = localCopy(readTemplate(file), {
		copilotCredential: credential,
		slackUrl: sandbox.slack.webhookUrl,
		teamsUrl: sandbox.teams.webhookUrl,
		crmUrl: sandbox.crm.url,
		everySeconds: 2,
	});
	await host.api.importWorkflow({ ...workflow, id });
	await host.api.activate(id);
	return workflow;
}

/** A call of a title that is analysed now. */
function analysed(title: string, competitor?: string): string {
	const { id } = sandbox.copilot.addCall({
		title,
		competitor,
		isPrivate: false,
		customer: CUSTOMER,
		time: Date.now() - 3_600_000,
	});
	sandbox.copilot.setStatus(id, DONE);
	return id;
}

const texts = () => sandbox.slack.messages.map(({ text }) => text);
const about = (title: string) => texts().filter((text) => text.includes(title));
const told = async (part: string) =>
	await sandbox.slack.waitForMessage(({ text }) => text.includes(part), WAIT_MS);

/** Waits until no execution is under way: one that is cut off would not run again. */
async function settled(): Promise<void> {
	for (;;) {
		const executions = await Promise.all(IDS.map(async (id) => await host.api.executions(id)));
		const isUnderWay = (status: string) => ['new', 'running', 'waiting'].includes(status);
		if (!executions.flat().some(({ status }) => isUnderWay(status))) return;
		await sleep(250);
	}
}

test('analysed calls, competitors and low scores are told once each, over a restart of n8n', async () => {
	analysed('Before the beginning');
	await publish('copilot-call-analyzed.json', 'e2eCopilotAnalyzed');
	await publish('copilot-competitor-mentioned.json', 'e2eCopilotCompetitor');
	await publish('copilot-low-scorecard.json', 'e2eCopilotScorecard');

	const first = analysed('First call', 'OtherCo');
	const { text } = await told('Call analyzed: First call');
	expect(text).toContain('*Call analyzed: First call* · Aster &amp; &lt;Sons&gt;\n');
	expect(text).toMatch(/spoke about Aster &amp; &lt;Sons&gt;.*\n• Send the quote \(/s);
	expect(text).toContain(`\n<https://copilot.clari.com/call/${first}|Open the call>`);
	const alert = await told('*OtherCo (negative)* mentioned by Aster &amp; &lt;Sons&gt;');
	expect(alert.text).toContain('• OtherCo: They found it hard to set up.');
	const [updated] = await sandbox.crm.waitFor(1, WAIT_MS);
	expect(updated?.body).toMatchObject({
		external_id: expect.stringMatching(/^[0-9a-f]{32}$/),
		call_id: first,
		account_id: '001Aster',
		deal_id: '006Aster',
		next_steps: ['Send the quote'],
	});

	await settled();
	await host.kill();
	analysed('While n8n was down');
	await host.start();
	await told('Call analyzed: While n8n was down');
	analysed('After the restart', 'RivalSoft');
	await told('Call analyzed: After the restart');
	await told('RivalSoft (negative)');
	// Of so many calls some are scored low.
	const scored = Array.from({ length: 8 }, (_none, index) => `Scored ${index}`);
	for (const title of scored) analysed(title);
	const low = await told('*Scorecard of ');
	expect(low.text).toMatch(
		/^\*Scorecard of [12](\.\d\d?)?\* for [\w.]+@\S+ · [\w ]+ · Aster &amp; &lt;Sons&gt;\n• How was it[^]*\|Open the call>$/,
	);
	// Calls that changed in the same millisecond come in any order.
	await Promise.all(scored.map(async (title) => await told(`Call analyzed: ${title}`)));
	await settled();

	const titles = ['First call', 'While n8n was down', 'After the restart', ...scored];
	expect(titles.map((title) => about(`Call analyzed: ${title}`).length)).toEqual(
		titles.map(() => 1),
	);
	expect(about('Before the beginning')).toEqual([]);
	expect(about('mentioned by')).toHaveLength(2);
	const scorecards = texts().filter((one) => one.startsWith('*Scorecard of '));
	expect(new Set(scorecards).size).toBe(scorecards.length);
	for (const id of IDS) {
		await host.api.deactivate(id);
		const executions = await host.api.executions(id);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
	}
	expect(sandbox.copilot.journal.filter({ credentialsSeen: 'invalid' })).toEqual([]);
});

test('a message that Slack turns away once is told once more, and no other; the CRM has what Slack could not take', async () => {
	const id = 'e2eCopilotAnalyzed';
	await publish('copilot-call-analyzed.json', id);
	const before = (await host.api.executions(id)).length;
	const noted = sandbox.crm.received.length;

	// The third of six: with all in one request of the node, the others would be sent again with it.
	sandbox.slack.faults.plan({
		route: 'slack',
		kind: 'status',
		status: 429,
		retryAfter: '1',
		skip: 2,
	});
	const titles = Array.from({ length: 6 }, (_none, index) => `Busy ${index}`);
	for (const title of titles) analysed(title);
	await Promise.all(titles.map(async (title) => await told(`Call analyzed: ${title}`)));
	await settled();
	expect(titles.map((title) => about(`Call analyzed: ${title}`).length)).toEqual(
		titles.map(() => 1),
	);
	expect(sandbox.slack.faults.pending).toEqual([]);

	// Down for as long as the node tries.
	const tries = 5;
	sandbox.slack.faults.plan({ route: 'slack', kind: 'status', status: 500, times: tries });
	const late = ['Late 0', 'Late 1', 'Late 2'];
	for (const title of late) analysed(title);
	let failed: string | undefined;
	while (failed === undefined) {
		await sleep(500);
		const executions = await host.api.waitForExecutions(id, before + 1, WAIT_MS);
		failed = executions.find(({ status }) => status === 'error')?.id;
	}
	const subjects = () =>
		sandbox.crm.received
			.slice(noted)
			.map(({ body }) => (isRecord(body) ? String(body.subject) : ''));
	const [stuck = ''] = late.filter((title) => subjects().includes(title));
	expect(stuck).not.toBe('');
	expect(about(`Call analyzed: ${stuck}`)).toEqual([]);

	await host.api.retryExecution(failed);
	await Promise.all(late.map(async (title) => await told(`Call analyzed: ${title}`)));
	await settled();
	expect(late.map((title) => about(`Call analyzed: ${title}`).length)).toEqual([1, 1, 1]);
	expect(
		subjects()
			.filter((subject) => late.includes(subject))
			.sort(),
	).toEqual(late);
	await host.api.deactivate(id);
});
