import type { CompareOptions } from '../../../nodes/ForecastDiff/engine';
import { thresholdsFor } from '../../../nodes/ForecastDiff/engine/thresholds';
import type { Thresholds } from '../../../nodes/ForecastDiff/engine/thresholds';
import { changesOf, diff, row } from './rows';

const told = (before: number | null, after: number | null, options: Partial<CompareOptions>) =>
	changesOf({ value: before }, { value: after }, options).length === 1;

describe('thresholds', () => {
	test.each([
		// percent, money, both, either; of 1000 to 1100, which is 10 % and 100
		[0, 0, true, true],
		[10, 0, true, true],
		[10.1, 0, false, false],
		[0, 100, true, true],
		[0, 101, false, false],
		[10, 100, true, true],
		[10, 101, false, true],
		[11, 100, false, true],
		[11, 101, false, false],
	])('%p %% and %p: both %p, either %p', (percentThreshold, moneyThreshold, both, either) => {
		const limits = { percentThreshold, moneyThreshold };
		expect(told(1000, 1100, limits)).toBe(both);
		expect(told(1000, 1100, { ...limits, thresholdMode: 'both' })).toBe(both);
		expect(told(1000, 1100, { ...limits, thresholdMode: 'either' })).toBe(either);
		expect(told(-1000, -1100, { ...limits, thresholdMode: 'either' })).toBe(either);
		expect(told(1000, 900, limits)).toBe(both);
	});

	test.each([
		[0, 50],
		[null, 50],
		[50, null],
	])('what has no percentage (%p to %p) is held back by money only', (before, after) => {
		for (const thresholdMode of ['both', 'either'] as const) {
			expect(told(before, after, { percentThreshold: 900, thresholdMode })).toBe(true);
			expect(told(before, after, { percentThreshold: 1, moneyThreshold: 51, thresholdMode })).toBe(
				false,
			);
			expect(
				told(before, after, { percentThreshold: 900, moneyThreshold: 50, thresholdMode }),
			).toBe(true);
		}
	});

	test('between no call and 0 nothing moves: money holds it back, 0 does not', () => {
		expect(told(null, 0, { percentThreshold: 50 })).toBe(true);
		expect(told(null, 0, { moneyThreshold: 1 })).toBe(false);
	});

	test.each([
		[50, 40, 50, true],
		[40, 50, 50, true],
		[-50, 40, 50, true],
		[49, 49, 50, false],
		[0, 0, 0, false],
		[0, 1, 0, true],
	])('a change of currency counts by the larger amount: %p to %p by %p: %p', (...of) => {
		const [before, after, moneyThreshold, isTold] = of;
		for (const thresholdMode of ['both', 'either'] as const) {
			const limits = { percentThreshold: 99, moneyThreshold, thresholdMode };
			const changes = changesOf(
				{ value: before, currency: 'USD' },
				{ value: after, currency: 'EUR' },
				limits,
			);
			expect(changes.length === 1).toBe(isTold);
		}
	});

	test('that are not reached are counted', () => {
		const { summary } = diff([row({ value: 1000 })], [row({ value: 1050 })], {
			percentThreshold: 10,
		});
		expect(summary).toMatchObject({ changes: 0, belowThreshold: 1, unchanged: 0, compared: 1 });
	});
});

describe('rules', () => {
	const thresholds: Thresholds = {
		percent: 10,
		money: 20,
		mode: 'both',
		rules: [
			{ field: ' FC_commit ', level: 'manager', percent: 1, money: 1 },
			{ field: 'commit', percent: 2, money: 2 },
			{ level: 'manager', percent: 3, money: 3 },
			{ field: 'Commit', percent: 4, money: 4 },
			{ field: '', level: 'rep', percent: 5, money: 5 },
		],
	};
	const field = (fieldId: string | null, fieldName: string | null) => ({
		fieldId,
		fieldName,
		type: 'forecast',
	});

	test.each([
		['fc_commit', 'Commit', 'manager', 1],
		['fc_commit', 'Commit', 'rep', 2],
		['COMMIT', null, 'manager', 2],
		[null, 'commit', 'rep', 2],
		['best', 'Best Case', 'manager', 3],
		['best', 'Best Case', 'rep', 5],
		[null, null, 'rep', 5],
	] as const)('%p, %p of a %s: number %i', (fieldId, fieldName, level, percent) => {
		expect(thresholdsFor(field(fieldId, fieldName), level, thresholds).percent).toBe(percent);
	});

	test('that fit none leave the general ones', () => {
		const rules = [{ field: 'best', percent: 1, money: 1 }];
		expect(thresholdsFor(field('x', 'y'), 'rep', { ...thresholds, rules })).toMatchObject({
			percent: 10,
			money: 20,
		});
		expect(thresholdsFor(field(null, null), 'rep', { ...thresholds, rules })).toMatchObject({
			percent: 10,
		});
	});

	test.each([undefined, '', '  '])('of no field (%p) are of every field', (name) => {
		const rules = [{ ...(name !== undefined && { field: name }), percent: 7, money: 7 }];
		expect(thresholdsFor(field('x', 'y'), 'rep', { ...thresholds, rules }).percent).toBe(7);
	});

	test('decide in a comparison, by field and level', () => {
		const calls = (value: number) => [
			row({ ownerId: 'boss', ownerEmail: null, role: 'West Manager', parentRole: null, value }),
			row({ ownerId: 'rep', ownerEmail: null, value }),
			row({ ownerId: 'rep', ownerEmail: null, fieldId: 'quota', value }),
		];
		const ids = (options: Partial<CompareOptions>) =>
			diff(calls(1000), calls(1050), options)
				.changes.map(({ ownerId, fieldId }) => `${ownerId} ${fieldId}`)
				.sort();
		expect(ids({ percentThreshold: 10 })).toEqual([]);
		expect(
			ids({ percentThreshold: 10, thresholdRules: [{ field: 'QUOTA', percent: 5, money: 0 }] }),
		).toEqual(['rep quota']);
		expect(
			ids({
				percentThreshold: 0,
				thresholdRules: [
					{ level: 'manager', percent: 6, money: 0 },
					{ field: 'quota', percent: 0, money: 51 },
				],
			}),
		).toEqual(['rep fc_commit']);
		expect(
			ids({
				percentThreshold: 10,
				moneyThreshold: 10,
				thresholdMode: 'either',
				thresholdRules: [{ field: 'quota', percent: 10, money: 60 }],
			}),
		).toEqual(['boss fc_commit', 'rep fc_commit']);
	});

	test.each([NaN, -1, Infinity])('of %p are refused', (wrong) => {
		for (const rule of [
			{ percent: wrong, money: 0 },
			{ percent: 0, money: wrong },
		]) {
			expect(() => diff([row()], [row()], { thresholdRules: [rule] })).toThrow(/threshold rule/);
		}
	});
});
