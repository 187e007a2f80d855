import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import type { LocalSettings, StoredCredential } from '../../sandbox/localTemplate';
import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { monthOfReports } from '../render/exportReports';
import { NARROW } from '../render/scenes';
import { createHost } from './harness';
import { EXPORT, localWorkflow, onDemand, runByHand, runOnce, withParameters } from './pipeline';
import { POSTGRES, startPostgres, type Postgres } from './postgres';
import { E2E_STATE } from './state';

/** The templates about the health of exports, each in the real n8n as it is imported. */

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
	(file) => existsSync(file),
);
/** With UPDATE_SCREENSHOTS set, the pictures of the documentation are made anew. */
const SCREENSHOTS =
	process.env.UPDATE_SCREENSHOTS === undefined
		? path.join(E2E_STATE, 'screenshots')
		: path.resolve(__dirname, '../../docs/images');
const REPORTS = 'clari_job_reports';
const REPORTS_FLOW = 'e2eHealthReports';
const HOUR_MS = 60 * 60 * 1_000;
const WAIT_MS = 60_000;

jest.setTimeout(300_000);

// CI always has both (.ci/run installs them): there, a missing one is a failure and not a reason to skip.
const withPostgres =
	POSTGRES === undefined && process.env.CI === undefined ? describe.skip : describe;
const withBrowser = CHROMIUM === undefined && process.env.CI === undefined ? test.skip : test;

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	mkdirSync(SCREENSHOTS, { recursive: true });
	sandbox = await startSandbox({
		clari: { organisation: { reps: 10 }, settings: { pollsUntilDone: 1, monthlyQuota: 500 } },
	});
	host = await createHost('healthTemplates');
	await host.start();
	await host.api.importWorkflow(await template('clari-job-reports.json', REPORTS_FLOW));
	await createReports();
});
afterAll(async () => {
	await host?.stop();
	await sandbox?.close();
});

/** A template as a user imports it, started when the test says so. */
async function template(
	file: string,
	id: string,
	settings: Partial<LocalSettings> = {},
): Promise<WorkflowFile> {
	return onDemand(await localWorkflow(host, sandbox, file, id, settings));
}

/** The table of the reports, as the template makes it. */
async function createReports(): Promise<void> {
	const made = await runByHand(host, REPORTS_FLOW, 'Run once by hand');
	expect(made.status).toBe('success');
}

/** The table with these reports and no others. */
async function keepOnly(reports: IDataObject[]): Promise<void> {
	await host.api.deleteDataTable(REPORTS);
	await createReports();
	for (let start = 0; start < reports.length; start += 100) {
		await host.api.addDataTableRows(REPORTS, reports.slice(start, start + 100));
	}
}

/** What the dashboard asks for. */
const login = { user: 'revops', password: 'e2e page password' };
const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;

async function importLogin(): Promise<StoredCredential> {
	const name = 'Dashboard (test)';
	const id = await host.api.importCredential({ name, type: 'httpBasicAuth', data: login });
	return { id, name };
}

/** The only execution of a workflow that ends from now on. */
async function nextExecution(id: string, before: number): Promise<Execution> {
	const finished = await host.api.waitForExecutions(id, before + 1, WAIT_MS);
	return await host.api.execution(finished.at(-1)?.id ?? '');
}

/** Where this n8n believes its editor to be. */
const editorUrl = () => `http://localhost:${new URL(host.url).port}`;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

/** A report as a table has it. */
const stored = (hours: number, over: IDataObject = {}): IDataObject => ({
	reportId: `${hours} ${JSON.stringify(over)}`,
	export: 'forecast',
	operation: 'run',
	forecastId: 'forecast',
	timePeriod: '2026_Q1',
	outcome: 'completed',
	finishedAt: hoursAgo(hours),
	...over,
});

