import type { Change } from '../../../nodes/ForecastDiff/engine';
import { BYSTANDER, changesOf, DETECTED_AT, diff, row, WEEKS } from './rows';

describe('a change', () => {
	test('says everything about the call', () => {
		const [change, ...others] = diff(
			[row({ value: 125_000 })],
			[row({ value: 150_000, weekStart: WEEKS[1] })],
			{ comparedWith: { source: 'memory', takenAt: '2026-01-08T08:00:00.000Z' } },
		).changes;
		const expected: Change = {
			kind: 'increased',
			direction: 'up',
			ownerId: '4101:role',
			ownerName: 'Robin Example',
			ownerEmail: 'robin@example.com',
			role: 'Account Executive West',
			parentRole: 'West Manager',
			fieldId: 'fc_commit',
			fieldName: 'Commit',
			type: 'forecast',
			timePeriod: '2026_Q1',
			previous: 125_000,
			current: 150_000,
			delta: 25_000,
			changePct: 20,
			currency: 'USD',
			previousWeek: WEEKS[0],
			currentWeek: WEEKS[1],
			severity: 'high',
			reason: 'unknown',
			since: '2026-01-08T08:00:00.000Z',
			level: 'rep',
			anomaly: { state: 'anomaly', rules: ['swing'], score: null, snapshots: 1 },
			comparedWith: { source: 'memory', takenAt: '2026-01-08T08:00:00.000Z' },
			detectedAt: DETECTED_AT,
			key: '4101:role|fc_commit|2026_Q1|forecast',
		};
		expect(change).toEqual(expected);
		expect(others).toEqual([]);
	});

	test('carries the newest names', () => {
		const [change] = changesOf({ ownerName: 'Robin E.' }, { ownerName: 'Robin Example', value: 1 });
		expect(change?.ownerName).toBe('Robin Example');
	});

	test.each([
		[100, 110, 'increased', 10, 10, 'up'],
		[100, 90, 'decreased', -10, -10, 'down'],
		[-50, -75, 'decreased', -25, -50, 'down'],
		[-50, 25, 'increased', 75, 150, 'up'],
		[50, -25, 'decreased', -75, -150, 'down'],
		[-50, 0, 'to_zero', 50, 100, 'up'],
		[0, -50, 'from_zero', -50, null, 'down'],
		[3, 4, 'increased', 1, 33.3, 'up'],
		[3, 2, 'decreased', -1, -33.3, 'down'],
		[125_000, 150_000.1, 'increased', 25_000.1, 20, 'up'],
		[1e9, 1e9 + 10.1, 'increased', 10.1, 0, 'up'],
		[1e-12, 2e-12, 'increased', 1e-12, 100, 'up'],
	] as const)('%d to %d', (previous, current, kind, delta, changePct, direction) => {
		expect(changesOf({ value: previous }, { value: current })).toMatchObject([
			{ kind, previous, current, delta, changePct, direction },
		]);
	});

	test.each([
		[null, 5, 'set', 5, 'up'],
		[5, null, 'cleared', -5, 'down'],
		[-5, null, 'cleared', 5, 'up'],
	] as const)('%p to %p moves the total, but has no percentage', (from, to, kind, delta, way) => {
		expect(changesOf({ value: from }, { value: to })).toMatchObject([
			{ kind, delta, direction: way, changePct: null, severity: 'high' },
		]);
	});

	test.each([
		[0, -0],
		[null, null],
		[1e9, 1e9 + 0.5],
	])('%p and %p are the same', (previous, current) => {
		const { summary } = diff([row({ value: previous })], [row({ value: current })]);
		expect(summary).toMatchObject({ changes: 0, belowThreshold: 0, unchanged: 1 });
	});

	test('there is no minus zero', () => {
		const { nextBaseline } = diff([], [row({ value: -0 })]);
		expect([...(nextBaseline?.entries.values() ?? [])].map(({ value }) => value)).toEqual([0]);
	});

	test('a difference beyond the tolerance is one', () => {
		expect(changesOf({ value: 1e6 }, { value: 1e6 + 0.01 })).toMatchObject([{ delta: 0.01 }]);
	});

	test.each([
		[100, 119.9, 'medium'],
		[100, 120, 'high'],
		[100, 80, 'high'],
		[100, 80.1, 'medium'],
		[0, 1, 'high'],
		[0, null, 'medium'],
	])('%p to %p is of severity %s', (previous, current, severity) => {
		expect(changesOf({ value: previous }, { value: current })).toMatchObject([{ severity }]);
	});
});

describe('keys that come and go without an amount', () => {
	test.each([null, undefined])('%p is nothing to tell', (value) => {
		const silent = row({ value });
		expect(diff([BYSTANDER], [BYSTANDER, silent]).summary).toMatchObject({
			changes: 0,
			addedWithoutValue: 1,
		});
		const gone = diff([BYSTANDER, silent], [BYSTANDER]);
		expect(gone.summary).toMatchObject({ changes: 0, removedWithoutValue: 1 });
		expect(gone.nextBaseline?.entries.size).toBe(1);
	});

	test('a removed call is raised once', () => {
		const removed = diff([BYSTANDER, row()], [BYSTANDER]);
		expect(removed.summary.removed).toBe(1);
		expect(removed.nextBaseline?.entries.size).toBe(1);
	});

	test('an added call of 0 is an added call', () => {
		expect(diff([BYSTANDER], [BYSTANDER, row({ value: 0 })]).changes).toMatchObject([
			{ kind: 'added', delta: 0, direction: 'none', severity: 'medium' },
		]);
	});
});

