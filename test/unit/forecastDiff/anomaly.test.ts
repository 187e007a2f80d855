import { MIN_SNAPSHOTS, rateChange, scoreOf } from '../../../nodes/ForecastDiff/engine/anomaly';
import type { Anomaly } from '../../../nodes/ForecastDiff/engine';
import { diff, row } from './rows';
import { Runs } from './runs';

const RULES = { swing: 20, score: 3.5 };

/** Moves by 10, by 12, by 10, … */
const STEADY = [100, 110, 122, 132, 144, 154, 166, 176];

function rate(
	history: Array<number | null>,
	value: number | null,
	changePct: number | null = 1,
): Anomaly {
	return rateChange({ changePct, movesTotal: true }, history, value, RULES);
}

describe('the score', () => {
	test('is the distance from the usual move, over the usual spread', () => {
		// Moves 10, 12, 10, 12, 10, 12, 10: median 10, deviations 0 and 2, median 0, mean 6/7.
		const spread = (1.2533 * 6) / 7;
		// 1 % of 176 is more than that.
		expect(spread).toBeLessThan(1.76);
		expect(scoreOf(STEADY, 186)).toBe(0);
		expect(scoreOf(STEADY, 186 + 17.6)).toBe(10);
		expect(scoreOf(STEADY, 186 - 17.6)).toBe(-10);
		// Not moving at all is unusual for a call that always does.
		expect(scoreOf(STEADY, 176)).toBe(-5.7);
	});

	test('takes the median absolute deviation where there is one', () => {
		const history = [1000, 1000, 1050, 1150, 1300, 1350, 1350, 1450, 1600];
		// Moves 0, 50, 100, 150, 50, 0, 100, 150: median 75, deviations 75, 25, 25, 75, 25, 75, 25, 75: median 50.
		expect(scoreOf(history, 1600 + 75 + 50 * 1.4826 * 2)).toBe(2);
	});

	test('takes the mean deviation where most moves are the same', () => {
		const history = [1000, 1000, 1000, 1000, 1000, 1000, 1000, 1400];
		// Moves: six times 0 and once 400.
		expect(scoreOf(history, 1400 + ((1.2533 * 400) / 7) * 3)).toBe(3);
	});

	test('counts 1 % as usual for a call that has never moved', () => {
		const history = Array.from({ length: MIN_SNAPSHOTS }, () => 1000);
		expect(scoreOf(history, 1000)).toBe(0);
		expect(scoreOf(history, 1030)).toBe(3);
		expect(scoreOf(history, 970)).toBe(-3);
	});

	test('has an end', () => {
		const history = Array.from({ length: MIN_SNAPSHOTS }, () => 0);
		expect(scoreOf(history, 1)).toBe(999);
		expect(scoreOf(history, -1)).toBe(-999);
		expect(scoreOf(STEADY, 1e9)).toBe(999);
	});

	test('needs enough snapshots, and moves between them', () => {
		expect(scoreOf(STEADY.slice(1), 200)).toBeNull();
		expect(scoreOf([...STEADY.slice(1), null], 200)).toBeNull();
		expect(scoreOf([100, null, ...STEADY.slice(2)], 200)).toBeNull();
		// With as many moves as that, a gap does no harm.
		expect(scoreOf([1, null, ...STEADY], 186)).toBe(0);
		expect(scoreOf([...STEADY, null], 186)).toBeNull();
	});
});

describe('the state', () => {
	test.each([
		[19.9, 'not_enough_history', []],
		[-19.9, 'not_enough_history', []],
		[20, 'anomaly', ['swing']],
		[-20, 'anomaly', ['swing']],
	])('without history, %p %%: %s', (changePct, state, rules) => {
		expect(rate([100], 120, changePct)).toEqual({ state, rules, score: null, snapshots: 1 });
	});

	test('with history', () => {
		expect(rate(STEADY, 186)).toEqual({ state: 'normal', rules: [], score: 0, snapshots: 8 });
		expect(rate(STEADY, 186 + 6.16)).toMatchObject({
			state: 'anomaly',
			rules: ['score'],
			score: 3.5,
		});
		expect(rate(STEADY, 186 + 6)).toMatchObject({ state: 'normal', score: 3.4 });
		expect(rate(STEADY, 100, -43.2)).toMatchObject({ state: 'anomaly', rules: ['swing', 'score'] });
	});

	test('of what has no percentage is a swing when the total moves', () => {
		expect(rate([], 100, null)).toMatchObject({ state: 'anomaly', rules: ['swing'] });
		expect(
			rateChange({ changePct: null, movesTotal: false }, STEADY, 176, { ...RULES, score: 9 }),
		).toMatchObject({ state: 'normal', rules: [] });
	});

	test('of a cleared call has no score', () => {
		expect(rate(STEADY, null, null)).toMatchObject({ score: null, state: 'anomaly', snapshots: 8 });
	});
});

