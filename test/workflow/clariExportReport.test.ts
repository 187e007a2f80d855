import type { INodeParameters } from 'n8n-workflow';

import { readReport } from '../../nodes/Clari/health/jobReport';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { coverage, list, NOW, reports } from './clariOutputs';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 20, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const plan = (jobOutcome: 'EMPTY' | 'FAILED' | 'TRUNCATED_ROWS' | 'WRONG_PERIOD', skip = 0) =>
	sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome, skip });

describe('the output Report', () => {
	test('has one flat item for each export', async () => {
		const result = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4'), {
			executionId: '77',
			nodeId: 'n1',
		});
		const [first, second] = reports(result);
		const file = jobs()[0]?.file.content ?? '';
		expect(first).toEqual({
			reportId: '77:n1:0:0:0',
			jobId: jobs()[0]?.jobId,
			export: 'forecast',
			operation: 'run',
			forecastId: 'forecast',
			timePeriod: '2026_Q1',
			host: new URL(sandbox.clari.v4Url).host,
			credential: 'clariApi',
			request: 'forecast, forecast_updated',
			outcome: 'completed',
			jobStatus: 'DONE',
			errorMessage: null,
			startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			finishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			dataAsOf: jobs()[0]?.createdAt.toISOString(),
			slotWaitMs: 0,
			queueMs: expect.any(Number),
			runMs: expect.any(Number),
			downloadMs: expect.any(Number),
			totalMs: expect.any(Number),
			polls: 3,
			attempts: 1,
			adopted: false,
			rows: jsonOf(result).filter(({ timePeriod }) => timePeriod === '2026_Q1').length,
			bytes: Buffer.byteLength(file),
			truncated: false,
			delivered: true,
			quotaLeft: 399,
			quotaTotal: 400,
			slotsFree: 1,
			checksPassed: 'not_empty, not_truncated, period_matches, rows_readable',
			checksFailed: '',
			workflowId: 'workflow',
			workflowName: expect.any(String),
			executionId: '77',
			mode: 'trigger',
		});
		expect(second).toMatchObject({
			reportId: '77:n1:0:0:1',
			timePeriod: '2025_Q4',
			quotaLeft: 398,
		});
		expect(result.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
		]);
		// What the dashboard reads.
		expect(readReport(first ?? {})).toBeDefined();
	});

	test("takes the job's time from Clari's clock", async () => {
		const running = runClari(sandbox.clari);
		const timer = setInterval(() => {
			const job = jobs()[0];
			if (job) job.endedAt = new Date(+job.createdAt + 42_000);
		}, 5);
		const [report] = reports(await running);
		clearInterval(timer);
		expect(report?.runMs).toBe(42_000);
	});

	test('adds up: no part takes longer than the whole', async () => {
		const [report = {}] = reports(await runClari(sandbox.clari));
		const { queueMs, downloadMs, totalMs, startedAt, finishedAt } = report;
		expect(Number(queueMs) + Number(downloadMs)).toBeLessThanOrEqual(Number(totalMs));
		expect(Date.parse(String(finishedAt)) - Date.parse(String(startedAt))).toBe(totalMs);
	});

	test('Get Result reports what it fetched', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const result = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(started?.jobId) },
			options: { expectedPeriod: '2026_Q1' },
		});
		expect(reports(result)).toHaveLength(1);
		expect(reports(result)[0]).toMatchObject({
			operation: 'getResult',
			jobId: started?.jobId,
			forecastId: 'forecast',
			timePeriod: '2026_Q1',
			outcome: 'completed',
			attempts: 0,
			slotWaitMs: null,
			queueMs: null,
			quotaLeft: null,
			rows: jsonOf(result).length,
		});
	});

	test('says what was asked for: a scope, a currency and all weeks have other rows', async () => {
		const { members } = sandbox.clari.organisation;
		const manager = members.find(({ kind, managerId }) => kind !== 'rep' && managerId);
		const scopeId = `${manager?.userId.split(':')[0]}::MGR`;
		const result = await runClari(sandbox.clari, {
			typesToExport: ['quota', 'forecast'],
			options: { scopeId, currency: 'eur', includeHistorical: true },
		});
		expect(reports(result)[0]?.request).toBe(`forecast, quota; scope ${scopeId}; EUR; all weeks`);
	});

	test('says which tab and quarter an export was of when nobody named them', async () => {
		const [current] = reports(await runClari(sandbox.clari, { timePeriodMode: 'current' }));
		expect(current).toMatchObject({ forecastId: 'forecast', timePeriod: '2026_Q1' });
		const result = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(current?.jobId) },
		});
		expect(reports(result)[0]).toMatchObject({ forecastId: 'forecast', timePeriod: '2026_Q1' });
	});

	test.each<[string, INodeParameters, object]>([
		[
			'activityExport',
			{ operation: 'run', dateMode: 'daysBack', daysBack: 7 },
			{ export: 'activity', operation: 'run', attempts: 1 },
		],
		[
			'auditEvent',
			{ operation: 'export', filters: {} },
			{ export: 'auditEvents', operation: 'run', attempts: 1 },
		],
	])('%s reports as well', async (resource, parameters, expected) => {
		const result = await runClari(sandbox.clari, { resource, ...parameters });
		expect(result.error).toBeUndefined();
		expect(reports(result)).toHaveLength(1);
		expect(reports(result)[0]).toMatchObject({ ...expected, outcome: 'completed' });
		expect(result.outputs).toHaveLength(2);
	});

	test.each([
		['account', 'getLimits'],
		['exportJob', 'getMany'],
	])('%s: %s keeps its single output', async (resource, operation) => {
		await runClari(sandbox.clari, { operation: 'start' });
		const result = await runClari(sandbox.clari, { resource, operation, returnAll: true });
		expect(result.outputs).toHaveLength(1);
	});

	test.each<['continueRegularOutput' | 'continueErrorOutput', number]>([
		['continueRegularOutput', 0],
		['continueErrorOutput', 2],
	])(
		'with %s a failed export is reported, and its error stays where it was',
		async (onError, at) => {
			plan('FAILED');
			const result = await runClari(
				sandbox.clari,
				{ forecastId: { __rl: true, mode: 'id', value: '={{ $json.tab }}' } },
				{ input: [{ tab: 'forecast' }, { tab: 'renewals' }], onError },
			);
			expect(result.error).toBeUndefined();
			expect(reports(result)).toHaveLength(2);
			expect(reports(result)[0]).toMatchObject({
				outcome: 'failed',
				jobId: jobs()[0]?.jobId,
				jobStatus: 'FAILED',
				errorMessage: expect.stringContaining('ended as FAILED'),
				rows: null,
				bytes: null,
				truncated: null,
			});
			expect(reports(result)[1]).toMatchObject({ outcome: 'completed', forecastId: 'renewals' });
			const failed = (result.outputs[at] ?? []).filter(({ json }) => 'error' in json);
			expect(failed).toHaveLength(1);
			expect(jsonOf(result).some(({ rowKey }) => rowKey !== undefined)).toBe(true);
		},
	);

	test('what could not even be queued is reported, period by period, without a job', async () => {
		sandbox.clari.settings.monthlyQuota = 1;
		const result = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4'), {
			onError: 'continueRegularOutput',
		});
		expect(
			reports(result).map(({ outcome, jobId, timePeriod }) => [outcome, jobId, timePeriod]),
		).toEqual([
			['failed', null, '2026_Q1'],
			['failed', null, '2025_Q4'],
		]);
		expect(jsonOf(result)).toHaveLength(1);
		expect(coverage(result)).toMatchObject({ missingPeriods: '2026_Q1, 2025_Q4', complete: false });
	});

	test('no secret gets into a report', async () => {
		const { token } = sandbox.clari;
		sandbox.clari.faults.plan({
			route: 'job',
			kind: 'status',
			status: 403,
			body: { code: token, message: token, errorId: token },
			times: 9,
		});
		const result = await runClari(sandbox.clari, {}, { onError: 'continueRegularOutput' });
		expect(reports(result)[0]?.outcome).toBe('failed');
		expect(JSON.stringify(result.outputs)).not.toContain(token);
	});

	test('names the checks that fail', async () => {
		plan('WRONG_PERIOD');
		plan('TRUNCATED_ROWS', 1);
		const result = await runClari(sandbox.clari, {
			...list('2025_Q4, 2025_Q3'),
			options: { ifPeriodDiffers: 'warn', expectedRows: 1_000_000 },
		});
		expect(reports(result).map(({ checksFailed }) => checksFailed)).toEqual([
			'expected_rows, period_matches',
			'expected_rows, not_truncated',
		]);
		expect(result.hints.map(({ message }) => message).join()).toContain(
			'fewer than the 1000000 that are expected',
		);
	});

	test('an unreadable file fails its check, also where it is passed on', async () => {
		sandbox.clari.faults.plan({ route: 'results', kind: 'wrongType', value: { hello: 1 } });
		const result = await runClari(sandbox.clari, { output: 'file' });
		expect(reports(result)[0]).toMatchObject({
			outcome: 'completed',
			rows: null,
			checksFailed: 'rows_readable',
		});
	});

	test('profile v1 has what it has', async () => {
		const result = await runClari(
			sandbox.clari,
			{},
			{ credential: credentialFor(sandbox.clari, 'v1') },
		);
		expect(reports(result)[0]).toMatchObject({ jobStatus: 'COMPLETED', quotaTotal: null });
	});
});

