import type { CompareOptions } from '../../../nodes/ForecastDiff/engine';
import { BYSTANDER, row, WEEKS } from './rows';
import { at, brief, Runs } from './runs';

const TEN: Partial<CompareOptions> = { percentThreshold: 10 };

/** Runs of one call with these values; says in which of them what was told. */
function told(values: Array<number | null>, options: Partial<CompareOptions> = TEN) {
	const runs = new Runs(options);
	return values.flatMap((value, run) =>
		brief(runs.value(value)).map(([kind, previous, current]) => [run, kind, previous, current]),
	);
}

describe('small moves, against the last alert', () => {
	test('add up until they reach the threshold, and count from there', () => {
		// 2 % of the first amount, ten times.
		const values = Array.from({ length: 11 }, (_, run) => 1000 + 20 * run);
		expect(told(values)).toEqual([
			[5, 'increased', 1000, 1100],
			// 1200 is 9.1 % above what was told.
		]);
		expect(told([...values, 1210])).toEqual([
			[5, 'increased', 1000, 1100],
			[11, 'increased', 1100, 1210],
		]);
	});

	test('are never told against the last run', () => {
		const values = Array.from({ length: 30 }, (_, run) => 1000 - 20 * run);
		expect(told(values, { ...TEN, against: 'lastRun' })).toEqual([]);
		expect(told(values).length).toBeGreaterThan(4);
	});

	test('that turn back below the threshold are never told', () => {
		expect(told([1000, 1050, 1090, 1040, 1000, 950, 910, 960, 1000])).toEqual([]);
	});

	test('say since when the amount of before was known', () => {
		const runs = new Runs(TEN);
		for (const value of [1000, 1000, 1040, 1080]) runs.value(value);
		expect(runs.value(1120).changes).toMatchObject([
			// The second run was the last one that saw 1000.
			{ previous: 1000, current: 1120, delta: 120, changePct: 12, since: at(2) },
		]);
		for (const value of [1120, 1150]) runs.value(value);
		expect(runs.value(1240).changes).toMatchObject([{ previous: 1120, since: at(6) }]);
	});

	test('are counted while they are below', () => {
		const runs = new Runs(TEN);
		runs.value(1000);
		expect(runs.value(1050).summary).toMatchObject({ belowThreshold: 1, unchanged: 1 });
		// Nothing has moved since the last run, but the readers still believe in 1000.
		expect(runs.value(1050).summary).toMatchObject({ belowThreshold: 1, unchanged: 1 });
		expect(runs.value(1000).summary).toMatchObject({ belowThreshold: 0, unchanged: 2 });
	});

	test('in money add up likewise', () => {
		const options = { percentThreshold: 0, moneyThreshold: 100 };
		expect(told([1000, 1040, 1080, 1120, 1160], options)).toEqual([[3, 'increased', 1000, 1120]]);
	});

	test('up to no call, from none and through 0', () => {
		expect(told([1000, 1050, null, 1050])).toEqual([
			[2, 'cleared', 1000, null],
			[3, 'set', null, 1050],
		]);
		expect(told([1000, 1050, 0, 1050])).toEqual([
			[2, 'to_zero', 1000, 0],
			[3, 'from_zero', 0, 1050],
		]);
		const options = { percentThreshold: 0, moneyThreshold: 100 };
		expect(told([0, 40, 80, 120, null, 40], options)).toEqual([
			[3, 'from_zero', 0, 120],
			[4, 'cleared', 120, null],
		]);
	});

	test('from another currency on count from the amount in it', () => {
		const runs = new Runs(TEN);
		const run = (value: number, currency: string | null) => runs.call({ value, currency });
		run(1000, 'USD');
		run(1050, 'USD');
		expect(run(960, 'EUR').changes).toMatchObject([
			{ kind: 'currency_changed', previous: 1000, previousCurrency: 'USD', current: 960 },
		]);
		expect(run(1000, 'EUR').changes).toEqual([]);
		expect(brief(run(1060, 'EUR'))).toEqual([['increased', 960, 1060]]);
	});

	test('a change of currency is noticed also when an export between gave none', () => {
		for (const against of ['lastAlert', 'lastRun'] as const) {
			const runs = new Runs({ against });
			runs.call({ value: 100, currency: 'USD' });
			expect(runs.call({ value: 100, currency: null }).changes).toEqual([]);
			expect(runs.call({ value: 100, currency: 'EUR' }).changes).toMatchObject([
				{ kind: 'currency_changed', previousCurrency: 'USD', currency: 'EUR' },
			]);
		}
	});

	test('while the weeks move on', () => {
		const runs = new Runs(TEN);
		const week = (number: number, value: number | null) =>
			runs.call({ value, weekStart: WEEKS[number] ?? null });
		week(0, 1000);
		week(1, 1040);
		// The new week has not been called yet: the last call stands.
		expect(week(2, null).summary).toMatchObject({ changes: 0, notComparable: 1 });
		expect(week(2, 1080).changes).toEqual([]);
		expect(week(3, 1120).changes).toMatchObject([
			{ previous: 1000, current: 1120, currentWeek: WEEKS[3], since: at(1) },
		]);
		week(3, 1150);
		expect(week(3, null).changes).toMatchObject([{ kind: 'cleared', previous: 1120 }]);
		expect(week(3, null).changes).toEqual([]);
	});

	test('of a call that goes: what was told is gone', () => {
		const runs = new Runs(TEN);
		runs.value(1000);
		runs.value(1050);
		expect(brief(runs.call(null))).toEqual([['removed', 1000, null]]);
		expect(brief(runs.value(1050))).toEqual([['added', null, 1050]]);
	});

	test('of a call that came so small that nobody was told', () => {
		const options = { percentThreshold: 0, moneyThreshold: 100 };
		const runs = new Runs(options);
		runs.call(null);
		expect(runs.value(60).changes).toEqual([]);
		expect(runs.value(90).changes).toEqual([]);
		expect(runs.value(110).changes).toMatchObject([{ previous: null, current: 110, delta: 110 }]);
	});

	test('are kept where the export says nothing in between', () => {
		const runs = new Runs(TEN);
		runs.value(1000);
		runs.value(1060);
		runs.run([BYSTANDER, row({ value: 5 }), row({ value: 6 })]);
		runs.call({ value: undefined });
		runs.run([row({ value: 1, timePeriod: '2026_Q2' })]);
		expect(brief(runs.value(1110))).toEqual([['increased', 1000, 1110]]);
	});

	test('are forgotten when the setting changes to the last run', () => {
		const runs = new Runs(TEN);
		runs.value(1000);
		runs.value(1060);
		expect(runs.value(1110, { against: 'lastRun' }).changes).toEqual([]);
	});

	test('of a rep who gets another id go on', () => {
		const runs = new Runs({ ...TEN, moneyThreshold: 5000 });
		runs.call({ value: 1000, ownerId: '1:a' });
		runs.call({ value: 1050, ownerId: '1:a' });
		// Too small a move to be told, too.
		expect(runs.call({ value: 1050, ownerId: '1:b' }).changes).toEqual([]);
		expect(runs.call({ value: 7000, ownerId: '1:b' }).changes).toMatchObject([
			{ previous: 1000, current: 7000 },
		]);
	});
});
