import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { FAST_POLLING, credentialFor, runClari } from './clari';
import { jsonOf } from './engine';

const NOW = new Date('2026-02-18T12:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 40, now: () => NOW } } });
});
afterEach(async () => await sandbox.close());

const queued = () => sandbox.clari.jobs.all;

describe('Forecast Export: Run', () => {
	test('queues one job, polls it, fetches it once, and gives every entry as a row', async () => {
		const result = await runClari(sandbox.clari);

		expect(result.error).toBeUndefined();
		const rows = jsonOf(result);
		const file: { entries: unknown[] } = JSON.parse(queued()[0]?.file.content ?? '{}');
		expect(rows).toHaveLength(file.entries.length);
		expect(new Set(rows.map(({ rowKey }) => rowKey)).size).toBe(rows.length);
		expect(sandbox.clari.journal.routes()).toEqual([
			'limits',
			'jobs',
			'queue',
			'job',
			'job',
			'job',
			'results',
		]);
		expect(rows[0]).toMatchObject({
			forecastId: 'forecast',
			jobId: queued()[0]?.jobId,
			timePeriod: '2026_Q1',
		});
		expect(sandbox.clari.journal.filter({ credentialsSeen: 'valid' })).toHaveLength(7);
	});

	test('links every row to the input item that asked for it, per item', async () => {
		const result = await runClari(
			sandbox.clari,
			{ forecastId: { __rl: true, mode: 'id', value: '={{ $json.tab }}' } },
			{ input: [{ tab: 'forecast' }, { tab: 'renewals' }] },
		);
		expect(queued().map(({ forecastId }) => forecastId)).toEqual(['forecast', 'renewals']);
		const items = result.outputs[0] ?? [];
		expect(items.filter((item) => item.pairedItem === undefined)).toEqual([]);
		const ofSecond = items.filter(({ json }) => json.jobId === queued()[1]?.jobId);
		expect(ofSecond.length).toBeGreaterThan(0);
		expect(new Set(ofSecond.map((item) => JSON.stringify(item.pairedItem)))).toEqual(
			new Set(['{"item":1}']),
		);
	});

	test('accepts the address of a tab where its ID is expected', async () => {
		await runClari(sandbox.clari, {
			forecastId: {
				__rl: true,
				mode: 'url',
				value: 'https://app.clari.com/forecast/renewals?scope=1',
			},
		});
		expect(queued().map(({ forecastId }) => forecastId)).toEqual(['renewals']);
	});

	test('sends exactly what the user set', async () => {
		await runClari(sandbox.clari, {
			typesToExport: ['quota', 'adjustment'],
			timePeriodMode: 'list',
			timePeriods: '2025_Q4',
			options: {
				currency: 'eur',
				includeHistorical: true,
				schedule: 'ONCE',
			},
		});
		expect(sandbox.clari.journal.last('queue')?.requestBody).toEqual({
			timePeriod: '2025_Q4',
			exportFormat: 'JSON',
			typesToExport: ['quota', 'adjustment'],
			currency: 'EUR',
			includeHistorical: true,
			schedule: 'ONCE',
		});
	});

	test('null quotas and calls nobody made stay null, not 0 and not lost', async () => {
		const rows = jsonOf(await runClari(sandbox.clari, { typesToExport: ['forecast', 'quota'] }));
		const file: { entries: Array<Record<string, unknown>> } = JSON.parse(
			queued()[0]?.file.content ?? '{}',
		);
		const nulls = file.entries.filter(
			({ forecastValue, quotaValue }) => forecastValue === null || quotaValue === null,
		);
		expect(nulls.length).toBeGreaterThan(0);
		expect(rows.filter(({ value }) => value === null)).toHaveLength(nulls.length);
	});

	test('several periods: one job each, in the order asked for, never more at a time than allowed', async () => {
		sandbox.clari.settings.concurrentLimit = 2;
		const result = await runClari(sandbox.clari, {
			timePeriodMode: 'list',
			timePeriods: '2026_Q1, 2025_Q4, 2025_Q3, 2025_Q4',
		});
		expect(result.error).toBeUndefined();
		expect(sandbox.clari.journal.filter({ route: 'queue', status: 200 })).toHaveLength(3);
		// Not one refusal: the limit was read instead of run into.
		expect(sandbox.clari.journal.filter({ status: 400 })).toEqual([]);
		const periods = [...new Set(jsonOf(result).map(({ timePeriod }) => timePeriod))];
		expect(periods).toEqual(['2026_Q1', '2025_Q4', '2025_Q3']);
	});

	test('current and previous quarters follow the fiscal calendar', async () => {
		await runClari(sandbox.clari, {
			timePeriodMode: 'currentAndPrevious',
			previousQuarters: 1,
			fiscalYearStart: 1,
			options: { ifPeriodDiffers: 'warn' },
		});
		const bodies = sandbox.clari.journal
			.filter({ route: 'queue' })
			.map(({ requestBody }) => requestBody);
		const now = new Date();
		const quarter = Math.floor(now.getMonth() / 3) + 1;
		expect(bodies).toHaveLength(2);
		expect(bodies).toContainEqual(
			expect.objectContaining({ timePeriod: `${now.getFullYear()}_Q${quarter}` }),
		);
	});

	test('waits for a free slot before it asks, when other jobs have them all', async () => {
		sandbox.clari.settings.concurrentLimit = 1;
		sandbox.clari.settings.pollsUntilDone = 1;
		const blocker = await runClari(sandbox.clari, {
			operation: 'start',
			forecastId: { __rl: true, mode: 'id', value: 'renewals' },
		});
		const blockerId = jsonOf(blocker)[0]?.jobId;
		const running = runClari(sandbox.clari);
		setTimeout(() => {
			void runClari(sandbox.clari, {
				resource: 'exportJob',
				operation: 'get',
				jobId: { __rl: true, mode: 'id', value: String(blockerId) },
			});
		}, 300);
		const result = await running;
		expect(result.error).toBeUndefined();
		expect(queued()).toHaveLength(2);
		expect(sandbox.clari.journal.filter({ route: 'queue', status: 400 })).toEqual([]);
		expect(jsonOf(result, 1)[0]?.slotWaitMs).toBeGreaterThan(300);
	});

	test('CSV: the same calls as JSON, read from formatted values', async () => {
		sandbox.clari.settings.advanceOnExport = false;
		const json = jsonOf(await runClari(sandbox.clari, { typesToExport: ['forecast'] }));
		const csv = jsonOf(
			await runClari(sandbox.clari, { typesToExport: ['forecast'], exportFormat: 'CSV' }),
		);
		const calls = (rows: typeof json) =>
			rows
				.map((row) => [row.ownerEmail, row.role, row.fieldName, row.weekStart, row.value])
				.map((call) => JSON.stringify(call))
				.sort();
		expect(calls(csv)).toEqual(calls(json));
		expect(csv[0]).toMatchObject({ currency: 'USD' });
	});

	test('output as a file keeps the bytes that Clari sent', async () => {
		const result = await runClari(sandbox.clari, { output: 'file', exportFormat: 'CSV' });
		const item = result.outputs[0]?.[0];
		const sent = queued()[0]?.file.content ?? '';
		expect(item?.json).toMatchObject({
			format: 'CSV',
			bytes: Buffer.byteLength(sent),
			truncated: false,
		});
		const file = item?.binary?.data;
		expect(Buffer.from(file?.data ?? '', 'base64').toString('utf8')).toBe(sent);
		expect(file?.mimeType).toBe('text/csv');
	});

	test('profile v1: Bearer, its own status words and addresses, flat rows', async () => {
		const result = await runClari(
			sandbox.clari,
			{ forecastId: { __rl: true, mode: 'id', value: 'company_forecast' } },
			{ credential: credentialFor(sandbox.clari, 'v1') },
		);
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)[0]).toMatchObject({ fieldId: 'forecast', type: 'forecast' });
		expect(jsonOf(result)[0]?.ownerId).toContain('@');
	});

	test('bare and wrapped jobs and lists are read alike', async () => {
		for (const wrap of [true, false]) {
			sandbox.clari.settings.wrapJob = wrap;
			sandbox.clari.settings.wrapJobList = wrap;
			expect((await runClari(sandbox.clari)).error).toBeUndefined();
		}
	});
});

