import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';

import {
	CSV_COLUMNS,
	parseAmount,
	rowsOfCsv,
} from '../../../nodes/shared/forecast/clariExport/csv';

const line = (over: Partial<Record<(typeof CSV_COLUMNS)[number], string>> = {}) => {
	const cells: Record<string, string> = {
		User: 'Robin Example',
		Email: 'robin@example.com',
		'CRM User ID': '005demo',
		Role: 'AE West',
		'Parent Role': 'West',
		Timeframe: 'FY26 Q1',
		Field: 'Commit',
		Week: '1',
		'Start Day': '01/02/2026',
		'End Day': '01/08/2026',
		'Data Type': 'Forecast Value',
		'Data Value': '$1,234.00',
		...over,
	};
	return CSV_COLUMNS.map((column) => cells[column] ?? '');
};
const csv = (...lines: string[][]) => stringify([[...CSV_COLUMNS], ...lines]);

describe('parseAmount', () => {
	test.each([
		['$1,234.00', 1234],
		['-1234.0', -1234],
		['($500)', -500],
		['-$1,000', -1000],
		['$-1,000', -1000],
		['€ 1,000.50', 1000.5],
		['USD 12', 12],
		['US$500', 500],
		['12 EUR', 12],
		['\u22125', -5],
		['0', 0],
		['-0', 0],
		['1,234,567.89', 1234567.89],
	])('%s is %d', (text, amount) => {
		expect(parseAmount(text)).toBe(amount);
	});

	test.each(['1.234', '€1.000', 'n/a', '1.234,56', '12,34', '1,2345', '', '--5', '5%', '1e5'])(
		'%p is refused instead of guessed',
		(text) => {
			expect(parseAmount(text)).toBeUndefined();
		},
	);

	test('reads back what en-US formatting writes', () => {
		const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
		fc.assert(
			fc.property(fc.integer({ min: -1e11, max: 1e11 }), (cents) => {
				return parseAmount(usd.format(cents / 100)) === (cents === 0 ? 0 : cents / 100);
			}),
		);
	});
});

describe('rowsOfCsv', () => {
	test('one row of the contract', () => {
		const { rows } = rowsOfCsv(csv(line()), 'USD');
		expect(rows).toEqual([
			{
				rowKey: '005demo:AE West|Commit|FY26 Q1|2026-01-02|forecast',
				ownerId: '005demo:AE West',
				ownerName: 'Robin Example',
				ownerEmail: 'robin@example.com',
				ownerCrmId: '005demo',
				role: 'AE West',
				parentRole: 'West',
				fieldId: 'Commit',
				fieldName: 'Commit',
				currency: 'USD',
				timePeriod: 'FY26 Q1',
				weekStart: '2026-01-02',
				weekEnd: '2026-01-08',
				week: '1',
				type: 'forecast',
				value: 1234,
			},
		]);
	});

	test('empty is no submission, zero is zero, and text that is no number is kept as text', () => {
		const { rows, unreadableValues } = rowsOfCsv(
			csv(
				line({ Field: 'A', 'Data Value': '' }),
				line({ Field: 'B', 'Data Value': '$0.00' }),
				line({ Field: 'C', 'Data Value': 'pending' }),
			),
			undefined,
		);
		expect(rows.map((row) => row.value)).toEqual([null, 0, undefined]);
		expect(rows[2]).toMatchObject({ rawValue: 'pending' });
		expect(rows[2]).not.toHaveProperty('value');
		expect(rows[0]).not.toHaveProperty('currency');
		expect(unreadableValues).toBe(1);
	});

	test('the updated flag joins the call it belongs to, and stands alone where there is none', () => {
		const { rows } = rowsOfCsv(
			csv(
				line({ 'Data Type': 'Forecast Updated', 'Data Value': 'Yes' }),
				line(),
				line({ Field: 'Best Case', 'Data Type': 'Forecast Updated', 'Data Value': 'No' }),
			),
			'USD',
		);
		expect(rows).toHaveLength(2);
		expect(rows[0]).toMatchObject({ fieldId: 'Commit', value: 1234, isUpdated: true });
		expect(rows[1]).toMatchObject({ fieldId: 'Best Case', type: 'forecast', isUpdated: false });
		expect(rows[1]).not.toHaveProperty('value');
	});

	test('types by the word that tells them apart, unknown labels as they are', () => {
		const types = ['Quota Value', 'Adjustment', 'CRM Closed', 'CRM Total', 'Weather'];
		const { rows } = rowsOfCsv(csv(...types.map((type) => line({ 'Data Type': type }))), 'USD');
		expect(rows.map((row) => row.type)).toEqual([
			'quota',
			'adjustment',
			'crm_closed',
			'crm_total',
			'Weather',
		]);
		expect(new Set(rows.map((row) => row.rowKey)).size).toBe(types.length);
	});

	test('quoted commas, line breaks, a byte order mark and extra columns', () => {
		const text = `\ufeff${stringify([
			[...CSV_COLUMNS, 'Region'],
			[...line({ User: 'Example, Robin\n"R"' }), 'West'],
		])}`;
		const { rows } = rowsOfCsv(text, 'USD');
		expect(rows[0]).toMatchObject({ ownerName: 'Example, Robin\n"R"', Region: 'West' });
	});

	test('a row that is cut short is refused, not read as a call that was cleared', () => {
		const cut = line().slice(0, -1);
		expect(() => rowsOfCsv(csv(cut), 'USD')).toThrow(/expect 12, got 11/);
	});

	test('days without leading zeros are days', () => {
		const { rows } = rowsOfCsv(csv(line({ 'Start Day': '1/5/2026' })), 'USD');
		expect(rows[0]?.weekStart).toBe('2026-01-05');
	});

	test('one person with two roles is two owners', () => {
		const { rows } = rowsOfCsv(csv(line(), line({ Role: 'AE East' })), 'USD');
		expect(new Set(rows.map((row) => row.ownerId)).size).toBe(2);
	});

	test('says which columns are missing', () => {
		const { missingColumns } = rowsOfCsv('User,Data Value\nRobin,5\n', 'USD');
		expect(missingColumns).toContain('Field');
		expect(missingColumns).not.toContain('User');
	});
});
