/** Fifteen cases of two exports that common tools get wrong, each with the policy of this engine. */
import { BYSTANDER, changesOf, checksOf, diff, looseRow, row } from './rows';

describe('traps of comparing forecasts', () => {
	test('rep added with 90,000: added', () => {
		const { changes } = diff([BYSTANDER], [BYSTANDER, row({ value: 90_000 })]);
		expect(changes).toMatchObject([
			{ kind: 'added', previous: null, current: 90_000, delta: 90_000, changePct: null },
		]);
	});

	test('rep removed with 90,000: removed', () => {
		const { changes } = diff([BYSTANDER, row({ value: 90_000 })], [BYSTANDER]);
		expect(changes).toMatchObject([
			{ kind: 'removed', previous: 90_000, current: null, delta: -90_000, changePct: null },
		]);
	});

	test('0 to 100,000: from_zero, without a percentage', () => {
		expect(changesOf({ value: 0 }, { value: 100_000 })).toMatchObject([
			{ kind: 'from_zero', delta: 100_000, changePct: null, direction: 'up' },
		]);
	});

	test('100,000 to 0: to_zero, -100 %', () => {
		expect(changesOf({ value: 100_000 }, { value: 0 })).toMatchObject([
			{ kind: 'to_zero', delta: -100_000, changePct: -100, direction: 'down' },
		]);
	});

	test('0 to null, the rep cleared the call: cleared', () => {
		expect(changesOf({ value: 0 }, { value: null })).toMatchObject([
			{ kind: 'cleared', previous: 0, current: null, delta: 0, direction: 'none' },
		]);
	});

	test('null to 0: set', () => {
		expect(changesOf({ value: null }, { value: 0 })).toMatchObject([
			{ kind: 'set', previous: null, current: 0, delta: 0, direction: 'none' },
		]);
	});

	test('-50,000 to -25,000 is an improvement: increased, +50 %', () => {
		expect(changesOf({ value: -50_000 }, { value: -25_000 })).toMatchObject([
			{ kind: 'increased', delta: 25_000, changePct: 50, direction: 'up' },
		]);
	});

	test('0.3 and 0.1 + 0.2: no change', () => {
		const { changes, summary } = diff([row({ value: 0.3 })], [row({ value: 0.1 + 0.2 })]);
		expect(changes).toEqual([]);
		expect(summary.unchanged).toBe(1);
	});

	test.each(['1000', '1000.00'])('"%s" and 1000: never a change', (text) => {
		const previous = [row({ value: 1000 })];
		const current = [looseRow({ value: text })];
		const refused = diff(previous, current);
		expect(refused.changes).toEqual([]);
		expect(checksOf(refused)).toEqual(['not_a_number']);
		const read = diff(previous, current, { numericText: 'point' });
		expect(read.summary).toMatchObject({ changes: 0, compared: 1, unchanged: 1 });
		expect(read.dataQuality).toEqual([]);
	});

	test('the same amount in USD and EUR: currency_changed, without a difference', () => {
		expect(changesOf({ currency: 'USD' }, { currency: 'EUR' })).toMatchObject([
			{
				kind: 'currency_changed',
				delta: null,
				changePct: null,
				currency: 'EUR',
				previousCurrency: 'USD',
			},
		]);
	});

	test('an e-mail in other letters is the same person', () => {
		const keyColumns = ['ownerEmail', 'fieldId'];
		const { changes, summary } = diff(
			[row({ ownerEmail: 'Robin@Example.com' })],
			[row({ ownerEmail: ' robin@example.COM ' })],
			{ keyColumns },
		);
		expect(changes).toEqual([]);
		expect(summary.unchanged).toBe(1);
	});

	test('one owner with two fields: each field is compared with itself', () => {
		const commit = row({ value: 100_000 });
		const bestCase = row({ fieldId: 'fc_best', fieldName: 'Best Case', value: 200_000 });
		const { changes, summary } = diff(
			[commit, bestCase],
			[{ ...bestCase, value: 202_000 }, commit],
		);
		expect(changes).toMatchObject([{ fieldId: 'fc_best', delta: 2_000, changePct: 1 }]);
		expect(summary).toMatchObject({ compared: 2, unchanged: 1 });
	});

	test('the value column exists only in the new export: not comparable, and the next baseline', () => {
		const absent = row();
		delete absent.value;
		const first = diff([absent], [row({ value: 5 })]);
		expect(first.summary).toMatchObject({ changes: 0, compared: 0, notComparable: 1 });
		expect([...(first.nextBaseline?.entries.values() ?? [])]).toMatchObject([{ value: 5 }]);
	});

	test('a label column exists only in the new export: no change', () => {
		const { changes } = diff([row()], [looseRow({ region: 'West' })]);
		expect(changes).toEqual([]);
	});

	test('+1 % on 100,000: below the default threshold, and counted', () => {
		const { changes, summary } = diff([row({ value: 100_000 })], [row({ value: 101_000 })], {
			percentThreshold: undefined,
		});
		expect(changes).toEqual([]);
		expect(summary).toMatchObject({ changes: 0, belowThreshold: 1, unchanged: 0 });
	});
});