describe('the moment of the data', () => {
	const momentsOf = (result: EngineResult) =>
		new Set(jsonOf(result).map(({ dataAsOf }) => dataAsOf));

	test('is when Clari began to make the export, however long it takes, on rows and files', async () => {
		const began = new Date('2026-02-18T06:00:00.000Z');
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const [job] = jobs();
		if (job) job.createdAt = began;
		const jobId = { __rl: true, mode: 'id', value: String(started?.jobId) };
		for (const output of ['rows', 'file']) {
			const result = await runClari(sandbox.clari, { operation: 'getResult', jobId, output });
			expect(momentsOf(result)).toEqual(new Set([began.toISOString()]));
			expect(reports(result)[0]?.dataAsOf).toBe(began.toISOString());
		}
	});

	test('is when the job was asked for where Clari does not say when it began', async () => {
		sandbox.clari.settings.jobsTellStart = false;
		const before = new Date().toISOString();
		const result = await runClari(sandbox.clari);
		const [moment = '', ...more] = [...momentsOf(result)].map(String);
		expect(more).toEqual([]);
		expect(moment >= before).toBe(true);
		expect(moment < String(reports(result)[0]?.finishedAt)).toBe(true);
		const again = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(reports(result)[0]?.jobId) },
		});
		// Nobody knows.
		expect(momentsOf(again)).toEqual(new Set([undefined]));
		expect(reports(again)[0]?.dataAsOf).toBeNull();
	});
});