describe('what is not as expected is said', () => {
	test('an empty export gives a notice that reaches the next node', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'EMPTY' });
		const result = await runClari(sandbox.clari);
		expect(jsonOf(result)).toEqual([
			{
				notice: 'empty_export',
				message: expect.stringContaining("forecast tab 'forecast'"),
				forecastId: 'forecast',
				jobId: queued()[0]?.jobId,
				rows: 0,
			},
		]);
		expect(result.hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('has no rows'),
		);
	});

	test.each([
		['fail', 1, 0],
		['nothing', 0, 0],
	])('an empty export with %s', async (ifEmpty, errors, items) => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'EMPTY' });
		const result = await runClari(sandbox.clari, { options: { ifEmpty } });
		expect(result.error === undefined ? 0 : 1).toBe(errors);
		expect(jsonOf(result)).toHaveLength(items);
	});

	test('another period than asked stops the run, names both, and can be fetched', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'WRONG_PERIOD' });
		const result = await runClari(sandbox.clari, {
			timePeriodMode: 'list',
			timePeriods: '2025_Q4',
		});
		const jobId = queued()[0]?.jobId ?? '';
		expect(result.error?.message).toContain('not of 2025_Q4');
		expect(result.error?.message).toContain(jobId);
		expect(result.error?.description).toContain('Get Result');
	});

	test('an unknown period, which Clari answers with the current quarter, stops the run too', async () => {
		const result = await runClari(sandbox.clari, {
			timePeriodMode: 'list',
			timePeriods: '2026-Q1',
		});
		expect(result.error?.message).toContain('2026_Q1');
	});

	test('a CSV of another period is noticed by the name of its file', async () => {
		const result = await runClari(sandbox.clari, {
			exportFormat: 'CSV',
			timePeriodMode: 'list',
			timePeriods: '2026-Q1',
		});
		expect(result.error?.message).toContain('not of 2026-Q1');
	});

	test('a truncated export flags its rows and hints', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'TRUNCATED_ROWS' });
		const result = await runClari(sandbox.clari);
		const rows = jsonOf(result);
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.filter(({ truncated }) => truncated !== true)).toEqual([]);
		expect(result.hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('incomplete'),
		);
	});

	test('entries whose user, field or week is in no list are not lost', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'MISSING_LOOKUPS' });
		const rows = jsonOf(await runClari(sandbox.clari));
		const file: { entries: unknown[] } = JSON.parse(queued()[0]?.file.content ?? '{}');
		expect(rows).toHaveLength(file.entries.length);
		expect(rows.filter(({ ownerName }) => ownerName === null).length).toBeGreaterThan(0);
	});
});

