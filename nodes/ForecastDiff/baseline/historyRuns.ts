/**
 * The earlier values of a call as runs, going back from its present value. Most calls do not change, and cost a number.
 *
 * - a number: so many times the present value, and nothing else
 * - a list: the same number, then value and count of each run before it
 */
export type HistoryRuns = number | Array<number | null>;

/** More than any history has: a count beyond it can only be damage. */
const MAX_VALUES = 1_000_000;

/** @param value the present value; `undefined` is none of the history's values */
export function packHistory(
	history: ReadonlyArray<number | null>,
	value: number | null | undefined,
): HistoryRuns {
	let end = history.length;
	const countBack = (wanted: number | null | undefined): number => {
		const before = end;
		while (end > 0 && history[end - 1] === wanted) end--;
		return before - end;
	};
	const present = countBack(value);
	if (end === 0) return present;
	const runs: Array<number | null> = [present];
	while (end > 0) {
		const earlier = history[end - 1] ?? null;
		runs.push(earlier, countBack(earlier));
	}
	return runs;
}

/** @returns the values, the oldest first; `undefined` when the runs make no sense */
export function unpackHistory(
	runs: HistoryRuns,
	value: number | null | undefined,
): Array<number | null> | undefined {
	const [present = 0, ...earlier] = typeof runs === 'number' ? [runs] : runs;
	const values: Array<number | null> = [];
	const add = (count: number | null | undefined, earlierValue: number | null): boolean => {
		if (count === null || count === undefined || !Number.isInteger(count) || count < 0)
			return false;
		if (values.length + count > MAX_VALUES) return false;
		for (let n = 0; n < count; n++) values.push(earlierValue);
		return true;
	};
	if (present !== 0 && (value === undefined || !add(present, value))) return undefined;
	for (let run = 0; run < earlier.length; run += 2) {
		if (!add(earlier[run + 1], earlier[run] ?? null)) return undefined;
	}
	return values.reverse();
}
