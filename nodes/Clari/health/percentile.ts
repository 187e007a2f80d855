/**
 * The nearest-rank percentile: the smallest value that at least `share` of all values do not exceed. It is a value that
 * was measured, never one in between.
 *
 * @param values in any order
 * @param share above 0, up to 1, e.g. 0.95
 * @returns `undefined` when there are no values
 */
export function percentile(values: readonly number[], share: number): number | undefined {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
