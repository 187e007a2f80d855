import { extraBytes, type Cell } from '../measure/cell';
import type { Group, Peer } from '../peers/peer';

/** Whom the others of a group are put in relation to. */
export const OURS: Readonly<Record<Group, string>> = {
	table: 'ours',
	clari: 'clari-ours',
	files: 'files-ours',
};

export const GROUP_TITLES: Readonly<Record<Group, string>> = {
	table: 'A plain table',
	clari: 'A Clari export with managers',
	files: 'From JSON files',
};

/** One line of a table, as text. */
export interface Line {
	peer: string;
	time: string;
	/** Time in relation to ours. */
	ratio: string;
	peak: string;
	extra: string;
	rows: string;
	answer: string;
}

const MEGABYTE = 1024 ** 2;
const DASH = '–';

/** The lines of one group and size. */
export function linesOf(
	peers: readonly Peer[],
	cells: readonly Cell[],
	group: Group,
	rows: number,
): Line[] {
	const ofSize = cells.filter((cell) => cell.group === group && cell.rows === rows);
	const ours = ofSize.find(({ peer, skipped }) => peer === OURS[group] && skipped === undefined);
	return ofSize.map((cell) => {
		const peer = peers.find(({ id }) => id === cell.peer)?.title ?? cell.peer;
		if (cell.skipped !== undefined) return skippedLine(peer, cell.skipped);
		return {
			peer,
			time: milliseconds(cell.ms),
			ratio: ours === undefined ? DASH : times(cell.ms / ours.ms),
			peak: megabytes(cell.peakBytes),
			extra: megabytes(extraBytes(cell)),
			rows: Math.round(rows / (cell.ms / 1000)).toLocaleString('en-US'),
			answer: answerOf(cell),
		};
	});
}

function skippedLine(peer: string, reason: string): Line {
	return { peer, time: DASH, ratio: DASH, peak: DASH, extra: DASH, rows: DASH, answer: reason };
}

function answerOf({ counts, listed, significant }: Cell): string {
	if (counts !== null) return 'right';
	if (listed === undefined) return 'none';
	const wrong = listed === significant ? 'right' : 'wrong';
	return `${wrong}: lists ${listed.toLocaleString('en-US')} of ${significant.toLocaleString('en-US')}`;
}

function milliseconds(ms: number): string {
	if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
	return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

function times(ratio: number): string {
	return ratio >= 10 ? `${Math.round(ratio).toLocaleString('en-US')} ×` : `${ratio.toFixed(2)} ×`;
}

function megabytes(bytes: number): string {
	return Number.isNaN(bytes) ? DASH : `${Math.round(bytes / MEGABYTE).toLocaleString('en-US')} MB`;
}
