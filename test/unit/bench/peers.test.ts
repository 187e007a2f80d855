import { toRows } from '../../../bench/data/snapshots';
import { generateTable } from '../../../bench/data/table';
import { naiveScript } from '../../../bench/peers/naiveScript';

test('the naive script is right where each owner has one row, and wrong where owners have more', () => {
	const listed = (rowsOfAnOwner: number) => {
		const { previous, current, truth } = generateTable(1_000, 'seed', rowsOfAnOwner);
		const changes = naiveScript(toRows(previous), toRows(current), 10);
		return { found: changes.length, truth: truth.significant };
	};
	expect(listed(1)).toEqual({ found: 25, truth: 25 });
	expect(listed(20).found).toBeGreaterThan(500);
});