describe('Start and Get Result', () => {
	test('what Start queued, Get Result fetches without another export', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		expect(started).toMatchObject({ forecastId: 'forecast', format: 'JSON', timePeriod: null });
		const result = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(started?.jobId) },
		});
		expect(jsonOf(result).length).toBeGreaterThan(0);
		expect(sandbox.clari.journal.count('queue')).toBe(1);
	});

	test('after a timeout the error names the job, and Get Result resumes it', async () => {
		sandbox.clari.settings.pollsUntilDone = 10_000;
		const result = await runClari(sandbox.clari, {
			polling: { ...FAST_POLLING, timeout: 0.005 },
		});
		const jobId = queued()[0]?.jobId ?? '';
		expect(result.error?.message).toContain(`Export job ${jobId} was still`);
		expect(result.error?.description).toContain(jobId);

		const job = queued()[0];
		if (job) job.pollsUntilDone = 0;
		const resumed = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: jobId },
		});
		expect(jsonOf(resumed).length).toBeGreaterThan(0);
		expect(queued()).toHaveLength(1);
	});

	test('what Start has queued before it fails is named, also where the node goes on', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 403, skip: 1 });
		const result = await runClari(
			sandbox.clari,
			{ operation: 'start', timePeriodMode: 'list', timePeriods: '2026_Q1, 2025_Q4' },
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(result)).toEqual([
			{ error: expect.stringMatching(`\\[item 0\\]. Already queued: ${queued()[0]?.jobId}$`) },
		]);
	});

	test.each<[string, 'FAILED' | 'WRONG_PERIOD', boolean]>([
		['which failed as well, is not offered', 'FAILED', false],
		['which has a file, is', 'WRONG_PERIOD', true],
	])('after a failure the job of another period, %s', async (_, jobOutcome, isOffered) => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED' });
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome, skip: 1 });
		sandbox.clari.settings.concurrentLimit = 2;
		const { error } = await runClari(sandbox.clari, {
			timePeriodMode: 'list',
			timePeriods: '2025_Q4, 2025_Q3',
		});
		expect(queued()).toHaveLength(2);
		const named = queued().filter(({ jobId }) =>
			`${error?.message} ${error?.description}`.includes(jobId),
		);
		expect(named).toHaveLength(isOffered ? 2 : 1);
	});

	test('Get Result checks the period when one is expected', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const result = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(started?.jobId) },
			options: { expectedPeriod: '2025_Q1' },
		});
		expect(result.error?.message).toContain('not of 2025_Q1');
	});

	test('Get Result says which tab its rows are of, as Run does: two tabs have the same row keys', async () => {
		sandbox.clari.settings.advanceOnExport = false;
		const keysOf = (rows: IDataObject[]) =>
			rows.map(({ forecastId, rowKey }) => JSON.stringify([forecastId, rowKey])).sort();
		const tabs = ['forecast', 'renewals'].map((value) => ({
			forecastId: { __rl: true, mode: 'id', value },
		}));
		const run: IDataObject[] = [];
		const fetched: IDataObject[] = [];
		for (const tab of tabs) {
			const result = await runClari(sandbox.clari, tab);
			run.push(...jsonOf(result));
			const jobId = { __rl: true, mode: 'id', value: String(jsonOf(result)[0]?.jobId) };
			fetched.push(...jsonOf(await runClari(sandbox.clari, { operation: 'getResult', jobId })));
		}
		expect(keysOf(fetched)).toEqual(keysOf(run));
		expect(new Set(keysOf(fetched)).size).toBe(fetched.length);
	});

	test('Get Result says so where Clari does not tell the tab', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const job = queued()[0];
		if (job) job.fileName = 'export.json';
		const result = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(started?.jobId) },
		});
		expect(jsonOf(result)[0]).not.toHaveProperty('forecastId');
		expect(result.hints.map(({ message }) => message).join()).toContain(
			'does not say which forecast tab',
		);
	});
});

