import { print } from '../../scripts/progress';
import type { Cell } from '../measure/cell';
import type { Peer } from '../peers/peer';
import type { Verdict } from '../verdicts';
import { alignColumns } from './alignColumns';
import { GROUP_TITLES, linesOf, type Line } from './rows';

const HEAD: Line = {
	peer: '',
	time: 'time',
	ratio: 'ours = 1',
	peak: 'peak',
	extra: 'beside data',
	rows: 'rows/s',
	answer: 'answer',
};

export function printTables(peers: readonly Peer[], cells: readonly Cell[]): void {
	for (const rows of new Set(cells.map((cell) => cell.rows))) {
		for (const group of new Set(peers.map((peer) => peer.group))) {
			const lines = linesOf(peers, cells, group, rows);
			print(`\n${GROUP_TITLES[group]}, ${rows.toLocaleString('en-US')} rows`);
			for (const line of alignColumns([HEAD, ...lines].map(columnsOf))) print(`  ${line}`);
		}
	}
}

export function printVerdicts(verdicts: readonly Verdict[]): void {
	print('');
	for (const { passed, promise, measured } of verdicts) {
		const word = passed === undefined ? '–   ' : passed ? 'PASS' : 'FAIL';
		print(`${word}  ${promise}: ${measured}`);
	}
}

function columnsOf({ peer, time, ratio, peak, extra, rows, answer }: Line): string[] {
	return [peer, time, ratio, peak, extra, rows, answer];
}
