import { extraBytes, type Cell } from './measure/cell';

const SMALL = 10_000;
const NODE_SIZE = 20_000;
const LARGE = 100_000;
const LARGEST = 1_000_000;

const TIMES_FASTER_THAN_NODE = 300;
const TIMES_FLOOR = 3;
const TIMES_PARSING = 1.5;
const LINEAR = 2.5;

/** What this package promises, and whether it is so. */
export interface Verdict {
	promise: string;
	/** `undefined` when the sizes or peers that it needs were not measured. */
	passed: boolean | undefined;
	/** The number that decides, in words. */
	measured: string;
}

type Lookup = (peer: string, rows: number) => Cell | undefined;

export function judge(cells: readonly Cell[]): Verdict[] {
	const find: Lookup = (peer, rows) =>
		cells.find((cell) => cell.peer === peer && cell.rows === rows && cell.skipped === undefined);
	return [
		fasterThanNode(find),
		atMost(find, ['ours', 'map'], LARGEST, TIMES_FLOOR, 'the Map floor'),
		atMost(find, ['ours', 'microdiff'], LARGEST, 1, 'microdiff'),
		linear(find, 'Time', (cell) => comparingAlone(cell) * 1000, 'µs'),
		linear(find, 'Memory', extraBytes, 'bytes'),
		atMost(find, ['files-ours', 'files-parse'], LARGE, TIMES_PARSING, 'JSON.parse alone'),
		atMost(find, ['files-ours', 'files-parse'], LARGEST, TIMES_PARSING, 'JSON.parse alone'),
	];
}

function fasterThanNode(find: Lookup): Verdict {
	const promise = `${count(NODE_SIZE)} rows: at least ${TIMES_FASTER_THAN_NODE} times faster than n8n's Compare Datasets`;
	const [ours, theirs] = [find('ours', NODE_SIZE), find('compare-datasets', NODE_SIZE)];
	if (!ours || !theirs) return notMeasured(promise);
	const ratio = theirs.ms / comparingAlone(ours);
	const whole = theirs.ms / ours.ms;
	return {
		promise,
		passed: ratio >= TIMES_FASTER_THAN_NODE,
		measured: `${ratio.toFixed(0)} times (${whole.toFixed(0)} with the next baseline)`,
	};
}

function atMost(
	find: Lookup,
	[ours, theirs]: readonly [string, string],
	rows: number,
	limit: number,
	name: string,
): Verdict {
	const source = ours === 'files-ours' ? ', from files' : '';
	const promise = `${count(rows)} rows${source}: at most ${limit} × the time of ${name}`;
	const [a, b] = [find(ours, rows), find(theirs, rows)];
	if (!a || !b) return notMeasured(promise);
	const ratio = comparingAlone(a) / b.ms;
	const whole = (a.ms / b.ms).toFixed(2);
	const times = `${comparingAlone(a).toFixed(0)} ms to ${b.ms.toFixed(0)} ms; ${whole} × with the next baseline`;
	return { promise, passed: ratio <= limit, measured: `${ratio.toFixed(2)} × (${times})` };
}

/** Linear: a row of the largest table costs at most `LINEAR` times what a row of the small one costs. */
function linear(find: Lookup, name: string, costOf: (cell: Cell) => number, unit: string): Verdict {
	const promise = `${name} per row at ${count(LARGEST)} rows: at most ${LINEAR} × that at ${count(SMALL)}`;
	const [small, large] = [find('ours', SMALL), find('ours', LARGEST)];
	if (!small || !large) return notMeasured(promise);
	const perRow = (cell: Cell) => costOf(cell) / cell.rows;
	const ratio = perRow(large) / perRow(small);
	const numbers = `${perRow(large).toFixed(2)} to ${perRow(small).toFixed(2)} ${unit}`;
	return { promise, passed: ratio <= LINEAR, measured: `${ratio.toFixed(2)} × (${numbers})` };
}

/**
 * No peer makes what the next run is compared with, and the engine makes it only when somebody stores it. So the
 * comparison decides (changes, reasons, moves, balances, teams, alert), and the number with the next baseline stands beside it.
 */
function comparingAlone({ ms, parts }: Cell): number {
	return ms - (parts?.nextBaseline ?? 0);
}

function notMeasured(promise: string): Verdict {
	return { promise, passed: undefined, measured: 'not measured' };
}

function count(rows: number): string {
	return rows.toLocaleString('en-US');
}