describe('the dashboard', () => {
	const FLOW = 'e2eHealthPage001';
	const EVIL = `<script>document.title = 'taken over'</script>`;
	let address: string;
	let browser: Browser | undefined;
	let page: Page | undefined;

	beforeAll(async () => {
		address = `${host.url}/webhook/clari-export-health`;
		if (CHROMIUM === undefined) return;
		browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
	});
	afterEach(async () => await page?.close());
	afterAll(async () => {
		await browser?.close();
	});

	const get = async (user?: string, password?: string) => {
		const token = Buffer.from(`${user}:${password}`).toString('base64');
		return await fetch(address, {
			headers: user === undefined ? {} : { authorization: `Basic ${token}` },
		});
	};

	/** Opens the page as somebody who has the login, and checks that nothing is loaded or run. */
	async function open(width: number, dark = false): Promise<Page> {
		if (browser === undefined) throw new Error('There is no browser');
		page = await browser.newPage({
			viewport: { width, height: 700 },
			deviceScaleFactor: 1.5,
			colorScheme: dark ? 'dark' : 'light',
			httpCredentials: { username: login.user, password: login.password },
		});
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		const complaints: string[] = [];
		page.on('console', (message) => complaints.push(message.text()));
		await page.goto(address, { waitUntil: 'load' });
		expect(requests.filter((url) => url !== address && !url.endsWith('/favicon.ico'))).toEqual([]);
		expect(complaints).toEqual([]);
		return page;
	}

	const shot = async (shown: Page, name: string) =>
		await shown.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });

	test('shows nothing without a login, and nothing without the right one', async () => {
		await keepOnly([stored(1, { forecastId: 'secret_tab' })]);
		const bare = await localWorkflow(host, sandbox, 'clari-health-dashboard.json', FLOW);
		await host.api.importWorkflow(bare);
		// As it is imported, without a credential, it cannot be published.
		await expect(host.api.activate(FLOW)).rejects.toThrow('Missing required credential');
		expect((await get()).status).toBe(404);

		const closed = await localWorkflow(host, sandbox, 'clari-health-dashboard.json', FLOW, {
			basicAuthCredential: await importLogin(),
		});
		await host.api.updateWorkflow(FLOW, { nodes: closed.nodes });
		await host.api.activate(FLOW);
		for (const [user, password] of [[], [login.user, 'wrong'], ['', login.password]]) {
			const refused = await get(user, password);
			expect([user, refused.status]).toEqual([user, 401]);
			expect(await refused.text()).not.toContain('secret_tab');
		}
		const answer = await get(login.user, login.password);
		expect(answer.status).toBe(200);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'no-referrer',
		});
		expect(await answer.text()).toContain('secret_tab');
	});

	withBrowser('has the figures of the reports in the table', async () => {
		const phases = (seconds: number) => ({ queueMs: seconds * 100, totalMs: seconds * 1_000 });
		await keepOnly([
			...Array.from({ length: 18 }, (_, index) => stored(100 - index, phases(index + 1))),
			stored(72, { ...phases(19), quotaLeft: 300, quotaTotal: 1_000, rows: 1_200 }),
			stored(0, { quotaLeft: 240, quotaTotal: 1_000, rows: 1_260 }),
			stored(3, {
				forecastId: EVIL,
				outcome: 'failed',
				jobId: 'job-7',
				errorMessage: `<img src="x" onerror="alert(1)"> ended as FAILED`,
				workflowId: FLOW,
				workflowName: 'Export',
				executionId: '12',
			}),
		]);
		// The looks of the test before were not stored.
		expect(await host.api.executions(FLOW)).toEqual([]);
		const shown = await open(1120);
		const text = (await shown.locator('body').innerText()).replace(/\s+/g, ' ');
		const emptyOn = DateTime.utc().plus({ days: 12 }).toFormat('d LLL yyyy');
		for (const part of [
			'95.2% 20 of 21 exports',
			'just now',
			'19 s half take 10 s or less',
			'240 of 1,000 exports (24%)',
			`43 used a day: used up on ${emptyOn}`,
			`At this pace the quota of exports is used up on ${emptyOn}.`,
			`The last export failed for: ${EVIL}.`,
			'Queueing the job 1 s 1.9 s 1.9 s 19',
			'Total 10 s 19 s 19 s 19',
			'20 of 20 (100%) 1,260 (+60)',
			'job-7',
			'<img src="x" onerror="alert(1)"> ended as FAILED',
		]) {
			expect(text).toContain(part);
		}
		expect(await shown.title()).toBe('Clari export health');
		expect(await shown.locator('script, img, main [style]').count()).toBe(0);
		expect(await shown.locator('a').getAttribute('href')).toBe(
			`${editorUrl()}/workflow/${FLOW}/executions/12`,
		);
	});

	withBrowser('can be read in light and dark, and on a phone', async () => {
		const month = monthOfReports(Date.now());
		await keepOnly(month);
		const light = await open(1120);
		await shot(light, 'health-dashboard');
		expect(await light.locator('body').innerText()).toContain(`of ${month.length - 1} exports`);
		await light.close();
		const dark = await open(1120, true);
		await shot(dark, 'health-dashboard-dark');
		expect(
			await dark.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor'),
		).toBe('rgb(27, 33, 43)');
		await dark.close();
		const phone = await open(NARROW);
		await phone.screenshot({
			path: path.join(E2E_STATE, 'screenshots', 'health-dashboard-phone.png'),
			fullPage: true,
		});
		const sticksOut = await phone.evaluate(`[...document.querySelectorAll('main *')]
			.filter((element) => !element.closest('svg') && element.getBoundingClientRect().right > innerWidth)
			.map((element) => element.tagName + ' ' + element.textContent)`);
		expect(sticksOut).toEqual([]);
	});
});

