import { describeCounts, sameCounts, type Counts } from '../counts';
import type { Group } from '../peers/peer';
import type { Measured } from './protocol';
import { median } from './statistics';

/** What one peer did with one size. */
export interface Cell {
	peer: string;
	group: Group;
	rows: number;
	/** Why there are no numbers. */
	skipped?: string;
	runs: number;
	/** Medians of the runs. */
	ms: number;
	peakBytes: number;
	/** Peak of the process that only has the data. */
	dataBytes: number;
	slowestMs: number;
	fastestMs: number;
	counts: Counts | null;
	listed?: number;
	/** Changes of 10 % or more that are there to be found. */
	significant: number;
	parts?: Record<string, number>;
}

export function cellOf(
	peer: { id: string; group: Group },
	rows: number,
	runs: readonly Measured[],
	dataBytes: number,
): Cell {
	const times = runs.map(({ ms }) => ms);
	const [first] = runs;
	return {
		peer: peer.id,
		group: peer.group,
		rows,
		runs: runs.length,
		ms: median(times),
		peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
		dataBytes,
		fastestMs: Math.min(...times),
		slowestMs: Math.max(...times),
		counts: first?.counts ?? null,
		listed: first?.listed,
		significant: first?.truth.significant ?? 0,
		parts: first?.parts && mediansOf(runs, Object.keys(first.parts)),
	};
}

export function skippedCell(
	peer: { id: string; group: Group },
	rows: number,
	skipped: string,
): Cell {
	return { ...cellOf(peer, rows, [], NaN), skipped };
}

/** Memory that the work took beside the data. */
export function extraBytes({ peakBytes, dataBytes }: Cell): number {
	return Math.max(0, peakBytes - dataBytes);
}

/** Says how a peer is wrong; `undefined` when it is right, or does not claim to count. */
export function falsehoodOf({ counts, listed, truth }: Measured): string | undefined {
	if (counts === null) return undefined;
	if (!sameCounts(counts, truth)) {
		return `found ${describeCounts(counts)}, but there are ${describeCounts(truth)}`;
	}
	if (listed !== undefined && listed !== truth.significant) {
		return `lists ${listed} changes of 10 % or more, but there are ${truth.significant}`;
	}
	return undefined;
}

function mediansOf(runs: readonly Measured[], names: readonly string[]): Record<string, number> {
	return Object.fromEntries(
		names.map((name) => [name, median(runs.map(({ parts }) => parts?.[name] ?? NaN))]),
	);
}
