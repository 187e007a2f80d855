import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type { CompareOptions, ForecastDiff } from '../../../nodes/ForecastDiff/engine';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { checksOf, DETECTED_AT, diff, row, WEEKS } from './rows';

function calls(count: number, changes: Partial<ForecastRow> = {}): ForecastRow[] {
	return Array.from({ length: count }, (_, n) =>
		row({ ownerId: `o${n}`, ownerEmail: null, value: n + 1, ...changes }),
	);
}

/** Nothing is compared, and the baseline stays. */
function expectBlocked(result: ForecastDiff): void {
	expect(result).toMatchObject({ blocked: true, changes: [], nextBaseline: null });
	expect(result.summary).toMatchObject({
		blocked: true,
		comparedWith: null,
		compared: 0,
		removed: 0,
		top: [],
		waterfall: [],
	});
	expect(result.summary.text).toContain(result.dataQuality[0]?.message.slice(0, 20) ?? '?');
}

function expectFine(result: ForecastDiff): void {
	expect(result).toMatchObject({ blocked: false });
	expect(result.nextBaseline).not.toBeNull();
	expect(checksOf(result)).toEqual([]);
}

describe('far fewer calls than before', () => {
	test('are a broken export', () => {
		const result = diff(calls(100), calls(69));
		expectBlocked(result);
		expect(result.dataQuality).toMatchObject([
			{
				check: 'row_count_drop',
				severity: 'critical',
				details: { calls: 69, baseline: 100, limitPercent: 30 },
			},
		]);
	});

	test('up to the limit are believed', () => {
		expectFine(diff(calls(100), calls(70)));
		expectFine(diff(calls(100), calls(50), { maxRowDropPercent: 50 }));
		expectBlocked(diff(calls(100), calls(49), { maxRowDropPercent: 50 }));
		expectBlocked(diff(calls(100), calls(99), { maxRowDropPercent: 0 }));
		expectFine(diff(calls(100), calls(1), { maxRowDropPercent: 100 }));
	});

	test('in a small team are believed', () => {
		expectFine(diff(calls(19), calls(1)));
		expectBlocked(diff(calls(20), calls(1)));
	});

	test('in weeks or repetitions are none', () => {
		const weeks = (count: number) => [
			...calls(count),
			...calls(count, { weekStart: WEEKS[1] }),
			...calls(count, { weekStart: WEEKS[1] }),
		];
		expectFine(diff(weeks(30), calls(30, { weekStart: WEEKS[1] })));
		expectBlocked(diff(calls(100), weeks(50)));
	});

	test('in a period that is over are none', () => {
		const before = [...calls(100, { timePeriod: '2025_Q4' }), ...calls(30)];
		const result = diff(before, calls(30));
		expect(checksOf(result)).toEqual(['gone_periods']);
		expect(result.blocked).toBe(false);
	});

	test('are noticed beside a stored baseline as well', () => {
		const { nextBaseline } = diff([], calls(100));
		const options = { detectedAt: DETECTED_AT };
		expectBlocked(compareForecasts(nextBaseline, calls(10), options));
		const again = compareForecasts(nextBaseline, calls(100), options);
		expect(again).toMatchObject({ blocked: false, changes: [] });
	});

	test('are noticed beside the last run, whatever is compared with', () => {
		const small = diff([], calls(30)).nextBaseline;
		const large = diff([], calls(100)).nextBaseline;
		const beside = (last: typeof small, reference: typeof small) =>
			compareForecasts(last, calls(30), {
				detectedAt: DETECTED_AT,
				...(reference && { reference }),
			});
		expectBlocked(beside(large, small));
		expectFine(beside(small, large));
	});
});

describe('another number of rows than expected', () => {
	test('is critical, also on a first run', () => {
		const result = diff([], calls(9), { expectedRows: 10 });
		expectBlocked(result);
		expect(result.dataQuality).toMatchObject([
			{ check: 'row_count_mismatch', severity: 'critical', details: { rows: 9, expected: 10 } },
		]);
		expectBlocked(diff(calls(10), calls(11), { expectedRows: 10 }));
		expectFine(diff(calls(10), calls(10), { expectedRows: 10 }));
	});

	test('counts rows, and the reconciliation says what they are', () => {
		const rows = [...calls(3), ...calls(1), { ...row(), ownerId: '' }];
		const { summary } = diff(calls(3), rows, { expectedRows: 5 });
		expect(summary.reconciliation).toEqual({
			rows: 5,
			expected: 5,
			calls: 3,
			repeatedRows: 1,
			unusableRows: 1,
		});
		expect(diff(calls(1), calls(1)).summary.reconciliation.expected).toBeNull();
	});

	test('must be a number that makes sense', () => {
		expect(() => diff(calls(1), calls(1), { expectedRows: -1 })).toThrow(RangeError);
	});
});