describe('the alert for exports that fail', () => {
	const ALERT = 'e2eHealthFailure';

	beforeAll(async () => {
		await keepOnly([]);
		await host.api.importWorkflow(await template('clari-export-failure-alert.json', ALERT));
		const reports = await template('clari-job-reports.json', REPORTS_FLOW);
		await host.api.updateWorkflow(REPORTS_FLOW, {
			name: 'Exports of <EMEA> & more',
			nodes: reports.nodes,
			settings: { ...reports.settings, errorWorkflow: ALERT },
		});
		await host.api.activate(ALERT);
		await host.api.activate(REPORTS_FLOW);
	});

	/** An export whose job fails: the execution that failed, and the one that tells of it. */
	async function failOnce(): Promise<{ failed: Execution; told: Execution }> {
		const before = (await host.api.executions(ALERT)).length;
		sandbox.slack.messages.length = 0;
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		const failed = await runOnce(host, REPORTS_FLOW);
		expect(failed.status).toBe('error');
		return { failed, told: await nextExecution(ALERT, before) };
	}

	test('names the job and the execution, and the failure becomes a report', async () => {
		const { failed, told } = await failOnce();
		expect(told).toMatchObject({ status: 'success', mode: 'error' });
		const { jobId } = sandbox.clari.jobs.all.at(-1) ?? { jobId: 'none' };
		expect(sandbox.slack.messages).toHaveLength(1);
		const { text } = sandbox.slack.messages[0] ?? { text: '' };
		expect(text).toContain('*Exports of &lt;EMEA&gt; &amp; more* failed at *Export forecast*');
		expect(text).toContain(`Export job: \`${jobId}\``);
		expect(text).toContain(`<${editorUrl()}/workflow/${REPORTS_FLOW}/executions/${failed.id}|`);
		expect(await host.api.dataTableRows(REPORTS)).toMatchObject([
			{
				export: 'forecast',
				forecastId: 'forecast',
				outcome: 'failed',
				jobId,
				errorMessage: expect.stringContaining(`xport job ${jobId}`),
				workflowId: REPORTS_FLOW,
				workflowName: 'Exports of <EMEA> & more',
				executionId: failed.id,
			},
		]);
	});

	test('a failure in a sub-workflow that stops its parent too is one report, of the execution in which it was', async () => {
		await keepOnly([]);
		const [parent, child] = ['e2eHealthParent1', 'e2eHealthChild01'];
		const settings = { errorWorkflow: ALERT };
		const { nodes, ...rest } = await template('clari-job-reports.json', parent);
		const [trigger] = nodes.filter(({ type }) => type === 'n8n-nodes-base.webhook');
		const [exporting] = nodes.filter(({ name }) => name === EXPORT);
		if (trigger === undefined || exporting === undefined) throw new Error('No such nodes');
		const called = {
			...trigger,
			name: 'Called',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			parameters: { inputSource: 'passthrough' },
		};
		await host.api.importWorkflow({
			...rest,
			id: child,
			name: 'Child',
			nodes: [called, exporting],
			connections: { Called: { main: [[{ node: EXPORT, type: 'main', index: 0 }]] } },
			settings,
		});
		await host.api.activate(child);
		const calling = {
			...exporting,
			name: 'Call the child',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			credentials: undefined,
			parameters: {
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: child },
				mode: 'once',
				options: {},
			},
		};
		await host.api.importWorkflow({
			...rest,
			id: parent,
			name: 'Parent',
			nodes: [trigger, calling],
			connections: { [trigger.name]: { main: [[{ node: calling.name, type: 'main', index: 0 }]] } },
			settings,
		});
		await host.api.activate(parent);

		const before = (await host.api.executions(ALERT)).length;
		sandbox.slack.messages.length = 0;
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		expect((await runOnce(host, parent)).status).toBe('error');
		const told = await host.api.waitForExecutions(ALERT, before + 2, WAIT_MS);
		expect(told.slice(before).map(({ status }) => status)).toEqual(['success', 'success']);
		const [failed] = await host.api.executions(child);
		expect(await host.api.dataTableRows(REPORTS)).toMatchObject([
			{
				outcome: 'failed',
				jobId: sandbox.clari.jobs.all.at(-1)?.jobId,
				executionId: failed?.id,
				workflowId: child,
			},
		]);
		expect(sandbox.slack.messages).toHaveLength(2);
	});

	test('the quarters that were done when another one stopped the workflow are stored by the next run', async () => {
		await keepOnly([]);
		const id = 'e2eHealthPeriods';
		const workflow = withParameters(await template('clari-job-reports.json', id), EXPORT, {
			timePeriodMode: 'currentAndPrevious',
			previousQuarters: 1,
		});
		await host.api.importWorkflow({
			...workflow,
			settings: { ...workflow.settings, errorWorkflow: ALERT },
		});
		await host.api.activate(id);
		const before = (await host.api.executions(ALERT)).length;
		sandbox.clari.settings.concurrentLimit = 1;
		sandbox.clari.faults.plan({
			route: 'queue',
			kind: 'outcome',
			jobOutcome: 'FAILED',
			skip: 1,
		});
		const stopped = await runOnce(host, id);
		expect(stopped.status).toBe('error');
		await nextExecution(ALERT, before);
		const [first, second] = sandbox.clari.jobs.all.slice(-2);
		const timePeriod = second?.timePeriod;
		expect(timePeriod).toMatch(/^\d{4}_Q[1-4]$/);
		expect(await host.api.dataTableRows(REPORTS)).toMatchObject([
			{ outcome: 'failed', jobId: second?.jobId, timePeriod },
		]);
		const { text } = sandbox.slack.messages.at(-1) ?? { text: '' };
		expect(text).toContain(`the export of forecast tab 'forecast' for ${timePeriod}.`);

		const next = await runOnce(host, id);
		expect(next.status).toBe('success');
		const rows = await host.api.dataTableRows(REPORTS);
		expect(
			rows.map(({ outcome, executionId, delivered }) => [outcome, executionId, delivered]),
		).toEqual([
			['failed', stopped.id, false],
			['completed', stopped.id, false],
			['completed', next.id, true],
			['completed', next.id, true],
		]);
		expect(rows[1]).toMatchObject({ jobId: first?.jobId });
	});

	test('arrives also when there is no table', async () => {
		await host.api.deleteDataTable(REPORTS);
		const { told } = await failOnce();
		expect(told.status).toBe('success');
		expect(sandbox.slack.messages).toHaveLength(1);
		await createReports();
	});
});

