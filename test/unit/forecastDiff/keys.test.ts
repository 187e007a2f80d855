import { checkKeyColumns } from '../../../nodes/ForecastDiff/engine/key';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';
import { diff, looseRow, row } from './rows';

function keys(rows: Array<Record<string, unknown>>, keyColumns?: string[]): string[] {
	return [...(diff([], rows, { keyColumns }).nextBaseline?.entries.keys() ?? [])];
}

describe('keys', () => {
	test('of different parts never have the same text', () => {
		const parts: Array<Partial<ForecastRow>> = [
			{ ownerId: 'a|b', fieldId: 'c' },
			{ ownerId: 'a', fieldId: 'b|c' },
			{ ownerId: 'a\\', fieldId: 'b|c' },
			{ ownerId: 'a\\|b', fieldId: 'c' },
			{ ownerId: 'a\\', fieldId: 'b', timePeriod: 'p', type: 'x|y' },
			{ ownerId: 'a|b', fieldId: 'p', timePeriod: 'x\\', type: 'y' },
		];
		expect(new Set(keys(parts.map((part) => row(part)))).size).toBe(parts.length);
	});

	test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
		'may be called %s',
		(ownerId) => {
			const { changes } = diff(
				[row({ ownerId, value: 100 })],
				[row({ ownerId, value: 200 }), row({ value: 5 })],
			);
			expect(changes.map(({ kind, ownerId: owner }) => [kind, owner])).toEqual([
				['increased', ownerId],
				['added', '4101:role'],
			]);
		},
	);

	test('ids that differ in case are different, e-mails are not', () => {
		expect(keys([row({ ownerId: '005A' }), row({ ownerId: '005a' })])).toHaveLength(2);
		expect(keys([row({ ownerId: 'A@b.c' }), row({ ownerId: 'a@B.c ' })])).toHaveLength(1);
	});

	test('a column of e-mails is one whatever is in it', () => {
		const logins = [looseRow({ loginEmail: 'ROBIN' }), looseRow({ loginEmail: 'robin' })];
		expect(keys(logins, ['loginEmail'])).toHaveLength(1);
	});

	test('one person in two roles has two calls', () => {
		expect(keys([row({ ownerId: '1:a' }), row({ ownerId: '1:b' })])).toHaveLength(2);
	});

	test('a number is the same as its text', () => {
		expect(keys([looseRow({ ownerId: 7 }), looseRow({ ownerId: '7' })])).toHaveLength(1);
	});

	test('can be made of any columns', () => {
		const rows = [looseRow({ account: 'x' }), looseRow({ account: 'y' })];
		expect(keys(rows, ['account'])).toEqual(['x|2026_Q1', 'y|2026_Q1']);
	});

	test('need a column', () => {
		expect(() => checkKeyColumns([' '], 'timePeriod')).toThrow(RangeError);
		expect(checkKeyColumns([' ownerId ', 'ownerId'], 'timePeriod')).toEqual([
			'ownerId',
			'timePeriod',
		]);
	});
});
