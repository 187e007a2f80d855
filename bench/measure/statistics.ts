/** The middle one; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** A size and the time it took. */
export interface Timed {
	rows: number;
	ms: number;
}

/** A slope is not worth much unless the sizes are this far apart. */
const APART = 4;

/**
 * How long more rows will take, by the slope from the smallest size to the largest: 1 for linear work, 2 for quadratic. Never
 * less than linear, because small sizes pay what all sizes pay once; and nothing known foretells nothing. Not by neighbouring
 * sizes: on a busy machine one may take twice its time.
 */
export function foretell(known: readonly Timed[], rows: number): number {
	const [first, last] = [known.at(0), known.at(-1)];
	if (first === undefined || last === undefined) return 0;
	const isApart = last.rows >= APART * first.rows;
	const slope = isApart ? Math.log(last.ms / first.ms) / Math.log(last.rows / first.rows) : 1;
	return last.ms * (rows / last.rows) ** Math.max(slope, 1);
}