describe('currencies', () => {
	test('an unknown currency is no change of currency', () => {
		expect(changesOf({ currency: 'USD' }, { currency: null })).toEqual([]);
		expect(changesOf({ currency: null }, { currency: 'USD' })).toEqual([]);
		expect(changesOf({ currency: 'usd ' }, { currency: 'USD' })).toEqual([]);
	});

	test('a change of currency hides no amount, and no percentage holds it back', () => {
		const changes = changesOf(
			{ currency: 'USD', value: 1 },
			{ currency: 'EUR', value: 2 },
			{ percentThreshold: 1000 },
		);
		expect(changes).toMatchObject([
			{ kind: 'currency_changed', previous: 1, current: 2, severity: 'medium', direction: 'none' },
		]);
	});

	test('changes of currency stand where their amounts belong, and hide no loss', () => {
		const small = ['a', 'b', 'c'].map((ownerId) => row({ ownerId, ownerEmail: null, value: 10 }));
		const big = row({ ownerId: 'zoe', ownerEmail: null, value: 9e6 });
		const { changes, summary } = diff(
			[...small, big],
			[...small.map((one) => ({ ...one, currency: 'EUR' })), { ...big, value: 4e6 }],
			{ topChanges: 1 },
		);
		expect(changes.map(({ ownerId }) => ownerId)).toEqual(['zoe', 'a', 'b', 'c']);
		expect(summary.top).toMatchObject([{ delta: -5e6 }]);
	});

	test('a call of 0 has no currency to change', () => {
		const { changes, summary } = diff([row({ value: 0 })], [row({ value: 0, currency: 'EUR' })]);
		expect(changes).toEqual([]);
		expect(summary).toMatchObject({ unchanged: 1, compared: 1 });
	});

	test('a cleared call keeps the currency of its amount', () => {
		expect(changesOf({ currency: 'EUR' }, { value: null, currency: 'USD' })).toMatchObject([
			{ kind: 'cleared', currency: 'EUR' },
		]);
		expect(changesOf({ currency: 'EUR' }, { value: null, currency: null })).toMatchObject([
			{ kind: 'cleared', currency: 'EUR' },
		]);
	});
});

describe('thresholds', () => {
	const kindsAt = (percentThreshold: number, moneyThreshold: number) =>
		diff(
			[row({ value: 1000 }), row({ fieldId: 'b', value: 0 })],
			[row({ value: 1099.6 }), row({ fieldId: 'b', value: 50 })],
			{ percentThreshold, moneyThreshold },
		).changes.map(({ kind }) => kind);

	test('both have to be reached, each where it applies', () => {
		expect(kindsAt(0, 0)).toEqual(['increased', 'from_zero']);
		expect(kindsAt(0, 60)).toEqual(['increased']);
		expect(kindsAt(50, 0)).toEqual(['from_zero']);
		expect(kindsAt(50, 60)).toEqual([]);
	});

	test('compare what is shown: 9.96 % reads +10.0% and passes 10', () => {
		expect(kindsAt(10, 60)).toEqual(['increased']);
		expect(kindsAt(10.1, 60)).toEqual([]);
	});

	test('a removed call has no percentage that a threshold could hold back', () => {
		const { changes } = diff([BYSTANDER, row()], [BYSTANDER], { percentThreshold: 500 });
		expect(changes).toMatchObject([{ kind: 'removed' }]);
	});

	test.each([NaN, -1, Infinity])('%p is refused', (percentThreshold) => {
		expect(() => diff([row()], [row()], { percentThreshold })).toThrow(/percentThreshold/);
		expect(() => diff([row()], [row()], { moneyThreshold: percentThreshold })).toThrow(RangeError);
	});

	test('a small move is absorbed by a baseline that moves on', () => {
		const first = diff([row({ value: 100 })], [row({ value: 109 })], { percentThreshold: 10 });
		expect(first.summary.belowThreshold).toBe(1);
		expect([...(first.nextBaseline?.entries.values() ?? [])]).toMatchObject([{ value: 109 }]);
	});
});

describe('order', () => {
	test('the largest difference (or amount, in another currency), then the key', () => {
		const before = ['a', 'b', 'c', 'd'].map((ownerId) => row({ ownerId, value: 1000 }));
		const after = [
			row({ ownerId: 'a', value: 1100 }),
			row({ ownerId: 'b', value: 900 }),
			row({ ownerId: 'c', value: 5000 }),
			row({ ownerId: 'd', value: 1000, currency: 'EUR' }),
		];
		expect(diff(before, after).changes.map(({ ownerId }) => ownerId)).toEqual(['c', 'd', 'a', 'b']);
	});
});

describe('counts', () => {
	test('add up', () => {
		const owners = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
		const before = owners.map((ownerId) => row({ ownerId, ownerEmail: null, value: 100 }));
		const after = [
			row({ ownerId: 'a', value: 100 }),
			row({ ownerId: 'b', value: 101 }),
			row({ ownerId: 'c', value: 150 }),
			row({ ownerId: 'd', value: 50 }),
			row({ ownerId: 'e', value: null }),
			row({ ownerId: 'f', value: 0 }),
			row({ ownerId: 'new', ownerEmail: null, value: 1 }),
		];
		const { summary } = diff(before, after, { percentThreshold: 10, topChanges: 2 });
		expect(summary).toMatchObject({
			changes: 6,
			up: 2,
			down: 4,
			high: 6,
			increased: 1,
			decreased: 1,
			cleared: 1,
			toZero: 1,
			added: 1,
			removed: 1,
			fromZero: 0,
			set: 0,
			currencyChanged: 0,
			belowThreshold: 1,
			unchanged: 1,
			compared: 6,
			blocked: false,
			comparedWith: { source: 'secondInput' },
			detectedAt: DETECTED_AT,
		});
		expect(summary.top).toHaveLength(2);
	});
});
