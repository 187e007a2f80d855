import type { IDataObject } from 'n8n-workflow';

import type { EngineResult } from './engine';
import { jsonOf } from './engine';
import {
	AFTER,
	BASELINE,
	BEFORE,
	CHANGES,
	DATA_QUALITY,
	RememberedWorkflow,
	counts,
	diff,
	owners,
	row,
} from './forecastDiffWorkflow';

describe('other references', () => {
	test('the second input as rows', async () => {
		const result = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput: BEFORE });
		expect(owners(result)).toEqual(['ann', 'cid']);
		expect(jsonOf(result, CHANGES)[0]?.comparedWith).toEqual({ source: 'secondInput' });
	});

	test('the second input as baseline items of earlier runs: the newest counts', async () => {
		const older = jsonOf(await diff([row('ann', 1)]), BASELINE)[0] ?? {};
		const newer = jsonOf(await diff(BEFORE), BASELINE)[0] ?? {};
		const result = await diff(
			AFTER,
			{ baselineHome: 'secondInput' },
			{ secondInput: [newer, { ...older, takenAt: '2020-01-01T00:00:00.000Z' }] },
		);
		expect(owners(result)).toEqual(['ann', 'cid']);
	});

	test('baselines of several names on the second input: one must be chosen', async () => {
		const named = async (baselineName: string) =>
			jsonOf(await diff(BEFORE, { baselineName }), BASELINE)[0] ?? {};
		const secondInput = [await named('net_new'), { ...(await named('renewals')) }];
		const unclear = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput });
		expect(unclear.error?.message).toContain('net_new, renewals');
		const chosen = await diff(
			AFTER,
			{ baselineHome: 'secondInput', baselineName: 'net_new' },
			{ secondInput },
		);
		expect(owners(chosen)).toEqual(['ann', 'cid']);
	});

	test('nothing on the second input: a first run, no alert', async () => {
		const result = await diff(AFTER, { baselineHome: 'secondInput' }, { secondInput: [] });
		expect(counts(result)).toEqual([0, 0, 0, 1]);
	});

	test('a damaged baseline is refused with what to do', async () => {
		const baseline = jsonOf(await diff(BEFORE), BASELINE)[0] ?? {};
		const result = await diff(
			AFTER,
			{ baselineHome: 'secondInput' },
			{ secondInput: [{ ...baseline, token: String(baseline.token).slice(0, -20) }] },
		);
		expect(result.error?.message).toBe('The stored baseline cannot be read');
		expect(result.error?.description).toMatch(/incomplete/);
	});

	test('the previous week in the same export needs no memory at all', async () => {
		const week = (start: string, value: number) => row('ann', value, { weekStart: start });
		const staticData: IDataObject = {};
		const result = await diff(
			[week('2026-01-09', 130), week('2026-01-02', 100), week('2025-12-26', 90)],
			{ baselineHome: 'sameExport' },
			{ staticData },
		);
		expect(jsonOf(result, CHANGES)[0]).toMatchObject({
			previous: 100,
			current: 130,
			comparedWith: { source: 'sameExport', week: '2026-01-02' },
		});
		expect(staticData).toEqual({});
		expect(result.hints).toEqual([]);
	});
});

/** Lets the node believe that it is another time; n8n itself does not mind. */
function at(time: string): void {
	jest.spyOn(Date, 'now').mockReturnValue(Date.parse(time));
}

