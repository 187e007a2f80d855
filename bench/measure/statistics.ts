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

const STEEPEST = 2.2;

/**
 * How long more rows will take, by the slope of the last two sizes: 1 for linear work, 2 for quadratic. Never less than
 * linear, because small sizes pay what all sizes pay once; nothing known foretells nothing.
 */
export function foretell(known: readonly Timed[], rows: number): number {
	const [last, before] = [known.at(-1), known.at(-2)];
	if (last === undefined) return 0;
	const slope =
		before === undefined ? 1 : Math.log(last.ms / before.ms) / Math.log(last.rows / before.rows);
	return last.ms * (rows / last.rows) ** Math.min(Math.max(slope, 1), STEEPEST);
}
