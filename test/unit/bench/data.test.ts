import { generateClari } from '../../../bench/data/clari';
import { toJson, toRows, type Row, type Snapshots } from '../../../bench/data/snapshots';
import { generateTable } from '../../../bench/data/table';

const ROWS = 1_000;

/** Counts anew, from the rows that the peers get. */
function recount({ previous, current }: Snapshots, keyOf: (row: Row) => string, amount: string) {
	const before = new Map(toRows(previous).map((row) => [keyOf(row), row[amount]]));
	const after = new Map(toRows(current).map((row) => [keyOf(row), row[amount]]));
	const both = [...before].filter(([key]) => after.has(key));
	const changes = both
		.map(([key, from]) => [Number(from), Number(after.get(key))] as const)
		.filter(([from, to]) => from !== to);
	return {
		added: after.size - both.length,
		removed: before.size - both.length,
		changed: changes.length,
		same: both.length - changes.length,
		significant: changes.filter(
			([from, to]) => Math.round((Math.abs(to - from) / Math.abs(from)) * 1000) >= 100,
		).length,
	};
}

const SHAPES = [
	{
		name: 'table',
		generate: generateTable,
		amount: 'amount',
		keyOf: ({ rowId }: Row) => String(rowId),
		columns: 9,
	},
	{
		name: 'Clari export',
		generate: generateClari,
		amount: 'value',
		keyOf: ({ ownerId, fieldId, timePeriod, type }: Row) =>
			[ownerId, fieldId, timePeriod, type].join('|'),
		columns: 13,
	},
];

describe.each(SHAPES)(
	'the data of the benchmark: $name',
	({ generate, amount, keyOf, columns }) => {
		test('is the same for the same seed, and another for another', () => {
			const [one, again, other] = [generate(ROWS, 1), generate(ROWS, 1), generate(ROWS, 2)];
			expect(toJson(again.previous).equals(toJson(one.previous))).toBe(true);
			expect(toJson(again.current).equals(toJson(one.current))).toBe(true);
			expect(toJson(other.current).equals(toJson(one.current))).toBe(false);
		});

		test('is what its truth says', () => {
			const snapshots = generate(ROWS, 'seed');
			expect(recount(snapshots, keyOf, amount)).toEqual(snapshots.truth);
			expect(snapshots.truth.significant).toBeGreaterThan(0);
		});

		test('has one row for each key, and all columns', () => {
			const rows = toRows(generate(ROWS, 'seed').current);
			expect(new Set(rows.map(keyOf)).size).toBe(rows.length);
			expect(new Set(rows.map((row) => Object.keys(row).length))).toEqual(new Set([columns]));
		});

		test('is the same as rows and as the bytes of a file', () => {
			const { current } = generate(12_345, 'seed');
			expect(JSON.parse(toJson(current).toString())).toEqual(toRows(current));
		});
	},
);

test('of a table 1 % are removed, 5 % changed, half of these much, and 1 % added', () => {
	expect(generateTable(ROWS, 'seed').truth).toEqual({
		added: 10,
		removed: 10,
		changed: 50,
		same: 940,
		significant: 25,
	});
});

test('the second snapshot is shuffled', () => {
	const { previous, current } = generateTable(ROWS, 'seed');
	const inOrder = (order: Uint32Array) => order.every((place, at) => place >= (order[at - 1] ?? 0));
	expect([inOrder(previous.order), inOrder(current.order)]).toEqual([true, false]);
});

test("a manager's call is the sum of the team's", () => {
	const rows = toRows(generateClari(ROWS, 'seed').current);
	const cents = (row: Row) => Math.round(Number(row.value) * 100);
	const managers = new Set(rows.map(({ parentRole }) => parentRole));
	const calls = rows.filter(({ role }) => managers.has(role ?? ''));
	expect(calls.length).toBeGreaterThan(100);
	for (const call of calls) {
		const team = rows.filter(
			({ parentRole, fieldId, timePeriod }) =>
				parentRole === call.role && fieldId === call.fieldId && timePeriod === call.timePeriod,
		);
		expect(cents(call)).toBe(team.reduce((sum, row) => sum + cents(row), 0));
	}
});
