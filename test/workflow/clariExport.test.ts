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
		expect(sandbox.clari.journal.filter({ credentialsSeen: 'valid' })).toHaveLength(6);
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

	test('waits for a free slot when another job takes it', async () => {
		sandbox.clari.settings.concurrentLimit = 1;
		sandbox.clari.settings.pollsUntilDone = 1;
		const blocker = await runClari(sandbox.clari, { operation: 'start' });
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
		expect(sandbox.clari.journal.filter({ route: 'queue', status: 400 }).length).toBeGreaterThan(0);
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

	test('Get Result checks the period when one is expected', async () => {
		const started = jsonOf(await runClari(sandbox.clari, { operation: 'start' }))[0];
		const result = await runClari(sandbox.clari, {
			operation: 'getResult',
			jobId: { __rl: true, mode: 'id', value: String(started?.jobId) },
			options: { expectedPeriod: '2025_Q1' },
		});
		expect(result.error?.message).toContain('not of 2025_Q1');
	});
});
