import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { readReport } from '../../nodes/Clari/health/jobReport';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { FAST_POLLING, credentialFor, runClari } from './clari';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

const NOW = new Date('2026-02-18T12:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 20, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const list = (timePeriods: string): INodeParameters => ({ timePeriodMode: 'list', timePeriods });
const reports = (result: EngineResult) => jsonOf(result, 1);
const coverage = (result: EngineResult) => jsonOf(result, 2)[0] ?? {};
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

describe('a run that stops the workflow', () => {
	/** Three quarters, one after the other, of which the second fails. */
	async function stopped(executionId: string, over: object = {}) {
		sandbox.clari.settings.concurrentLimit = 1;
		plan('FAILED', 1);
		return await runClari(sandbox.clari, list('2026_Q1, 2025_Q4, 2025_Q3'), {
			executionId,
			nodeId: 'n1',
			...over,
		});
	}
	const told = (result: EngineResult) =>
		reports(result).map(({ executionId, timePeriod, outcome, delivered }) => [
			executionId,
			timePeriod,
			outcome,
			delivered,
		]);

	test('keeps the reports of what was done, and they come out with the next run, once', async () => {
		const staticData = {};
		const failed = await stopped('1', { staticData });
		expect(failed.error?.message).toContain('ended as FAILED');
		expect(failed.outputs).toEqual([]);
		const [done] = jobs();

		const next = await runClari(sandbox.clari, {}, { staticData, executionId: '2', nodeId: 'n1' });
		expect(told(next)).toEqual([
			// Not the failure: the error workflow has that.
			['1', '2026_Q1', 'completed', false],
			['2', '2026_Q1', 'completed', true],
		]);
		expect(reports(next)[0]).toMatchObject({ reportId: '1:n1:0:0:0', jobId: done?.jobId });
		expect(next.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
		const later = await runClari(sandbox.clari, {}, { staticData, executionId: '3', nodeId: 'n1' });
		expect(told(later)).toEqual([['3', '2026_Q1', 'completed', true]]);
		expect(JSON.stringify(staticData)).not.toContain(done?.jobId);
	});

	test('gives them to the same node only, and only where the output is', async () => {
		const staticData = {};
		await stopped('1', { staticData });
		const other = await runClari(sandbox.clari, {}, { staticData, nodeId: 'n2' });
		expect(reports(other)).toHaveLength(1);
		const limits = { resource: 'account', operation: 'getLimits' };
		await runClari(sandbox.clari, limits, { staticData, nodeId: 'n1' });
		const next = await runClari(sandbox.clari, {}, { staticData, executionId: '2', nodeId: 'n1' });
		expect(reports(next)).toHaveLength(2);
	});

	test('keeps those of several runs, and of the items before the one that failed', async () => {
		const staticData = {};
		await stopped('1', { staticData });
		plan('FAILED', 1);
		await runClari(
			sandbox.clari,
			{ forecastId: { __rl: true, mode: 'id', value: '={{ $json.tab }}' } },
			{
				input: [{ tab: 'renewals' }, { tab: 'forecast' }],
				staticData,
				executionId: '2',
				nodeId: 'n1',
			},
		);
		const next = await runClari(sandbox.clari, {}, { staticData, executionId: '3', nodeId: 'n1' });
		expect(reports(next).map(({ executionId, forecastId }) => [executionId, forecastId])).toEqual([
			['1', 'forecast'],
			['2', 'renewals'],
			['3', 'forecast'],
		]);
	});

	test.each<[string, object]>([
		['in a test run, which n8n does not save', { mode: 'manual' }],
		[
			'in a workflow with a trigger that polls, whose progress it would put back',
			{ staticData: { global: { clariCopilotTrigger: { 'node:n1': { cursor: 1 } } } } },
		],
	])('keeps nothing %s', async (_, over) => {
		const run = { staticData: {}, ...over };
		const before = JSON.stringify(run.staticData);
		await stopped('1', run);
		expect(JSON.stringify(run.staticData)).toBe(before);
	});

	test('with the node set to continue the reports come out at once, marked', async () => {
		const result = await stopped('1', { onError: 'continueRegularOutput' });
		expect(told(result)).toEqual([
			['1', '2026_Q1', 'completed', false],
			['1', '2025_Q4', 'failed', false],
		]);
		expect(jsonOf(result)).toEqual([expect.objectContaining({ error: expect.any(String) })]);
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

describe('the output Coverage', () => {
	test('is not there for the current quarter alone', async () => {
		expect((await runClari(sandbox.clari)).outputs).toHaveLength(2);
	});

	test('says what was asked for and what is there', async () => {
		plan('EMPTY', 1);
		plan('WRONG_PERIOD', 2);
		const asked = '2026_Q1, 2025_Q4, 2025_Q3, 2025_Q2';
		sandbox.clari.settings.concurrentLimit = 1;
		const result = await runClari(sandbox.clari, {
			...list(asked),
			options: { ifPeriodDiffers: 'warn' },
		});
		const found = coverage(result);
		expect(found).toMatchObject({
			forecastId: 'forecast',
			complete: false,
			periodsAsked: 4,
			periodsReturned: 2,
			emptyPeriods: '2025_Q4',
			missingPeriods: '2025_Q3',
			truncatedPeriods: '',
			latestPeriod: '2026_Q1',
		});
		expect(found.rows).toBe(jsonOf(result).filter(({ notice }) => notice === undefined).length);
		expect(result.outputs[2]?.[0]?.pairedItem).toEqual({ item: 0 });
	});

	test('names people who are in an earlier quarter and not in the latest', async () => {
		const { reps, members } = sandbox.clari.organisation;
		// With one role, since somebody with two would still be there with the other.
		const leaver = reps.find(
			({ email }) => members.filter((member) => member.email === email).length === 1,
		);
		const withoutLeaver = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4'));
		expect(coverage(withoutLeaver)).toMatchObject({ complete: true, ownersGone: 0 });

		sandbox.clari.settings.concurrentLimit = 1;
		const running = runClari(sandbox.clari, list('2025_Q4, 2026_Q1'));
		const timer = setInterval(() => {
			// Gone between the export of the one quarter and that of the other.
			const [, , third] = jobs();
			if (third && leaver) {
				sandbox.clari.organisation.carryOut([{ leave: leaver.userId }]);
				clearInterval(timer);
			}
		}, 5);
		const result = await running;
		clearInterval(timer);
		expect(coverage(result)).toMatchObject({ ownersGone: 1, latestPeriod: '2026_Q1' });
		expect(coverage(result).goneOwners).toEqual([
			expect.objectContaining({
				ownerName: leaver?.name,
				lastPeriod: '2025_Q4',
				changedRole: false,
			}),
		]);
		expect(result.hints.map(({ message }) => message).join()).toContain(String(leaver?.name));
	});

	describe('people who have left since the run before, whom Clari leaves out of every quarter', () => {
		const twoQuarters = list('2026_Q1, 2025_Q4');
		const leave = () => {
			const { reps, members } = sandbox.clari.organisation;
			const leaver = reps.find(
				({ email }) => members.filter((member) => member.email === email).length === 1,
			);
			if (leaver === undefined) throw new Error('Everybody has two roles');
			sandbox.clari.organisation.carryOut([{ leave: leaver.userId }]);
			return leaver;
		};

		test('are named, as new in the first run without them, by what the workflow remembers', async () => {
			const staticData: IDataObject = {};
			const first = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(coverage(first)).toMatchObject({ ownersGone: 0, comparedWith: null });
			expect(coverage(first).notCompared).toContain('remembers no earlier run');
			const leaver = leave();
			const second = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(jsonOf(second).filter(({ ownerId }) => ownerId === leaver.userId)).toEqual([]);
			expect(coverage(second)).toMatchObject({ ownersGone: 1, notCompared: '' });
			expect(coverage(second).goneOwners).toEqual([
				{
					ownerId: leaver.userId,
					ownerName: leaver.name,
					ownerEmail: null,
					role: expect.any(String),
					lastPeriod: '2026_Q1',
					lastSeenAt: coverage(second).comparedWith,
					isNew: true,
					changedRole: false,
				},
			]);
			expect(second.hints.map(({ message }) => message).join()).toContain(leaver.name);

			const third = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(coverage(third).goneOwners).toEqual([
				expect.objectContaining({ ownerId: leaver.userId, isNew: false }),
			]);
			expect(third.hints.map(({ message }) => message).join()).not.toContain(leaver.name);
			// Kept small, and without addresses.
			expect(JSON.stringify(staticData)).not.toContain('@');
		});

		test('are not mixed up with another scope of the same tab, which has fewer people', async () => {
			const staticData: IDataObject = {};
			await runClari(sandbox.clari, twoQuarters, { staticData });
			const { members } = sandbox.clari.organisation;
			const manager = members.find(({ kind, managerId }) => kind !== 'rep' && managerId);
			const scopeId = `${manager?.userId.split(':')[0]}::MGR`;
			const narrow = await runClari(
				sandbox.clari,
				{ ...twoQuarters, options: { scopeId } },
				{ staticData },
			);
			expect(jsonOf(narrow).length).toBeGreaterThan(0);
			expect(coverage(narrow)).toMatchObject({ ownersGone: 0, comparedWith: null });
		});

		test('cannot be seen in a test run, which says so', async () => {
			const result = await runClari(sandbox.clari, twoQuarters, { mode: 'manual' });
			expect(coverage(result).notCompared).toBe(
				'People who left before this run cannot be seen: a test run is not remembered, and no published run is known. Publish the workflow.',
			);
		});

		test('stay in the memory when the latest quarter is not there', async () => {
			const staticData: IDataObject = {};
			await runClari(sandbox.clari, twoQuarters, { staticData });
			const leaver = leave();
			plan('TRUNCATED_ROWS');
			await runClari(sandbox.clari, twoQuarters, { staticData });
			const whole = await runClari(sandbox.clari, twoQuarters, { staticData });
			expect(coverage(whole).goneOwners).toEqual([
				expect.objectContaining({ ownerId: leaver.userId, isNew: true }),
			]);
		});
	});

	test('says nothing about people when the latest quarter is not there as a whole', async () => {
		plan('TRUNCATED_ROWS');
		const result = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4'));
		expect(coverage(result)).toMatchObject({
			truncatedPeriods: '2026_Q1',
			latestPeriod: null,
			ownersGone: null,
			goneOwners: [],
		});
	});

	test('with the node set to continue it tells which period failed, and which was not begun', async () => {
		sandbox.clari.settings.concurrentLimit = 1;
		plan('FAILED', 1);
		const result = await runClari(sandbox.clari, list('2026_Q1, 2025_Q4, 2025_Q3'), {
			onError: 'continueRegularOutput',
		});
		expect(coverage(result)).toMatchObject({ missingPeriods: '2025_Q4, 2025_Q3' });
		expect(coverage(result).periods).toEqual([
			expect.objectContaining({ timePeriod: '2026_Q1', status: 'returned' }),
			expect.objectContaining({ timePeriod: '2025_Q4', status: 'failed', rows: 0 }),
			expect.objectContaining({ timePeriod: '2025_Q3', status: 'notStarted', jobId: null }),
		]);
	});
});

describe('rows that several exports have', () => {
	test('stay in the files, which are passed on as they are', async () => {
		const result = await runClari(sandbox.clari, {
			...list('2026-Q1, 2026-Q2'),
			output: 'file',
			options: { ifPeriodDiffers: 'warn' },
		});
		const inFiles = jobs().map(({ file }) => {
			const content: { entries: unknown[] } = JSON.parse(file.content);
			return content.entries.length;
		});
		expect(jsonOf(result).map(({ rows }) => rows)).toEqual(inFiles);
		expect(coverage(result).rowsReplaced).toBe(0);
	});

	test('of each key the newest stays, and a hint counts the others', async () => {
		// Clari answers both unknown periods with the current quarter.
		sandbox.clari.settings.concurrentLimit = 1;
		const result = await runClari(sandbox.clari, {
			...list('2026-Q1, 2026-Q2'),
			options: { ifPeriodDiffers: 'warn' },
			polling: FAST_POLLING,
		});
		const rows = jsonOf(result);
		const keys = rows.map(({ rowKey }) => rowKey);
		expect(new Set(keys).size).toBe(keys.length);
		const [first, second] = jobs().map(({ file }) => {
			const content: { entries: unknown[] } = JSON.parse(file.content);
			return content.entries.length;
		});
		const { rowsReplaced } = coverage(result);
		expect(rows.filter(({ notice }) => notice !== undefined)).toEqual([]);
		expect(rows.length + Number(rowsReplaced)).toBe(Number(first) + Number(second));
		expect(Number(rowsReplaced)).toBeGreaterThan(0);
		expect(result.hints.map(({ message }) => message).join()).toContain(
			`${String(rowsReplaced)} rows were in several of the exports`,
		);
		// The company moves on between two exports: what differs is as the later one has it.
		const later: { entries: Array<{ userId: string; fieldId: string; forecastValue?: number }> } =
			JSON.parse(jobs()[1]?.file.content ?? '{}');
		const wrong = later.entries.filter(({ userId, fieldId, forecastValue }) => {
			const row = rows.find((one) => one.ownerId === userId && one.fieldId === fieldId);
			return forecastValue !== undefined && row?.value !== forecastValue;
		});
		expect(wrong).toEqual([]);
	});
});