describe('the daily reconciliation', () => {
	const FLOW = 'e2eHealthRows001';
	const RESULTS = 'clari_reconciliations';

	beforeAll(async () => {
		await host.api.importWorkflow(await template('clari-daily-reconciliation.json', FLOW));
		expect((await runByHand(host, FLOW, 'Run once by hand')).status).toBe('success');
		await host.api.activate(FLOW);
	});
	beforeEach(() => {
		sandbox.slack.messages.length = 0;
	});

	test('tells of rows that are missing, in one message, and keeps each result', async () => {
		await keepOnly([
			stored(30, { rows: 100 }),
			stored(6, { rows: 103 }),
			stored(30, { rows: 40, forecastId: 'renewals' }),
			stored(6, { rows: 30, forecastId: 'renewals', jobId: 'job-<b>' }),
			stored(30, { rows: 7, forecastId: 'company' }),
		]);
		expect((await runOnce(host, FLOW)).status).toBe('success');
		expect(sandbox.slack.messages).toHaveLength(1);
		const { text } = sandbox.slack.messages[0] ?? { text: '' };
		expect(text).toContain('• company: no export has completed since');
		expect(text).toContain(
			'• renewals 2026_Q1: 30 rows (export job job-&lt;b&gt;), expected 40: 10 or 25% fewer',
		);
		expect(text).not.toContain('• forecast');
		expect(await host.api.dataTableRows(RESULTS)).toMatchObject([
			{ subject: 'company', status: 'missing', needsAttention: true },
			{ subject: 'forecast', status: 'match', exportedRows: 103, expectedRows: 100 },
			{ subject: 'renewals', status: 'mismatch', difference: -10, differencePct: -25 },
		]);
	});

	test('is quiet when the rows are there, and keeps that, too', async () => {
		const before = (await host.api.dataTableRows(RESULTS)).length;
		await keepOnly([stored(30, { rows: 100 }), stored(6, { rows: 100 })]);
		expect((await runOnce(host, FLOW)).status).toBe('success');
		expect(sandbox.slack.messages).toEqual([]);
		expect((await host.api.dataTableRows(RESULTS)).slice(before)).toMatchObject([
			{ subject: 'forecast', status: 'match', needsAttention: false },
		]);
	});

	test('tells when nothing has reported at all', async () => {
		await keepOnly([]);
		expect((await runOnce(host, FLOW)).status).toBe('success');
		expect(sandbox.slack.messages).toHaveLength(1);
		expect(sandbox.slack.messages[0]?.text).toContain('• Reports: no export has completed since');
	});
});

