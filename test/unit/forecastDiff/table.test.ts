import { compareForecasts } from '../../../nodes/ForecastDiff/engine';
import type { CompareOptions, ForecastRowLike } from '../../../nodes/ForecastDiff/engine';
import { checksOf, DETECTED_AT } from './rows';
import { brief, stored } from './runs';

const OPPORTUNITIES: Partial<CompareOptions> = {
	keyColumns: ['Opp Id'],
	columns: {
		ownerId: 'Owner',
		ownerName: 'Owner',
		ownerEmail: '',
		role: '',
		parentRole: 'Team',
		fieldId: 'Category',
		fieldName: 'Category',
		type: '',
		timePeriod: 'Quarter',
		value: 'Amount',
		currency: 'Cur',
		weekStart: '',
	},
};

const opportunity = (changes: Record<string, unknown> = {}): ForecastRowLike => ({
	'Opp Id': '006A',
	Owner: 'Ann',
	Team: 'West',
	Category: 'Commit',
	Quarter: 'FY26 Q1',
	Amount: 100,
	Cur: 'eur',
	...changes,
});

function compare(
	before: readonly ForecastRowLike[],
	after: readonly ForecastRowLike[],
	options: Partial<CompareOptions> = OPPORTUNITIES,
) {
	return compareForecasts(before, after, {
		detectedAt: DETECTED_AT,
		percentThreshold: 0,
		maxRowDropPercent: 100,
		...options,
	});
}

