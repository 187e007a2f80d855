import { compareForecasts, compareWithEarlierWeek } from '../../../nodes/ForecastDiff/engine';
import type { ForecastDiff } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { checksOf, DETECTED_AT, diff, looseRow, row, WEEKS } from './rows';

/** One call, with a value per week; a week that is not named has no row. */
function weeks(values: Array<number | null | 'absent' | 'no row'>): ForecastRow[] {
	return values.flatMap((value, week) => {
		if (value === 'no row') return [];
		return [row({ weekStart: WEEKS[week], value: value === 'absent' ? undefined : value })];
	});
}

function kinds({ changes }: ForecastDiff): Array<[string, number | null, number | null]> {
	return changes.map(({ kind, previous, current }) => [kind, previous, current]);
}

const WITH_ZERO_THRESHOLD = { detectedAt: DETECTED_AT, percentThreshold: 0 };

describe('the newest week with an amount speaks for the call', () => {
	test('in any order of the rows', () => {
		const rows = weeks([90, 100, null, null]);
		for (const current of [rows, [...rows].reverse()]) {
			const { nextBaseline } = diff([], current);
			expect([...(nextBaseline?.entries.values() ?? [])]).toMatchObject([
				{ value: 100, week: WEEKS[1] },
			]);
		}
	});

	test('a new week restates the call; it is no new call', () => {
		const { changes, summary } = diff(weeks([100]), weeks([100, 110]));
		expect(changes).toMatchObject([
			{ kind: 'increased', previousWeek: WEEKS[0], currentWeek: WEEKS[1] },
		]);
		expect(summary.added).toBe(0);
	});

	test('rows without weeks are one week', () => {
		expect(
			kinds(diff([row({ weekStart: null })], [row({ weekStart: undefined, value: 1 })])),
		).toEqual([['decreased', 100_000, 1]]);
		expect(
			kinds(diff([row({ weekStart: null })], [row({ weekStart: null, value: null })])),
		).toEqual([['cleared', 100_000, null]]);
		expect(kinds(diff([row({ weekStart: null })], [row({ value: null })]))).toEqual([
			['cleared', 100_000, null],
		]);
	});

	test.each(['2026-01-02T00:00:00.000Z', new Date('2026-01-02')])(
		'a day that comes as %p is a day',
		(weekStart) => {
			const { nextBaseline } = diff([], [looseRow({ weekStart })]);
			expect([...(nextBaseline?.entries.values() ?? [])]).toMatchObject([{ week: WEEKS[0] }]);
		},
	);
});

describe('a cleared call', () => {
	test('does not go back to last week’s amount', () => {
		expect(kinds(diff(weeks([90, 100]), weeks([90, null])))).toEqual([['cleared', 100, null]]);
		expect(kinds(diff(weeks([90, 100]), weeks([90, 'no row', null])))).toEqual([
			['cleared', 100, null],
		]);
	});

	test('names the week that is null now', () => {
		expect(diff(weeks([90, 100]), weeks([90, null])).changes).toMatchObject([
			{ previousWeek: WEEKS[1], currentWeek: WEEKS[1] },
		]);
	});

	test('stays cleared and is raised once, also when the next week begins', () => {
		const cleared = diff(weeks([90, 100]), weeks([90, null]));
		const again = compareForecasts(cleared.nextBaseline, weeks([90, null]), WITH_ZERO_THRESHOLD);
		expect(again.summary).toMatchObject({ changes: 0, unchanged: 1 });
		const later = compareForecasts(
			again.nextBaseline,
			weeks([90, null, null]),
			WITH_ZERO_THRESHOLD,
		);
		expect(later.summary).toMatchObject({ changes: 0, unchanged: 1 });
		const set = compareForecasts(later.nextBaseline, weeks([90, null, 120]), WITH_ZERO_THRESHOLD);
		expect(kinds(set)).toEqual([['set', null, 120]]);
	});

	test('is found among several weeks of null, in any order of the rows', () => {
		for (const current of [weeks([90, null, null]), weeks(['no row', null, null, null])]) {
			for (const rows of [current, [...current].reverse()]) {
				expect(kinds(diff(weeks([90, 100]), rows))).toEqual([['cleared', 100, null]]);
			}
		}
		for (const rows of [weeks([90, null, null]), weeks([90, null, null]).reverse()]) {
			expect(diff(weeks([90, 95, 100]), rows).changes).toMatchObject([
				{ kind: 'cleared', currentWeek: WEEKS[2] },
			]);
		}
	});

	test('without earlier weeks in the export', () => {
		expect(kinds(diff(weeks(['no row', 100]), weeks(['no row', null])))).toEqual([
			['cleared', 100, null],
		]);
	});

	test('null in weeks to come is not cleared', () => {
		expect(diff(weeks([90, 100]), weeks([90, 100, null, null])).summary).toMatchObject({
			changes: 0,
			unchanged: 1,
		});
	});
});

describe('a week that nobody has called yet', () => {
	test('is no cleared call, with or without the earlier weeks in the export', () => {
		const withHistory = diff(weeks([100]), weeks([100, null]));
		expect(withHistory.summary).toMatchObject({ changes: 0, unchanged: 1 });
		const currentWeekOnly = diff(weeks([100]), weeks(['no row', null]));
		expect(currentWeekOnly.summary).toMatchObject({ changes: 0, notComparable: 1 });
		const stillNone = diff(weeks([null]), weeks(['no row', null]));
		expect(stillNone.summary).toMatchObject({ unchanged: 1, notComparable: 0 });
		for (const { nextBaseline } of [withHistory, currentWeekOnly]) {
			const next = compareForecasts(nextBaseline, weeks(['no row', 130]), WITH_ZERO_THRESHOLD);
			expect(kinds(next)).toEqual([['increased', 100, 130]]);
		}
	});
});

