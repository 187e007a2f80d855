import { count, DASH, percent, seconds, times, type Table } from '../report/table';
import type { RowRun } from './measure';
import { OURS, SENDERS } from './senders';

const HEAD = [
	'',
	'arrived',
	'lost',
	'twice',
	'429',
	'share of the limit',
	'time',
	'ours = 1',
	'what its user is told',
];

/** What became of the rows, one table for each setting of the neighbour. */
export function rowTables(runs: readonly RowRun[]): Table[] {
	return [...new Set(runs.map(({ neighbour }) => neighbour))].map((neighbour) => {
		const alike = runs.filter((run) => run.neighbour === neighbour);
		return { title: titleOf(alike), head: HEAD, rows: alike.map((run) => lineOf(run, alike)) };
	});
}

function titleOf([run]: readonly RowRun[]): string {
	if (run === undefined) return '';
	const { rows, rate, burst, neighbour } = run;
	const beside = neighbour === 0 ? 'nobody else sends' : `somebody else sends ${neighbour}/s`;
	return `${count(rows)} rows at ${rate}/s, ${burst} at once; ${beside}`;
}

function lineOf(run: RowRun, alike: readonly RowRun[]): string[] {
	const ours = alike.find(({ sender }) => sender === OURS);
	const lost = lostRows(run);
	return [
		SENDERS.find(({ id }) => id === run.sender)?.title ?? run.sender,
		count(run.arrived),
		count(lost),
		count(run.twice),
		count(run.throttled),
		percent(run.share),
		seconds(run.ms),
		// A sender that leaves rows out is never done.
		lost > 0 || ours === undefined ? DASH : times(run.ms / ours.ms),
		run.told,
	];
}

export function lostRows({ rows, arrived }: Pick<RowRun, 'rows' | 'arrived'>): number {
	return rows - arrived;
}