describe('another period than expected', () => {
	const expected = { expectedPeriods: ['2026_Q1'] };

	test('is critical', () => {
		const result = diff(calls(1), calls(1, { timePeriod: '2025_Q4' }), expected);
		expectBlocked(result);
		expect(result.dataQuality).toMatchObject([
			{
				check: 'wrong_period',
				severity: 'critical',
				details: { periods: ['2025_Q4'], expected: ['2026_Q1'] },
			},
		]);
	});

	test('among the right one is critical as well', () => {
		const mixed = [
			...calls(2),
			...calls(2, { timePeriod: '2026_Q3' }),
			...calls(1, { timePeriod: '2026_Q2' }),
		];
		const result = diff(calls(2), mixed, expected);
		expectBlocked(result);
		expect(result.dataQuality[0]?.details.periods).toEqual(['2026_Q2', '2026_Q3']);
	});

	test('is none where it is one of several, or nothing is expected', () => {
		expectFine(diff(calls(1), calls(1), { expectedPeriods: ['2025_Q4', '2026_Q1'] }));
		expectFine(diff(calls(1), calls(1), { expectedPeriods: [] }));
	});
});

describe('an export that is too old', () => {
	const stale = (weekStart: string | null, staleAfterDays: number) =>
		diff(calls(1, { weekStart: null }), calls(1, { weekStart }), { staleAfterDays });

	test('by the clock is critical', () => {
		// The comparison is on 9 January at 8:00.
		const result = stale('2026-01-02', 7);
		expectBlocked(result);
		expect(result.dataQuality).toMatchObject([
			{ check: 'stale_export', details: { newestWeek: '2026-01-02', days: 7 } },
		]);
		expectFine(stale('2026-01-02', 8));
		expectFine(stale('2026-01-02', 0));
		expectFine(stale('2026-01-16', 1));
	});

	test('counts by its newest week', () => {
		const rows = [
			...calls(1, { weekStart: '2025-11-07' }),
			...calls(1, { weekStart: '2026-01-09' }),
		];
		expectFine(diff(calls(1, { weekStart: null }), rows, { staleAfterDays: 2 }));
	});

	test('without weeks, or with none that is a day, is not known', () => {
		expectFine(stale(null, 1));
		expectFine(stale('week one', 1));
	});

	test('beside its baseline is critical, whatever the clock says', () => {
		for (const previous of [
			calls(3, { weekStart: WEEKS[2] }),
			diff([], calls(3, { weekStart: WEEKS[2] })).nextBaseline,
		]) {
			const result = compareForecasts(previous, calls(3, { weekStart: WEEKS[1] }), {
				detectedAt: DETECTED_AT,
			});
			expectBlocked(result);
			expect(result.dataQuality).toMatchObject([
				{ check: 'stale_export', severity: 'critical', details: { periods: ['2026_Q1'] } },
			]);
		}
	});

	test('in one of its periods is', () => {
		const side = (first: string, second: string) => [
			...calls(2, { weekStart: first }),
			...calls(2, { timePeriod: '2026_Q2', weekStart: second }),
		];
		const result = diff(side(WEEKS[1], WEEKS[2]), side(WEEKS[2], WEEKS[1]));
		expectBlocked(result);
		expect(result.dataQuality[0]?.details.periods).toEqual(['2026_Q2']);
		expectFine(diff(side(WEEKS[1], WEEKS[2]), side(WEEKS[1], WEEKS[2])));
	});
});

