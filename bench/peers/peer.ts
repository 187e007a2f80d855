import type { Counts } from '../counts';
import type { Snapshots } from '../data/snapshots';

/** What a peer has found. */
export interface Found {
	/** `null` for a peer that cannot tell. */
	counts: Counts | null;
	/** How many changes of 10 % or more it lists, for peers that know thresholds. */
	listed?: number;
	/** What the caller of the peer gets, kept alive until the memory has been measured. */
	output: unknown;
	/** How long a part of the work took, by name, in milliseconds. */
	parts?: Record<string, number>;
}

/** The timed part. */
export type Comparison = () => Found | Promise<Found>;

/** Which data a peer gets: the plain table, Clari rows with managers, or the plain table as the bytes of JSON files. */
export type Group = 'table' | 'clari' | 'files';

/** Where a measurement finds what is built or installed. */
export interface Surroundings {
	/** The module with `compareForecasts`. */
	engine: string;
	/** The module with `readTable`. */
	fileReader: string;
	/** An empty folder of this measurement's own. */
	scratch: string;
}

export interface Peer {
	id: string;
	title: string;
	group: Group;
	/** What it does and what it leaves out, for readers of the table. */
	about: string;
	/** Brings the data into the form that the peer starts from. Not timed. */
	prepare(snapshots: Snapshots, surroundings: Surroundings): Comparison | Promise<Comparison>;
}

/** Of rows that a library does not mention: they are the same. */
export function withSame(rows: number, { added, removed, changed }: Omit<Counts, 'same'>): Counts {
	return { added, removed, changed, same: rows - removed - changed };
}
