import { Clari } from '../../nodes/Clari/Clari.node';
import { monthOfReports } from '../render/exportReports';
import type { EngineRun } from './engine';
import { jsonOf, runNode } from './engine';

const MINUTES = (ago: number) => new Date(Date.now() - ago * 60_000).toISOString();

afterEach(() => jest.restoreAllMocks());

/** Runs an operation on reports, without a credential. */
async function run(operation: string, over: Partial<EngineRun> = {}) {
	const { parameters, ...rest } = over;
	return await runNode({
		type: 'clari',
		parameters: { resource: 'report', operation, options: {}, ...parameters },
		...rest,
	});
}

const stored = (minutesAgo: number, rows: number | null, outcome = 'completed') => ({
	reportId: `r${minutesAgo}`,
	export: 'forecast',
	forecastId: 'forecast',
	timePeriod: '2026_Q1',
	jobId: `job-${minutesAgo}`,
	outcome,
	finishedAt: MINUTES(minutesAgo),
	rows,
});

test('reports need no credential', () => {
	const [credential] = new Clari().description.credentials ?? [];
	expect(credential?.displayOptions).toEqual({ hide: { resource: ['report'] } });
});

describe('Report: Create Dashboard', () => {
	test('makes one item with the page and its figures, of all items', async () => {
		const input = monthOfReports(Date.now());
		const settings = { timezone: 'UTC' };
		const result = await run('createDashboard', { input, settings });
		expect(result.error).toBeUndefined();
		expect(result.outputs).toHaveLength(1);
		const [dashboard, ...more] = jsonOf(result);
		expect(more).toEqual([]);
		expect(dashboard).toMatchObject({
			title: 'Clari export health',
			// One job timed out and was fetched later: it is one export, and it has completed.
			runs: input.length - 1,
			failed: 3,
			fetchedLater: 1,
			timeZone: 'UTC',
			quota: { total: 1_000 },
		});
		expect(String(dashboard?.html)).toMatch(/^<!DOCTYPE html>[^]*<\/html>\n$/);
		expect(result.outputs[0]?.[0]?.pairedItem).toEqual({ item: 0 });
		expect(result.hints).toEqual([]);
	});

	test('reads days and clock of the time zone that is set, and of the workflow otherwise', async () => {
		const settings = { timezone: 'Asia/Tokyo' };
		const [ofWorkflow] = jsonOf(await run('createDashboard', { settings }));
		expect(ofWorkflow?.timeZone).toBe('Asia/Tokyo');
		const parameters = { days: 1, options: { timeZone: 'America/New_York', title: 'EMEA' } };
		const [ofOption] = jsonOf(await run('createDashboard', { settings, parameters }));
		expect(ofOption).toMatchObject({ timeZone: 'America/New_York', title: 'EMEA' });
		expect(ofOption?.days).toHaveLength(1);
	});

	test('says that nothing has reported when the table is empty', async () => {
		const [dashboard] = jsonOf(await run('createDashboard', { input: [{}] }));
		expect(dashboard).toMatchObject({ runs: 0, completionRate: null });
		expect(String(dashboard?.html)).toContain('No export has reported in these days');
	});

	test('says which items were no reports', async () => {
		const input = [stored(10, 5), { name: 'x' }];
		const { hints, outputs } = await run('createDashboard', { input });
		expect(outputs[0]?.[0]?.json.runs).toBe(1);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringContaining('1 of 2 input items are no reports of exports'),
		]);
	});

	test.each([
		[{ days: 0 }, "'Days' is 0, which is not between 1 and 366 [item 0]"],
		[{ options: { timeZone: 'Mars' } }, "There is no time zone 'Mars' [item 0]"],
	])('refuses %p', async (parameters, message) => {
		const { error } = await run('createDashboard', { parameters });
		expect(error?.message).toBe(message);
		expect(error?.description).toBeTruthy();
		const goesOn = await run('createDashboard', { parameters, onError: 'continueRegularOutput' });
		expect(jsonOf(goesOn)).toMatchObject([{ error: message }]);
	});
});

describe('Report: Reconcile', () => {
	const DAY = 24 * 60;

	test('gives one flat item for each tab and quarter, of all items', async () => {
		const input = [
			stored(DAY + 60, 100),
			stored(60, 90),
			{ ...stored(DAY + 90, 40), forecastId: 'emea' },
		];
		const result = await run('reconcile', { input, parameters: { tolerance: 5 } });
		expect(jsonOf(result)).toEqual([
			expect.objectContaining({
				subject: 'emea',
				status: 'missing',
				needsAttention: true,
				expectedRows: 40,
				expectedJobId: `job-${DAY + 90}`,
				exportJobId: null,
			}),
			expect.objectContaining({
				subject: 'forecast',
				timePeriod: '2026_Q1',
				status: 'mismatch',
				needsAttention: true,
				exportedRows: 90,
				expectedRows: 100,
				difference: -10,
				differencePct: -10,
				exportJobId: 'job-60',
				expectedJobId: `job-${DAY + 60}`,
			}),
		]);
		for (const item of jsonOf(result)) {
			expect(
				Object.values(item).every((value) => typeof value !== 'object' || value === null),
			).toBe(true);
		}
	});

	test('takes rows that are set, and more hours', async () => {
		const parameters = {
			hours: 48,
			tolerance: 0,
			options: { expectedRows: { tab: [{ forecastId: 'forecast', rows: 90 }] } },
		};
		const input = [stored(DAY + 60, 100), stored(60, 90)];
		expect(jsonOf(await run('reconcile', { input, parameters }))).toMatchObject([
			{ status: 'match', expectedRows: 90, expectedJobId: null },
		]);
		expect(
			jsonOf(await run('reconcile', { input, parameters: { ...parameters, options: {} } })),
		).toMatchObject([{ status: 'first', expectedRows: null }]);
	});

	test.each([
		['spring, when a day has 23 hours', '2026-03-29T07:45:00+02:00', '2026-03-28T07:50:00+01:00'],
		['autumn, when it has 25', '2026-10-25T07:45:00+01:00', '2026-10-24T07:50:00+02:00'],
	])('a day is one by the calendar, also in %s', async (_, now, finishedAt) => {
		jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
		const settings = { timezone: 'Europe/Berlin' };
		// Since the last check, five minutes after it.
		const input = [{ ...stored(0, 100), finishedAt }];
		expect(jsonOf(await run('reconcile', { input, settings }))).toMatchObject([
			{ status: 'first', exportedRows: 100 },
		]);
		const before = new Date(Date.parse(finishedAt) - 10 * 60_000).toISOString();
		const early = [{ ...stored(0, 100), finishedAt: before }];
		expect(jsonOf(await run('reconcile', { input: early, settings }))).toMatchObject([
			{ status: 'missing' },
		]);
	});

	test('an empty table is told as missing', async () => {
		expect(jsonOf(await run('reconcile', { input: [{}] }))).toMatchObject([
			{ subject: null, status: 'missing', needsAttention: true },
		]);
	});

	test('refuses a tolerance that is none', async () => {
		const { error } = await run('reconcile', { parameters: { tolerance: 101 } });
		expect(error?.message).toBe(
			"'Tolerance in Percent' is 101, which is not between 0 and 100 [item 0]",
		);
	});
});