describe('an absent amount is neither null nor 0', () => {
	test('nothing is said about the call, and its baseline stays', () => {
		const silent = diff(weeks([100]), weeks(['absent']));
		expect(silent.summary).toMatchObject({ changes: 0, notComparable: 1, removed: 0 });
		expect([...(silent.nextBaseline?.entries.values() ?? [])]).toMatchObject([{ value: 100 }]);
		const back = compareForecasts(silent.nextBaseline, weeks([150]), WITH_ZERO_THRESHOLD);
		expect(kinds(back)).toEqual([['increased', 100, 150]]);
	});

	test('in several weeks neither, in any order of the rows', () => {
		for (const rows of [
			weeks([90, 'absent', 'absent']),
			weeks([90, 'absent', 'absent']).reverse(),
		]) {
			expect(diff(weeks([90, 95, 100]), rows).summary).toMatchObject({ notComparable: 1 });
		}
	});

	test('in the baseline’s week does not bring last week’s amount back', () => {
		expect(diff(weeks([90, 100]), weeks([90, 'absent'])).summary).toMatchObject({
			changes: 0,
			notComparable: 1,
		});
	});

	test('to null is no change, and null becomes the baseline', () => {
		const { summary, nextBaseline } = diff(weeks(['absent']), weeks([null]));
		expect(summary).toMatchObject({ changes: 0, notComparable: 1 });
		expect([...(nextBaseline?.entries.values() ?? [])]).toMatchObject([{ value: null }]);
	});
});

describe('an older export', () => {
	test('is not compared: its amounts would pass for the newest', () => {
		const result = diff(weeks([90, 100]), weeks([90]));
		expect(kinds(result)).toEqual([]);
		expect(result.nextBaseline).toBeNull();
		expect(result.dataQuality).toMatchObject([
			{ check: 'stale_export', severity: 'critical', details: { periods: ['2026_Q1'] } },
		]);
	});
});

describe('the previous week of the same export', () => {
	const compare = (rows: ForecastRow[]) => compareWithEarlierWeek(rows, WITH_ZERO_THRESHOLD);

	test('is the newest earlier week with an amount', () => {
		const { changes, nextBaseline, summary } = compare(weeks([80, 90, 100, null]));
		expect(changes).toMatchObject([
			{
				kind: 'increased',
				previous: 90,
				current: 100,
				previousWeek: WEEKS[1],
				currentWeek: WEEKS[2],
				comparedWith: { source: 'sameExport', week: WEEKS[1] },
			},
		]);
		expect(summary.comparedWith).toEqual({ source: 'sameExport', week: WEEKS[1] });
		expect(nextBaseline).toBeNull();
	});

	test('is the same in any order of the rows', () => {
		const [reversed] = compare(weeks([80, 90, 100]).reverse()).changes;
		expect(reversed?.comparedWith.week).toBe(WEEKS[1]);
	});

	test('a call that was not made again keeps its amount', () => {
		const other = weeks([10, 20, 30]).map((call) => ({ ...call, ownerId: 'other' }));
		const { summary } = compare([...weeks([80, 90, null]), ...other]);
		expect(summary).toMatchObject({ changes: 1, unchanged: 1, cleared: 0, removed: 0 });
	});

	test('a call that was made for the first time is set, one without an earlier row is added', () => {
		const other = weeks([10, 20]).map((call) => ({ ...call, ownerId: 'other' }));
		expect(kinds(compare([...weeks([null, 90]), ...other]))).toContainEqual(['set', null, 90]);
		expect(kinds(compare([...weeks(['no row', 90]), ...other]))).toContainEqual([
			'added',
			null,
			90,
		]);
	});

	test('each period has its own weeks', () => {
		const next = weeks([1, 2, 3]).map((call) => ({ ...call, timePeriod: '2026_Q2' }));
		const { changes, summary } = compare([...weeks([80, 90]), ...next]);
		expect(changes.map(({ timePeriod, comparedWith }) => [timePeriod, comparedWith.week])).toEqual([
			['2026_Q1', WEEKS[0]],
			['2026_Q2', WEEKS[1]],
		]);
		expect(summary.comparedWith).toEqual({ source: 'sameExport' });
	});

	test('a period with one week of amounts is said to have nothing to compare', () => {
		const next = weeks([null, 3]).map((call) => ({ ...call, timePeriod: '2026_Q2' }));
		const both = compare([...weeks([80, 90]), ...next]);
		expect(both.summary).toMatchObject({ changes: 1, newPeriods: [], gonePeriods: [] });
		expect(both.dataQuality).toMatchObject([
			{ check: 'single_week', severity: 'info', details: { periods: ['2026_Q2'] } },
		]);
		const alone = compare(next);
		expect(checksOf(alone)).toEqual(['single_week']);
		expect(alone.summary).toMatchObject({ changes: 0, comparedWith: null, blocked: false });
	});

	test('contradictory rows in the older week keep the call out', () => {
		const { summary } = compare([...weeks([80, 100]), row({ weekStart: WEEKS[0], value: 81 })]);
		expect(summary).toMatchObject({ changes: 0, leftOut: 1 });
	});

	test('a contradicted amount makes its week the newest', () => {
		const contradicted = [row({ weekStart: WEEKS[1], value: null }), ...weeks(['no row', 7])];
		for (const rows of [contradicted, [...contradicted].reverse()]) {
			expect(compare([...weeks([80]), ...rows]).summary).toMatchObject({
				changes: 0,
				leftOut: 1,
				comparedWith: { week: WEEKS[0] },
			});
		}
	});

	test('an empty export is blocked', () => {
		expect(checksOf(compare([]))).toEqual(['empty_export']);
	});
});