describe('the current quarter, counted by a fiscal calendar', () => {
	const COUNTED = { timePeriodMode: 'currentAndPrevious', previousQuarters: 1 };
	const FEBRUARY = { fiscalYearStart: 2, fiscalYearName: 'end' };
	let february: Sandbox;

	// Quarters are counted by the clock of this machine, so Clari's must be right as well.
	beforeEach(async () => {
		february = await startSandbox({
			clari: { organisation: { reps: 10, fiscalYearStartMonth: 2 } },
		});
	});
	afterEach(async () => await february.close());

	const hintsOf = ({ hints }: Awaited<ReturnType<typeof runClari>>) =>
		hints.map(({ message }) => message).join();

	test.each([
		['another first month', { fiscalYearStart: 8, fiscalYearName: 'end' }],
		['another year in the name', { ...FEBRUARY, fiscalYearName: 'start' }],
	])('%s than in Clari: fails, with both calendars and what to set', async (_, calendar) => {
		const result = await runClari(february.clari, { ...COUNTED, ...calendar });
		expect(jsonOf(result)).toEqual([]);
		expect(result.error?.message).toMatch(
			/Export job \S+ is of \d{4}-.+, which Clari calls \d{4}_Q\d: not of the current quarter/,
		);
		expect(result.error?.description).toContain(
			`in Clari it starts in February and is named after the calendar year it ends in. Set 'Fiscal Year Starts In' to February and 'Fiscal Year Named After' to The Calendar Year It Ends In.`,
		);
	});

	test('a CSV is checked by its weeks', async () => {
		const parameters = { ...COUNTED, ...FEBRUARY, exportFormat: 'CSV' };
		expect((await runClari(february.clari, parameters)).error).toBeUndefined();
		const wrong = await runClari(february.clari, { ...parameters, fiscalYearName: 'start' });
		expect(wrong.error?.message).toContain('not of the current quarter');
	});

	test('with the calendar of Clari it passes, and the report says so', async () => {
		const result = await runClari(february.clari, { ...COUNTED, ...FEBRUARY });
		expect(result.error).toBeUndefined();
		const passed = jsonOf(result, 1).map(({ checksPassed }) => String(checksPassed));
		expect(passed[0]).toContain('period_is_current');
		expect(passed[1]).not.toContain('period_is_current');
	});

	test('Warn passes the rows on, and the check fails in the report', async () => {
		const result = await runClari(february.clari, {
			...COUNTED,
			...FEBRUARY,
			fiscalYearName: 'start',
			options: { ifPeriodDiffers: 'warn' },
		});
		expect(jsonOf(result).length).toBeGreaterThan(0);
		expect(jsonOf(result, 1)[0]?.checksFailed).toBe('period_is_current');
		expect(hintsOf(result)).toContain('not of the current quarter');
	});
});
