import { extraBytes, type Cell } from '../../../bench/measure/cell';
import { foretell, median } from '../../../bench/measure/statistics';
import { parseBenchOptions } from '../../../bench/options';
import { judge } from '../../../bench/verdicts';

const cell = (peer: string, rows: number, ms: number, extra = rows): Cell => ({
	peer,
	group: 'table',
	rows,
	runs: 1,
	ms,
	peakBytes: 1_000 + extra,
	dataBytes: 1_000,
	fastestMs: ms,
	slowestMs: ms,
	counts: null,
	significant: 0,
});

const verdictsOf = (cells: readonly Cell[]) => judge(cells).map(({ passed }) => passed);

test('promises that are kept, broken and not measured', () => {
	const kept = [
		cell('ours', 10_000, 10),
		cell('ours', 20_000, 20),
		cell('ours', 1_000_000, 1_000),
		cell('compare-datasets', 20_000, 6_000),
		cell('map', 1_000_000, 400),
		cell('microdiff', 1_000_000, 1_000),
		cell('files-ours', 100_000, 150),
		cell('files-parse', 100_000, 100),
	];
	expect(verdictsOf(kept)).toEqual([true, true, true, true, true, true, undefined]);
	const broken = [
		cell('ours', 10_000, 1),
		cell('ours', 20_000, 21),
		cell('ours', 1_000_000, 1_300, 3_000_000),
		cell('compare-datasets', 20_000, 6_000),
		cell('map', 1_000_000, 400),
		cell('microdiff', 1_000_000, 1_200),
	];
	expect(verdictsOf(broken)).toEqual([false, false, false, false, false, undefined, undefined]);
	expect(verdictsOf([])).toEqual(Array(7).fill(undefined));
});

test('a peer that was skipped decides nothing', () => {
	const skipped = { ...cell('compare-datasets', 20_000, NaN), skipped: 'too slow' };
	expect(verdictsOf([cell('ours', 20_000, 20), skipped])[0]).toBeUndefined();
});

test('memory beside the data is never less than nothing', () => {
	expect(extraBytes(cell('ours', 1, 1, -5))).toBe(0);
});

test('the median', () => {
	expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
});

test('the time of a larger size is foretold by the slope of the smaller ones', () => {
	const linear = [
		{ rows: 100, ms: 10 },
		{ rows: 400, ms: 100 },
		{ rows: 500, ms: 50 },
	];
	const quadratic = [
		{ rows: 100, ms: 10 },
		{ rows: 500, ms: 250 },
	];
	expect(foretell(linear, 1_000)).toBeCloseTo(100);
	expect(foretell(quadratic, 1_000)).toBeCloseTo(1_000);
	expect(foretell([{ rows: 100, ms: 10 }], 1_000)).toBeCloseTo(100);
	expect(foretell([], 1_000)).toBe(0);
});

test('the command line', () => {
	expect(parseBenchOptions(['--sizes', '20000,10000', '--rounds', '2', '--check'])).toMatchObject({
		sizes: [10_000, 20_000],
		rounds: 2,
		check: true,
		writeDocs: false,
	});
	expect(parseBenchOptions(['--quick'])).toMatchObject({ rounds: 1 });
	expect(parseBenchOptions(['--help'])).toBeUndefined();
	expect(() => parseBenchOptions(['--sizes', 'many'])).toThrow('--sizes takes whole numbers');
	expect(() => parseBenchOptions(['--engine', 'other.js', '--write-docs'])).toThrow('that ships');
	expect(() => parseBenchOptions(['--fast'])).toThrow("Unknown option '--fast'");
});
