import type { Truth } from '../data/snapshots';
import type { Found, Surroundings } from '../peers/peer';

/** What a process is asked to measure: one run of one peer. */
export interface Job {
	peer: string;
	rows: number;
	seed: string;
	surroundings: Surroundings;
}

export interface Measured extends Omit<Found, 'output'> {
	/** Wall-clock time of the comparison. */
	ms: number;
	/** Largest resident memory of the process while it compared, in bytes. */
	peakBytes: number;
	truth: Truth;
	/** Rows of the first snapshot. */
	rows: number;
}

/** `started` comes when the clock starts: from then on the time limit counts. */
export type Message =
	| { type: 'started' }
	| { type: 'measured'; measured: Measured }
	| { type: 'failed'; message: string };