describe('in a comparison', () => {
	test('the baseline remembers the values of earlier runs', () => {
		const runs = new Runs({ swingPercent: 50 });
		const states = STEADY.map((value) => runs.value(value).changes[0]?.anomaly.state);
		expect(states).toEqual([undefined, ...Array.from({ length: 7 }, () => 'not_enough_history')]);
		const { changes, summary } = runs.value(200);
		expect(changes).toMatchObject([
			{ severity: 'high', anomaly: { state: 'anomaly', rules: ['score'], snapshots: 8 } },
		]);
		expect(summary).toMatchObject({ anomalies: 1, high: 1 });
		expect(runs.value(210).changes).toMatchObject([
			{ severity: 'medium', anomaly: { state: 'normal', snapshots: 9 } },
		]);
	});

	test('what was told changes nothing about the history', () => {
		const runs = new Runs({ percentThreshold: 90, swingPercent: 500 });
		for (const value of STEADY) runs.value(value);
		expect(runs.value(200).changes).toMatchObject([
			// 24 up from the run before, but 100 % from what was told.
			{ previous: 100, current: 200, anomaly: { score: 8, snapshots: 8 } },
		]);
	});

	test('as many values are kept as wanted', () => {
		const snapshots = (keepHistory: number) => {
			const runs = new Runs({ keepHistory });
			for (let value = 1; value <= 30; value++) runs.value(value);
			const [entry] = [...(runs.snapshot?.entries.values() ?? [])].filter(
				({ owner }) => owner.ownerName === 'Robin Example',
			);
			return [entry?.history?.length ?? 0, entry?.history?.at(-1) ?? null];
		};
		expect(snapshots(0)).toEqual([0, null]);
		expect(snapshots(5)).toEqual([5, 29]);
		expect(snapshots(20)).toEqual([20, 29]);
	});

	test('the earlier weeks of the export are a history, where there is no other', () => {
		const week = (number: number) => `2026-0${1 + Math.floor(number / 4)}-0${1 + (number % 4) * 2}`;
		const weeks = [...STEADY, 200].map((value, number) => row({ value, weekStart: week(number) }));
		const before = weeks.slice(-2, -1);
		for (const rows of [weeks, [...weeks].reverse()]) {
			expect(diff(before, rows).changes).toMatchObject([
				{ previous: 176, current: 200, anomaly: { state: 'anomaly', score: 8, snapshots: 8 } },
			]);
		}
		// Weeks that contradict themselves tell nothing; no call is a part of the history.
		const odd = [
			row({ value: 5, weekStart: '2025-12-01' }),
			row({ value: 9, weekStart: '2025-12-01' }),
		];
		for (const rows of [
			[...odd, ...weeks],
			[...weeks, ...[...odd].reverse()],
		]) {
			expect(diff(before, rows).changes).toMatchObject([{ anomaly: { score: 8, snapshots: 8 } }]);
		}
		const none = row({ value: null, weekStart: '2025-12-01' });
		expect(diff(before, [none, ...weeks]).changes).toMatchObject([{ anomaly: { snapshots: 9 } }]);
	});

	test.each([
		[{ swingPercent: 5 }, 'high'],
		[{ swingPercent: 6 }, 'medium'],
	])('the limits are settings: %p', (options, severity) => {
		expect(diff([row({ value: 100 })], [row({ value: 105 })], options).changes).toMatchObject([
			{ severity },
		]);
	});
});