describe('the reports of exports', () => {
	test('are stored once for each export, also when something after the rows goes wrong', async () => {
		await keepOnly([]);
		const workflow = await template('clari-job-reports.json', REPORTS_FLOW);
		const broken = workflow.nodes.map((node) =>
			node.name === 'Your workflow goes on here'
				? {
						...node,
						type: 'n8n-nodes-base.stopAndError',
						parameters: { errorMessage: 'Slack is out' },
					}
				: node,
		);
		await host.api.updateWorkflow(REPORTS_FLOW, { nodes: broken, settings: workflow.settings });
		await host.api.activate(REPORTS_FLOW);
		const run = await runOnce(host, REPORTS_FLOW);
		await host.api.deactivate(REPORTS_FLOW);
		expect(run.status).toBe('error');
		const rows = nodeOutput(run, EXPORT);
		const [told] = nodeOutput(run, EXPORT, { output: 1 });
		expect(await host.api.dataTableRows(REPORTS)).toEqual([
			expect.objectContaining({
				...told,
				outcome: 'completed',
				forecastId: 'forecast',
				jobId: sandbox.clari.jobs.all.at(-1)?.jobId,
				rows: rows.length,
				quotaTotal: 500,
				executionId: run.id,
			}),
		]);
	});

	test('of an export that is set to continue, a failure is stored, and raised after the rows', async () => {
		await keepOnly([]);
		const workflow = await template('clari-job-reports.json', REPORTS_FLOW);
		const goesOn = workflow.nodes.map((node) =>
			node.name === EXPORT ? { ...node, onError: 'continueRegularOutput' as const } : node,
		);
		await host.api.updateWorkflow(REPORTS_FLOW, { nodes: goesOn, settings: workflow.settings });
		await host.api.activate(REPORTS_FLOW);
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		const run = await runOnce(host, REPORTS_FLOW);
		await host.api.deactivate(REPORTS_FLOW);
		expect(run.status).toBe('error');
		expect(await host.api.dataTableRows(REPORTS)).toMatchObject([
			{ outcome: 'failed', executionId: run.id },
		]);
		expect(nodeOutput(run, 'Your workflow goes on here')).toHaveLength(1);
	});
});

