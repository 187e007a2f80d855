/** Cases that a careful reader of the engine broke it with. */
import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import { BYSTANDER, changesOf, checksOf, diff, looseRow, row, WEEKS } from './rows';

const weeks = (values: ReadonlyArray<number | null>) =>
	values.map((value, position) => row({ value, weekStart: WEEKS[position] ?? '' }));

describe('weeks to come that are null', () => {
	test('do not silence a call that was cleared and is made again', () => {
		const cleared = diff(weeks([90, 80, null, null]), weeks([90, null, null, null]));
		expect(cleared.changes).toMatchObject([{ kind: 'cleared', previous: 80 }]);
		const made = compareForecasts(cleared.nextBaseline, weeks([90, 95, null, null]), {
			detectedAt: '2026-01-10T08:00:00.000Z',
		});
		expect(made.changes).toMatchObject([{ kind: 'set', current: 95 }]);
	});

	test('do not silence the first call of somebody who had none', () => {
		expect(changesOf({ value: null }, { value: 50 })).toMatchObject([{ kind: 'set' }]);
		expect(diff(weeks([null, null, null]), weeks([50, null, null])).changes).toMatchObject([
			{ kind: 'set', current: 50 },
		]);
	});

	test('do not hide that an export is an old one', () => {
		const people = (values: ReadonlyArray<number | null>) =>
			['a', 'b'].flatMap((ownerId) =>
				weeks(values).map((call) => ({ ...call, ownerId, ownerEmail: null })),
			);
		const old = diff(people([90, 100]), people([90, null]));
		expect(old.changes).toEqual([]);
		expect(checksOf(old)).toEqual(['stale_export']);
	});
});

test('weeks in the notation of a country are refused, because their order is not that of the days', () => {
	expect(() => diff([], [row({ weekStart: '9/28/2026' })])).toThrow(/YYYY-MM-DD/);
});

test('an export without a single number stops the comparison and names the option', () => {
	const texts = ['a', 'b'].map((ownerId) => looseRow({ ownerId, value: '100.00' }));
	const result = diff([BYSTANDER], texts);
	expect(result.blocked).toBe(true);
	expect(result.dataQuality).toMatchObject([
		{
			check: 'not_a_number',
			severity: 'critical',
			message: expect.stringContaining('Amounts as Text'),
		},
	]);
});

test('a call of 0 in another currency is no news in every run', () => {
	const rows = [row({ value: 100 }), row({ ownerId: 'bob', value: 0, currency: 'EUR' })];
	expect(diff(rows, rows).dataQuality).toMatchObject([
		{ check: 'mixed_currencies', severity: 'info' },
	]);
});
