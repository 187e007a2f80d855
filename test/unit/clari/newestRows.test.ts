import { newestRows } from '../../../nodes/Clari/results/newestRows';
import type { ForecastRow } from '../../../nodes/shared/forecast/forecastRow';

const row = (rowKey: string, value: number, over: Partial<ForecastRow> = {}): ForecastRow => ({
	rowKey,
	ownerId: 'o',
	fieldId: 'f',
	type: 'forecast',
	value,
	timePeriod: '2026_Q1',
	...over,
});
const values = (rows: ForecastRow[][]) => rows.map((list) => list.map(({ value }) => value));

describe('newestRows', () => {
	test('a later touch wins, whichever export has it', () => {
		const early = '2026-01-02T00:00:00.000Z';
		const late = '2026-01-03T00:00:00.000Z';
		const { rows, replaced } = newestRows([
			{ rows: [row('a', 1, { updatedOn: late })], madeAt: 1 },
			{ rows: [row('a', 2, { updatedOn: early })], madeAt: 2 },
		]);
		expect(values(rows)).toEqual([[1], []]);
		expect(replaced).toBe(1);
	});

	test.each([
		[5, 1, [[1], []]],
		[1, 5, [[], [2]]],
		[undefined, 5, [[], [2]]],
		[3, 3, [[], [2]]],
	])('without a touch to compare, jobs of %p and %p', (first, second, expected) => {
		const { rows } = newestRows([
			{ rows: [row('a', 1)], madeAt: first },
			{ rows: [row('a', 2, { updatedOn: null })], madeAt: second },
		]);
		expect(values(rows)).toEqual(expected);
	});

	test('rows that only one of the exports has stay, and periods do not mix', () => {
		const { rows, replaced } = newestRows([
			{ rows: [row('a', 1), row('b', 2)] },
			{ rows: [row('a', 3), row('c', 4, { timePeriod: '2026_Q2' })] },
		]);
		expect(values(rows)).toEqual([[2], [3, 4]]);
		expect(replaced).toBe(1);
	});

	test('what one export has twice is not its business', () => {
		const twice = [row('a', 1), row('a', 2)];
		expect(newestRows([{ rows: twice }])).toEqual({ rows: [twice], replaced: 0 });
		expect(newestRows([{ rows: [row('a', 0)] }, { rows: twice }])).toEqual({
			rows: [[], twice],
			replaced: 1,
		});
	});
});