describe('any table', () => {
	test('has its own column names', () => {
		const { changes, summary } = compare([opportunity()], [opportunity({ Amount: 130 })]);
		expect(changes).toMatchObject([
			{
				kind: 'increased',
				key: '006A|FY26 Q1',
				ownerId: 'Ann',
				ownerName: 'Ann',
				ownerEmail: null,
				role: null,
				parentRole: 'West',
				fieldId: 'Commit',
				fieldName: 'Commit',
				type: null,
				timePeriod: 'FY26 Q1',
				currency: 'EUR',
				delta: 30,
			},
		]);
		expect(summary.waterfall).toMatchObject([
			{ fieldName: 'Commit', currency: 'EUR', start: 100, end: 130 },
		]);
		expect(summary.teams).toMatchObject([{ manager: { role: 'West' }, delta: 30 }]);
	});

	test('does not read the columns of a Clari export then', () => {
		const clari = {
			value: 1,
			currency: 'USD',
			ownerName: 'X',
			weekStart: '2026-01-02',
			type: 'quota',
		};
		expect(
			compare([opportunity(clari)], [opportunity({ ...clari, Amount: 101 })]).changes,
		).toMatchObject([
			{ ownerName: 'Ann', currency: 'EUR', type: null, currentWeek: null, delta: 1 },
		]);
	});

	test('needs no period', () => {
		const options = { keyColumns: ['id'], columns: { value: 'amount', timePeriod: '' } };
		const result = compare(
			[
				{ id: 1, amount: 5 },
				{ id: 2, amount: 5 },
			],
			[
				{ id: '1', amount: 6 },
				{ id: 3, amount: 7 },
			],
			options,
		);
		expect(result.changes).toMatchObject([
			{ key: '3', kind: 'added', timePeriod: '' },
			{ key: '2', kind: 'removed' },
			{ key: '1', kind: 'increased' },
		]);
		expect(result.nextBaseline?.keyColumns).toEqual(['id']);
		expect(result.summary.waterfall).toMatchObject([{ start: 10, end: 13, timePeriod: '' }]);
	});

	test('without the amount’s column is refused', () => {
		expect(() => compare([opportunity()], [opportunity()], { columns: { value: ' ' } })).toThrow(
			RangeError,
		);
	});

	test('without the column of the key says which', () => {
		const result = compare([opportunity()], [opportunity({ 'Opp Id': undefined })]);
		expect(result.dataQuality).toMatchObject([
			{ check: 'unusable_rows', details: { missing: ['Opp Id'] } },
		]);
	});

	test.each([
		['point', '1,250.50', 1250.5],
		['comma', '1.250,50', 1250.5],
		['point', '$1,234', 1234],
		['comma', '1.234 €', 1234],
		['point', '(500)', -500],
	] as const)('amounts as text, %s: %s', (numericText, text, value) => {
		const { changes, dataQuality } = compare([opportunity()], [opportunity({ Amount: text })], {
			...OPPORTUNITIES,
			numericText,
		});
		expect(dataQuality).toEqual([]);
		expect(changes).toMatchObject([{ current: value }]);
	});

	test('amounts as text are refused unless told otherwise', () => {
		const result = compare([opportunity()], [opportunity({ Amount: '130' })]);
		expect(checksOf(result)).toEqual(['not_a_number']);
		expect(result.changes).toEqual([]);
	});

	test('weeks may be dates', () => {
		const options = { ...OPPORTUNITIES, columns: { ...OPPORTUNITIES.columns, weekStart: 'Week' } };
		const week = (day: string, Amount: number | null) =>
			opportunity({ Week: new Date(day), Amount });
		const { changes } = compare(
			[week('2026-01-02', 100)],
			[week('2026-01-09', 120), week('2026-01-02', 100), week('2026-01-16', null)],
			options,
		);
		expect(changes).toMatchObject([
			{ previous: 100, current: 120, previousWeek: '2026-01-02', currentWeek: '2026-01-09' },
		]);
	});

	test('a date that is none is no week', () => {
		const options = { ...OPPORTUNITIES, columns: { ...OPPORTUNITIES.columns, weekStart: 'Week' } };
		const { changes } = compare(
			[opportunity({ Week: new Date(NaN) })],
			[opportunity({ Week: '', Amount: 1 })],
			options,
		);
		expect(changes).toMatchObject([{ currentWeek: null, previousWeek: null }]);
	});

	test.each([
		['A|B', 'C'],
		['A', 'B|C'],
		['A\\', '|C'],
		['\\|', '\\'],
		['', 'x'],
	])('a key of several columns with %p and %p comes back from the store', (account, product) => {
		const options = {
			keyColumns: ['type', 'product'],
			columns: { value: 'amount', timePeriod: '' },
		};
		const rows = (amount: number) => [
			{ type: account, product, amount },
			{ type: 'A', product: 'other', amount: 1 },
			{ type: 'A|B', product: 'C|', amount: 1 },
		];
		const first = compareForecasts(null, rows(5), {
			detectedAt: DETECTED_AT,
			...options,
		}).nextBaseline;
		expect(first?.entries.size).toBe(3);
		const { changes, summary } = compareForecasts(first && stored(first), rows(8), {
			detectedAt: DETECTED_AT,
			...options,
		});
		expect(brief({ changes })).toEqual([['increased', 5, 8]]);
		expect(summary).toMatchObject({ compared: 3, added: 0, removed: 0 });
		expect(brief(compare(rows(5), rows(8), options))).toEqual([['increased', 5, 8]]);
	});

	test('a key of shared columns only, of own columns between them, and in another order', () => {
		for (const keyColumns of [
			['fieldId'],
			['fieldId', 'a', 'type', 'b'],
			['a', 'timePeriod', 'b', 'fieldId'],
			['b', 'a'],
		]) {
			const rows = (value: number) => [
				{ fieldId: 'f|1', type: 't\\', a: 'x|', b: '|y', timePeriod: 'Q1', value },
				{ fieldId: 'f', type: '', a: 'x', b: '||y', timePeriod: 'Q2', value: 1 },
			];
			const first = compareForecasts(null, rows(5), {
				detectedAt: DETECTED_AT,
				keyColumns,
			}).nextBaseline;
			expect(first?.entries.size).toBe(2);
			const next = compareForecasts(first && stored(first), rows(8), {
				detectedAt: DETECTED_AT,
				keyColumns,
			});
			expect(brief(next)).toEqual([['increased', 5, 8]]);
			expect(next.summary).toMatchObject({ compared: 2, unchanged: 1 });
			expect(next.changes[0]?.key).toBe([...(first?.entries.keys() ?? [])][0]);
		}
	});

	test('a currency column with many texts mixes up no totals', () => {
		const rows = ['a', 'b'].flatMap((fieldId) =>
			Array.from({ length: 1200 }, (_, n) => ({
				id: `${fieldId}${n}`,
				fieldId,
				amount: n + (fieldId === 'a' ? 1 : 10_000),
				cur: `c${n}`,
			})),
		);
		const options = {
			keyColumns: ['id'],
			columns: { value: 'amount', timePeriod: '', currency: 'cur' },
		};
		const { summary } = compare(rows, rows, options);
		expect(summary.waterfall).toHaveLength(2400);
		for (const { currency, fieldId, start, end } of summary.waterfall) {
			const amount = Number(currency?.slice(1)) + (fieldId === 'a' ? 1 : 10_000);
			expect([start, end]).toEqual([amount, amount]);
		}
	});
});