describe('amounts in several currencies', () => {
	const inCurrencies = (...currencies: Array<string | null>) =>
		currencies.map((currency, n) => row({ ownerId: `o${n}`, ownerEmail: null, currency }));
	const severity = (before: Array<string | null>, after: Array<string | null>) => {
		const result = diff(inCurrencies(...before), inCurrencies(...after));
		expect(result.blocked).toBe(false);
		expect(result.nextBaseline).not.toBeNull();
		return result.dataQuality
			.filter(({ check }) => check === 'mixed_currencies')
			.map((item) => item.severity);
	};

	test.each<[Array<string | null>, Array<string | null>, string[]]>([
		[['USD', 'USD'], ['USD', 'USD'], []],
		[['USD', 'USD'], ['USD', 'EUR'], ['warning']],
		[['USD', 'EUR'], ['USD', 'EUR'], ['info']],
		[['USD', 'EUR'], ['USD', 'USD'], []],
		[['USD'], ['USD', null], ['warning']],
		[['USD', 'EUR'], ['EUR', 'USD'], ['info']],
	])('%p to %p: %p', (before, after, expected) => {
		expect(severity(before, after)).toEqual(expected);
	});

	test('are named by field', () => {
		const { dataQuality } = diff([...inCurrencies('USD', 'USD')], [...inCurrencies('USD', 'EUR')]);
		expect(dataQuality).toMatchObject([
			{ details: { fields: [{ field: 'Commit in 2026_Q1', currencies: ['EUR', 'USD'] }] } },
		]);
	});

	test('of several fields are named in the same order for any order of the rows', () => {
		const rows = ['c', 'a', 'b'].flatMap((fieldId) =>
			['USD', 'EUR'].map((currency) =>
				row({ ownerId: currency, ownerEmail: null, fieldId, fieldName: fieldId, currency }),
			),
		);
		for (const list of [rows, [...rows].reverse()]) {
			const [item] = diff(list, list).dataQuality;
			expect(item?.message).toContain('a in 2026_Q1 has amounts in EUR, USD, and 2 more fields');
		}
	});

	test('of two categories that have only names are two', () => {
		const rows = ['x', 'y'].map((fieldName, n) =>
			row({ ownerId: fieldName, ownerEmail: null, fieldName, currency: n === 0 ? 'USD' : 'EUR' }),
		);
		const options = { keyColumns: ['ownerId'], columns: { fieldId: '' } };
		expect(checksOf(diff(rows, rows, options))).toEqual([]);
	});

	test('of two fields, or of managers and reps, are none', () => {
		const fields = [row({ fieldId: 'a', currency: 'USD' }), row({ fieldId: 'b', currency: 'EUR' })];
		expect(checksOf(diff(fields, fields))).toEqual([]);
		const levels = [
			row(),
			row({
				ownerId: 'm',
				ownerEmail: null,
				role: 'West Manager',
				parentRole: null,
				currency: 'EUR',
			}),
		];
		expect(checksOf(diff(levels, levels))).toEqual([]);
	});
});

test('a baseline in which no call has an amount makes no export an old one', () => {
	const [early = '', late = ''] = WEEKS;
	const open = diff([], [row({ value: undefined, weekStart: late })]).nextBaseline;
	expect(open).not.toBeNull();
	const again = compareForecasts(
		open,
		[row({ value: undefined, rawValue: 'n/a', weekStart: early })],
		{
			detectedAt: DETECTED_AT,
		},
	);
	expect(again.dataQuality.map(({ check }) => check)).toEqual(['not_a_number']);
	expect(again.blocked).toBe(false);
});

describe('several checks at once', () => {
	test('are all told', () => {
		const options: Partial<CompareOptions> = {
			expectedRows: 5,
			expectedPeriods: ['2026_Q2'],
			staleAfterDays: 1,
		};
		const result = diff(calls(1), calls(1), options);
		expectBlocked(result);
		expect(checksOf(result)).toEqual(['row_count_mismatch', 'wrong_period', 'stale_export']);
	});

	test('leave the baseline of the good export where it was, so that the next one is compared with it', () => {
		const good = diff([], calls(100)).nextBaseline;
		const options = { detectedAt: DETECTED_AT, percentThreshold: 0 };
		expectBlocked(compareForecasts(good, calls(3), options));
		const next = compareForecasts(
			good,
			calls(100).map((call) => ({ ...call, value: 0 })),
			options,
		);
		expect(next.summary.toZero).toBe(100);
	});
});