describe('states that stand still', () => {
	afterEach(() => jest.restoreAllMocks());

	const ann = (value: number) => [row('ann', value)];
	const previousOf = (result: EngineResult) =>
		jsonOf(result, CHANGES).map(({ previous, current }) => [previous, current]);

	test('start of week: compared with the state before it, and each change is told once', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'startOfWeek' });
		at('2026-01-08T08:00:00Z'); // Thursday
		await workflow.run(ann(100));
		at('2026-01-09T08:00:00Z');
		await workflow.run(ann(100));
		at('2026-01-12T08:00:00Z'); // Monday
		const monday = await workflow.run(ann(120));
		expect(previousOf(monday)).toEqual([[100, 120]]);
		expect(jsonOf(monday, CHANGES)[0]?.comparedWith).toEqual({
			source: 'memory',
			since: 'startOfWeek',
			takenAt: '2026-01-09T08:00:00.000Z',
		});
		at('2026-01-13T08:00:00Z');
		expect(previousOf(await workflow.run(ann(120)))).toEqual([]);
		at('2026-01-14T08:00:00Z');
		expect(previousOf(await workflow.run(ann(150)))).toEqual([[100, 150]]);
		at('2026-01-19T08:00:00Z'); // the next Monday
		expect(previousOf(await workflow.run(ann(150)))).toEqual([]);
		at('2026-01-20T08:00:00Z');
		expect(previousOf(await workflow.run(ann(200)))).toEqual([[150, 200]]);
	});

	test('start of week: an alert that failed comes again', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'startOfWeek' });
		at('2026-01-08T08:00:00Z');
		await workflow.run(ann(100));
		at('2026-01-12T08:00:00Z');
		expect(previousOf(await workflow.run(ann(120), 'fails later'))).toEqual([[100, 120]]);
		at('2026-01-12T09:00:00Z');
		expect(previousOf(await workflow.run(ann(120)))).toEqual([[100, 120]]);
		at('2026-01-12T10:00:00Z');
		expect(previousOf(await workflow.run(ann(120)))).toEqual([]);
	});

	test('the first day of the week, and the time zone of the workflow, say when it starts', async () => {
		const workflow = new RememberedWorkflow({
			compareWith: 'startOfWeek',
			options: { weekStart: 'sunday' },
		});
		const run = { settings: { timezone: 'America/New_York' } };
		at('2026-01-10T12:00:00Z'); // Saturday
		await workflow.run(ann(100), 'succeeds', {}, run);
		at('2026-01-11T04:59:00Z'); // still Saturday in New York
		await workflow.run(ann(120), 'succeeds', {}, run);
		at('2026-01-11T05:00:00Z'); // Sunday, midnight
		expect(previousOf(await workflow.run(ann(150), 'succeeds', {}, run))).toEqual([[120, 150]]);
	});

	test('start of quarter: by the fiscal calendar', async () => {
		const workflow = new RememberedWorkflow({
			compareWith: 'startOfQuarter',
			options: { fiscalYearStart: 2 },
		});
		at('2026-01-30T08:00:00Z');
		await workflow.run(ann(100));
		at('2026-01-31T08:00:00Z');
		await workflow.run(ann(104));
		at('2026-02-01T08:00:00Z');
		await workflow.run(ann(108));
		at('2026-04-30T08:00:00Z');
		expect(previousOf(await workflow.run(ann(120)))).toEqual([[104, 120]]);
	});

	test('a new quarter is compared with its first state, for which there is none before', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'startOfQuarter' });
		const inQ2 = (value: number) => [row('ann', value, { timePeriod: '2026_Q2' })];
		at('2026-03-30T08:00:00Z');
		await workflow.run(ann(100));
		at('2026-03-31T08:00:00Z');
		await workflow.run(ann(100));
		at('2026-04-01T08:00:00Z');
		expect(previousOf(await workflow.run(inQ2(10)))).toEqual([]);
		at('2026-04-02T08:00:00Z');
		expect(previousOf(await workflow.run(inQ2(20)))).toEqual([[10, 20]]);
		at('2026-05-02T08:00:00Z');
		expect(previousOf(await workflow.run(inQ2(40)))).toEqual([[10, 40]]);
	});

	test('other key fields start over, also the reference', async () => {
		const workflow = new RememberedWorkflow({ compareWith: 'namedBaseline', baselineName: 'plan' });
		const byEmail = { options: { keyFields: 'ownerEmail', dataQualityLevel: 'warning' } };
		await workflow.run(ann(100));
		await workflow.run(ann(100));
		const changed = await workflow.run(ann(200), 'succeeds', byEmail);
		expect(jsonOf(changed, DATA_QUALITY)).toMatchObject([{ check: 'key_columns_changed' }]);
		expect(counts(await workflow.run(ann(200), 'succeeds', byEmail))).toEqual([0, 0, 0, 1]);
		expect(previousOf(await workflow.run(ann(300), 'succeeds', byEmail))).toEqual([[200, 300]]);
	});

	test('named baseline: the first export stays, and each change is told once', async () => {
		const workflow = new RememberedWorkflow({
			compareWith: 'namedBaseline',
			baselineName: 'board plan',
		});
		await workflow.run(ann(100));
		const second = await workflow.run(ann(120));
		expect(previousOf(second)).toEqual([[100, 120]]);
		expect(jsonOf(second, CHANGES)[0]?.comparedWith).toMatchObject({
			since: 'namedBaseline',
			baseline: 'board plan',
		});
		expect(previousOf(await workflow.run(ann(120)))).toEqual([]);
		expect(previousOf(await workflow.run(ann(121)))).toEqual([]);
		expect(previousOf(await workflow.run(ann(150), 'fails later'))).toEqual([[100, 150]]);
		expect(previousOf(await workflow.run(ann(150)))).toEqual([[100, 150]]);
		expect(previousOf(await workflow.run(ann(150)))).toEqual([]);
	});

	describe('on the second input', () => {
		/** Baseline items as a table keeps them, one of each day. */
		const history = async (days: Record<string, number>) => {
			const items: IDataObject[] = [];
			for (const [day, value] of Object.entries(days)) {
				const [item] = jsonOf(await diff(ann(value)), BASELINE);
				items.push({ ...item, takenAt: `${day}T08:00:00.000Z` });
			}
			return items;
		};
		const compared = async (compareWith: string, secondInput: IDataObject[], value: number) =>
			previousOf(
				await diff(ann(value), { baselineHome: 'secondInput', compareWith }, { secondInput }),
			);

		test('the newest of before the start counts, else the oldest after it', async () => {
			at('2026-01-14T08:00:00Z');
			const days = await history({
				'2026-01-12': 40,
				'2025-12-30': 10,
				'2026-01-09': 30,
				'2026-01-08': 20,
			});
			expect(await compared('startOfWeek', days, 100)).toEqual([[30, 100]]);
			expect(await compared('startOfQuarter', days, 100)).toEqual([[10, 100]]);
			expect(await compared('namedBaseline', days, 100)).toEqual([[10, 100]]);
			expect(await compared('lastRun', days, 100)).toEqual([[40, 100]]);
			expect(await compared('lastAlert', days, 100)).toEqual([[40, 100]]);
			const sinceMonday = await history({ '2026-01-13': 60, '2026-01-12': 50 });
			expect(await compared('startOfWeek', sinceMonday, 100)).toEqual([[50, 100]]);
		});

		test('rows are compared as they are', async () => {
			const result = await diff(
				ann(150),
				{ baselineHome: 'secondInput', compareWith: 'startOfWeek' },
				{ secondInput: ann(100) },
			);
			expect(previousOf(result)).toEqual([[100, 150]]);
			expect(jsonOf(result, CHANGES)[0]?.comparedWith).toEqual({ source: 'secondInput' });
		});

		test('a node before it that failed stops the comparison', async () => {
			const result = await diff(
				ann(150),
				{ baselineHome: 'secondInput' },
				{ secondInput: [{ error: 'The table is not there.' }] },
			);
			expect(counts(result)).toEqual([0, 0, 1, 0]);
			expect(jsonOf(result, DATA_QUALITY)[0]?.message).toContain('The table is not there.');
		});
	});
});

describe('the last alert and the last run', () => {
	const values = [100, 106, 112, 118];
	const told = async (compareWith: string) => {
		const workflow = new RememberedWorkflow({ compareWith });
		const all: unknown[] = [];
		for (const value of values) {
			const result = await workflow.run([row('ann', value)]);
			all.push(...jsonOf(result, CHANGES).map(({ previous, current }) => [previous, current]));
		}
		return all;
	};

	test('small moves add up since the last alert', async () => {
		expect(await told('lastAlert')).toEqual([[100, 112]]);
	});

	test('and do not since the last run', async () => {
		expect(await told('lastRun')).toEqual([]);
	});
});

test('several weeks back in the same export', async () => {
	const week = (weekStart: string, value: number) => row('ann', value, { weekStart });
	const weeks = [week('2026-01-16', 130), week('2026-01-09', 120), week('2026-01-02', 100)];
	const result = await diff(weeks, { baselineHome: 'sameExport', weeksBack: 2 });
	expect(jsonOf(result, CHANGES)).toMatchObject([
		{ previous: 100, current: 130, comparedWith: { source: 'sameExport', week: '2026-01-02' } },
	]);
});
