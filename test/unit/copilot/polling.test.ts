import fc from 'fast-check';

import { KnownStatuses } from '../../../nodes/ClariCopilot/polling/knownStatuses';
import { readMovingList } from '../../../nodes/ClariCopilot/polling/movingList';
import { SeenStates, stateKey } from '../../../nodes/ClariCopilot/polling/seenStates';

const idOf = (row: number) => String(row);

describe('a list that rows leave while it is read', () => {
	test('is read whole, whatever leaves it and when', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 120 }),
				fc.integer({ min: 2, max: 25 }),
				fc.array(fc.array(fc.nat(119), { maxLength: 30 }), { maxLength: 12 }),
				async (length, pageSize, leaving) => {
					let list = Array.from({ length }, (_none, row) => row);
					let page = 0;
					const read = await readMovingList(
						async (skip) => {
							const gone = leaving[page++] ?? [];
							list = list.filter((row) => !gone.includes(row));
							const rows = list.slice(skip, skip + pageSize);
							return { rows, isLast: skip + pageSize >= list.length };
						},
						idOf,
						10_000,
					);
					expect(read.isWhole).toBe(true);
					const found = new Set(read.rows);
					expect(list.filter((row) => !found.has(row))).toEqual([]);
					expect(found.size).toBe(read.rows.length);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	test('says so when it goes on behind the last position', async () => {
		const list = Array.from({ length: 300 }, (_none, row) => row);
		const readPage = async (skip: number) => ({
			rows: list.slice(skip, skip + 25),
			isLast: skip + 25 >= list.length,
		});
		const { rows, isWhole } = await readMovingList(readPage, idOf, 100);
		expect(isWhole).toBe(false);
		expect(rows).toEqual(list.slice(0, 125));
	});

	test('ends where only empty pages follow, although nobody says so', async () => {
		const list = Array.from({ length: 150 }, (_none, row) => row);
		let reads = 0;
		const readPage = async (skip: number) => {
			reads++;
			return { rows: list.slice(skip, skip + 100), isLast: false };
		};
		const { rows, isWhole } = await readMovingList(readPage, idOf, 10_000);
		expect({ rows, isWhole }).toEqual({ rows: list, isWhole: true });
		expect(reads).toBeLessThan(20);
	});

	test('does not read for ever when no page joins on', async () => {
		let next = 0;
		const readPage = async () => ({ rows: [next++, next++], isLast: false });
		expect((await readMovingList(readPage, idOf, 10_000)).isWhole).toBe(false);
	});
});

describe('what is remembered', () => {
	test('comes back from text as it was', () => {
		const seen = new SeenStates();
		const keys = Array.from({ length: 50 }, (_none, index) => stateKey('call', String(index)));
		for (const [index, key] of keys.entries()) seen.add(key, 1_000 + (index % 7));
		const again = new SeenStates(seen.pack());
		expect(keys.filter((key) => !again.has(key))).toEqual([]);
		again.forget(1_003);
		expect(keys.filter((key) => again.has(key))).toHaveLength(28);
	});

	test('is bounded: the oldest states and statuses go first', () => {
		const seen = new SeenStates();
		for (let index = 0; index < 20_100; index++) seen.add(stateKey(String(index)), index);
		seen.forget(0);
		expect([99, 100, 20_099].map((index) => seen.has(stateKey(String(index))))).toEqual([
			false,
			true,
			true,
		]);
		const statuses = new KnownStatuses();
		for (let index = 0; index < 600; index++) statuses.set(String(index), 'SCHEDULED');
		const again = new KnownStatuses(statuses.pack());
		expect([99, 100, 599].map((index) => again.get(String(index)))).toEqual([
			null,
			'SCHEDULED',
			'SCHEDULED',
		]);
	});
});