withPostgres('the warehouse (needs PostgreSQL)', () => {
	const FLOW = 'e2eHealthMerge01';
	const FED = 'e2eHealthMerge02';
	let postgres: Postgres;

	interface StoredRow {
		forecast_id: string;
		row_key: string;
		owner_id: string;
		field_name: string;
		type: string;
		time_period: string;
		value: number | null;
		exported_at: string;
		changed_at: string;
		removed_at: string | null;
	}

	/** The template with its export replaced by what a request brings: its rows on one output, its reports on the other. */
	function fed(workflow: WorkflowFile): WorkflowFile {
		const nodes = onDemand({ ...workflow, id: FED }).nodes.map((node) =>
			node.name === EXPORT
				? {
						...node,
						type: 'n8n-nodes-base.if',
						typeVersion: 2.2,
						credentials: undefined,
						parameters: {
							conditions: {
								options: {
									caseSensitive: true,
									leftValue: '',
									typeValidation: 'strict',
									version: 2,
								},
								combinator: 'and',
								conditions: [
									{
										id: 'condition',
										leftValue: '={{ $json.rowKey }}',
										rightValue: '',
										operator: { type: 'string', operation: 'exists', singleValue: true },
									},
								],
							},
						},
					}
				: node,
		);
		const items = {
			id: 'items',
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [100, 300] satisfies [number, number],
			parameters: { fieldToSplitOut: 'body.items', options: {} },
		};
		return {
			...workflow,
			id: FED,
			nodes: [...nodes, items],
			connections: {
				...workflow.connections,
				'Every 4 hours': { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
				Items: { main: [[{ node: EXPORT, type: 'main', index: 0 }]] },
			},
		};
	}

	beforeAll(async () => {
		postgres = await startPostgres();
		const credential = await host.api.importCredential({
			name: 'Postgres (test)',
			type: 'postgres',
			data: { ...postgres.credential },
		});
		const workflow = await localWorkflow(host, sandbox, 'clari-warehouse-merge.json', FLOW, {
			postgresCredential: { id: credential, name: 'Postgres (test)' },
		});
		await host.api.importWorkflow(onDemand(workflow));
		await host.api.importWorkflow(fed(workflow));
		// Made twice, they are still the same tables.
		for (let times = 0; times < 2; times++) {
			expect((await runByHand(host, FLOW, 'Run once by hand')).status).toBe('success');
		}
		await host.api.activate(FLOW);
		await host.api.activate(FED);
	});
	afterAll(async () => await postgres?.stop());
	beforeEach(() => {
		sandbox.slack.messages.length = 0;
	});

	const stored = async (tab: string) =>
		await postgres.query<StoredRow>(
			`select * from clari_forecast where forecast_id = '${tab}' order by row_key`,
		);
	const merged = (execution: Execution) => nodeOutput(execution, 'Merge rows')[0];

	const row = (tab: string, rowKey: string, value: number, over: IDataObject = {}) => ({
		rowKey,
		forecastId: tab,
		ownerId: 'ann',
		fieldId: 'commit',
		type: 'forecast',
		timePeriod: '2026_Q1',
		value,
		jobId: 'job',
		...over,
	});

	/** Starts a merge of these rows, exported at this time; answers before it has ended. */
	async function feed(
		rows: IDataObject[],
		dataAsOf: string,
		over: IDataObject = {},
		others: IDataObject[] = [],
	) {
		const jobId = `job-${dataAsOf}`;
		const report = {
			reportId: jobId,
			jobId,
			outcome: 'completed',
			startedAt: dataAsOf,
			finishedAt: dataAsOf,
			dataAsOf,
			rows: rows.length,
			...over,
		};
		const items = [...rows.map((one) => ({ ...one, jobId, dataAsOf })), report, ...others];
		const { status } = await fetch(`${host.url}/webhook/${FED}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
		});
		expect(status).toBe(200);
	}

	async function merge(
		rows: IDataObject[],
		dataAsOf: string,
		over: IDataObject = {},
		others: IDataObject[] = [],
	) {
		const before = (await host.api.executions(FED)).length;
		await feed(rows, dataAsOf, over, others);
		const execution = await nextExecution(FED, before);
		expect(execution.status).toBe('success');
		return merged(execution);
	}

	test('has every exported row once, and what changed', async () => {
		const first = await runOnce(host, FLOW);
		expect(first.status).toBe('success');
		const exported = nodeOutput(first, EXPORT);
		const rows = await stored('forecast');
		expect(rows.map((one) => one.row_key)).toEqual(
			exported.map(({ rowKey }) => String(rowKey)).sort(),
		);
		for (const { owner_id: owner, field_name: field, value, type } of rows) {
			if (type !== 'forecast') continue;
			const known = sandbox.clari.organisation.value(owner, field);
			expect([owner, field, value]).toEqual([owner, field, known ?? null]);
		}
		expect(merged(first)).toMatchObject({ inserted: exported.length, landed: exported.length });

		const [rep] = sandbox.clari.organisation.reps;
		const owner = rep?.userId ?? '';
		sandbox.clari.organisation.script([[{ owner, field: 'Commit', by: 50_000 }]]);
		const second = await runOnce(host, FLOW);
		const after = await stored('forecast');
		expect(after).toHaveLength(rows.length);
		const changed = after.filter((one) => one.changed_at === one.exported_at);
		expect(changed.map((one) => one.owner_id)).toContain(owner);
		expect(merged(second)).toMatchObject({ inserted: 0, changed: changed.length, removed: 0 });
		expect(changed.length).toBeLessThan(rows.length / 2);
		expect(sandbox.slack.messages).toEqual([]);
		expect(await postgres.query('select rows from clari_job_reports order by finished_at')).toEqual(
			[first, second].map((run) => ({ rows: nodeOutput(run, EXPORT).length })),
		);
	});

	test('has reports that the dashboard can be made of', async () => {
		const id = 'e2eHealthPage002';
		await merge([row('page', 'a', 1)], new Date().toISOString());
		const { nodes, ...page } = await localWorkflow(
			host,
			sandbox,
			'clari-health-dashboard.json',
			id,
			{
				basicAuthCredential: await importLogin(),
			},
		);
		const [source] = (await host.api.workflow(FLOW)).nodes.filter(({ name }) => {
			return name === 'Merge rows';
		});
		const query = `select * from clari_job_reports where finished_at > now() - interval '32 days'`;
		const fromPostgres = nodes.map((node) => {
			if (node.name === 'Open the dashboard') {
				return { ...node, parameters: { ...node.parameters, path: id }, webhookId: id };
			}
			if (node.name !== 'Read reports' || source === undefined) return node;
			const parameters = { operation: 'executeQuery', query, options: {} };
			const { id: nodeId, name, alwaysOutputData } = node;
			return { ...source, id: nodeId, name, alwaysOutputData, parameters, executeOnce: false };
		});
		await host.api.importWorkflow({ ...page, nodes: fromPostgres });
		await host.api.activate(id);
		const answer = await fetch(`${host.url}/webhook/${id}`, { headers: { authorization } });
		const [counted] = await postgres.query<{ runs: number }>(
			`select count(*) as runs from clari_job_reports where finished_at > now() - interval '1 day'`,
		);
		const runs = counted?.runs ?? 0;
		expect(runs).toBeGreaterThan(0);
		const text = await answer.text();
		expect(text).toContain('>100%<');
		expect(text).toContain(`${runs} of ${runs} export`);
	});

	test('a run that is repeated or comes late changes nothing', async () => {
		const monday = [row('late', 'a', 1), row('late', 'b', 2)];
		await merge(monday, '2026-03-02T06:00:00Z');
		await merge([row('late', 'a', 5), row('late', 'b', 2)], '2026-03-03T06:00:00Z');
		const before = await stored('late');
		expect(await merge(monday, '2026-03-02T06:00:00Z')).toMatchObject({ notNewer: 2, changed: 0 });
		expect(await stored('late')).toEqual(before);
		expect(before).toMatchObject([
			{ value: 5, changed_at: '2026-03-03T06:00:00+00:00' },
			{ value: 2, changed_at: '2026-03-02T06:00:00+00:00', removed_at: null },
		]);
	});

	test('an export that takes long does not write over a newer one for ending after it', async () => {
		await merge([row('slow', 'a', 5)], '2026-03-02T06:10:00Z', {
			finishedAt: '2026-03-02T06:11:00Z',
		});
		// Begun before, and done after.
		const slow = [row('slow', 'a', 1), row('slow', 'b', 2)];
		const said = await merge(slow, '2026-03-02T06:00:00Z', { finishedAt: '2026-03-02T07:00:00Z' });
		expect(said).toMatchObject({ notNewer: 1, inserted: 1, landed: 2, removed: 1 });
		expect(await stored('slow')).toMatchObject([
			{ value: 5, exported_at: '2026-03-02T06:10:00+00:00', removed_at: null },
			// The newer one no longer had it.
			{ value: 2, removed_at: '2026-03-02T06:10:00+00:00' },
		]);
	});

	test('rows of a report that came late, from a run that was stopped, are not missed', async () => {
		const late = {
			reportId: 'late',
			jobId: 'late',
			outcome: 'completed',
			rows: 700,
			delivered: false,
		};
		const said = await merge([row('kept', 'a', 1)], '2026-03-02T06:00:00Z', {}, [late]);
		expect(said).toMatchObject({ received: 1, reported: 1 });
		expect(sandbox.slack.messages).toEqual([]);
	});

	test('a row that Clari no longer has is marked, and comes back; a cut file marks nothing', async () => {
		const whole = [row('gone', 'a', 1), row('gone', 'b', 2)];
		const removed = async () => (await stored('gone')).map((one) => one.removed_at !== null);
		await merge(whole, '2026-03-02T06:00:00Z');
		await merge([row('gone', 'a', 1, { truncated: true })], '2026-03-03T06:00:00Z');
		expect(await removed()).toEqual([false, false]);
		await merge([row('gone', 'a', 1)], '2026-03-04T06:00:00Z');
		expect(await removed()).toEqual([false, true]);
		await merge(whole, '2026-03-05T06:00:00Z');
		expect(await removed()).toEqual([false, false]);
	});

	test('who has left does not shrink a quarter that has ended; in the current one the row is gone', async () => {
		const total = async (tab: string) =>
			(await stored(tab)).reduce(
				(sum, { value, removed_at: removed }) => sum + (removed === null ? Number(value) : 0),
				0,
			);
		for (const [tab, weekStart, left] of [
			['ended', '2026-03-27', 120],
			['current', '2026-04-24', 50],
		] as const) {
			const both = [
				row(tab, 'ann', 50, { weekStart }),
				row(tab, 'bob', 70, { weekStart, ownerId: 'bob' }),
			];
			await merge(both, '2026-04-25T06:00:00Z');
			await merge(both.slice(0, 1), '2026-04-26T06:00:00Z');
			expect([tab, await total(tab)]).toEqual([tab, left]);
		}
	});

	test('the last row of a type is marked where its type was exported, and only there', async () => {
		const call = row('types', 'a', 1, { weekStart: '2026-03-06' });
		const adjusted = row('types', 'b', -50, { weekStart: '2026-03-06', type: 'adjustment' });
		const quota = row('types', 'c', 70, { type: 'quota' });
		const removed = async () =>
			(await stored('types')).filter((one) => one.removed_at !== null).map((one) => one.type);
		await merge([call, adjusted, quota], '2026-03-09T06:00:00Z', {
			request: 'adjustment, forecast, quota; EUR',
		});
		await merge([call], '2026-03-10T06:00:00Z', { request: 'default types' });
		await merge([call], '2026-03-10T07:00:00Z');
		expect(await removed()).toEqual([]);
		// Another week says nothing of this one.
		const next = row('types', 'd', 2, { weekStart: '2026-03-13' });
		await merge([next, quota], '2026-03-14T06:00:00Z', { request: 'adjustment, forecast, quota' });
		expect(await removed()).toEqual([]);
		expect(
			await merge([call], '2026-03-15T06:00:00Z', { request: 'adjustment, forecast' }),
		).toMatchObject({ removed: 1, leftOut: 0 });
		expect(await removed()).toEqual(['adjustment']);
		await merge([call], '2026-03-15T07:00:00Z', { request: 'forecast, quota' });
		expect(await removed()).toEqual(['adjustment', 'quota']);
	});

	test('who changes the role after the end of a quarter counts once in it', async () => {
		const weekStart = '2025-12-26';
		const of = (rowKey: string, ownerEmail: string | null, value: number) =>
			row('moved', rowKey, value, { ownerId: rowKey, ownerEmail, weekStart });
		const both = [of('1:us', 'two.roles@example.com', 7), of('2:emea', 'bo@example.com', 1)];
		await merge(
			[
				...both,
				of('1:emea', 'Two.Roles@example.com', 30),
				of('3:emea', 'Dana@example.com', 500),
				of('4:emea', null, 20),
			],
			'2026-01-05T06:00:00Z',
		);
		expect(
			await merge([...both, of('3:us', 'dana@example.com', 500)], '2026-02-05T06:00:00Z'),
		).toMatchObject({ removed: 1, leftOut: 2 });
		const rows = await stored('moved');
		// Who had two roles and gave one up, of which nothing has moved to the other, has left in that one.
		expect(rows.filter((one) => one.removed_at !== null)).toMatchObject([{ owner_id: '3:emea' }]);
	});

	test.each([
		// Sunday evening in California.
		['2026-04-13T02:00:00Z', { removed: 1, leftOut: 0 }],
		['2026-04-14T23:59:00Z', { removed: 1, leftOut: 0 }],
		['2026-04-15T00:00:00Z', { removed: 0, leftOut: 1 }],
	])(
		'a quarter whose last week begins on 6 April has not ended before the 15th: %s',
		async (at, said) => {
			const both = ['a', 'b'].map((key) => row(at, key, 1, { weekStart: '2026-04-06' }));
			await merge(both, '2026-04-12T20:00:00Z');
			expect(await merge(both.slice(0, 1), at)).toMatchObject(said);
		},
	);

	test('tells of an empty export', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'EMPTY' });
		expect((await runOnce(host, FLOW)).status).toBe('success');
		expect(sandbox.slack.messages.map(({ text }) => text)).toEqual([
			expect.stringContaining('*The Clari export for the warehouse is empty*: 1 without rows'),
		]);
	});

	test('keeps eight quarters of each tab, and what is no quarter', async () => {
		const quarters = Array.from(
			{ length: 10 },
			(_, index) => `${2024 + Math.floor(index / 4)}_Q${(index % 4) + 1}`,
		);
		const rows = [...quarters, 'FY19 Q1'].map((timePeriod, index) =>
			row('quarters', `r${index}`, index, { timePeriod }),
		);
		await merge([row('other', 'a', 1, { timePeriod: '2019_Q1' })], '2026-03-02T06:00:00Z');
		expect(await merge(rows, '2026-03-02T07:00:00Z')).toMatchObject({ pruned: 2, landed: 11 });
		expect((await stored('quarters')).map((one) => one.time_period).sort()).toEqual([
			...quarters.slice(2),
			'FY19 Q1',
		]);
		expect(await stored('other')).toHaveLength(1);
	});

	test('runs at the same time wait for each other, and the newest wins', async () => {
		const before = (await host.api.executions(FED)).length;
		const hours = [3, 7, 1, 5, 2, 6, 4];
		await Promise.all(
			hours.map(async (hour) => {
				const rows = Array.from({ length: 200 }, (_, index) => row('race', `r${index}`, hour));
				await feed(rows, `2026-03-02T0${hour}:00:00Z`);
			}),
		);
		const finished = await host.api.waitForExecutions(FED, before + hours.length, WAIT_MS);
		expect(finished.slice(before).map(({ status }) => status)).toEqual(hours.map(() => 'success'));
		const rows = await stored('race');
		expect(rows).toHaveLength(200);
		expect(new Set(rows.map(({ value }) => value))).toEqual(new Set([7]));
	});

	test('takes names that are SQL for names, and tells of rows that came twice', async () => {
		const evil = `'); drop table clari_forecast; -- $1 {{ 1 }}`;
		const twice = [row('evil', evil, 1), row('evil', evil, 1)];
		expect(await merge(twice, '2026-03-02T06:00:00Z')).toMatchObject({ received: 2, exported: 1 });
		expect((await stored('evil')).map((one) => one.row_key)).toEqual([evil]);
		expect(sandbox.slack.messages.map(({ text }) => text)).toEqual([
			expect.stringContaining('2 arrived with 1 different keys, 1 are stored'),
		]);
	});
});
