import { checkWords } from './checkWords';
import type { JobReport } from './jobReport';
import type { RowCountStatus } from './reconcile';
import { count, number, percent } from './words';

/** How many rows an export should have. */
export interface Expectation {
	/** The rows that are set. */
	least: number | undefined;
	/** Those, or the rows of the export before. */
	expectedRows: number | null;
	/** Exported less expected. */
	difference: number | null;
}

/**
 * Says of one completed export whether it has the rows that it should have, and why not.
 *
 * @param tolerance by how much of the rows of the export before it may differ: 0.05 for 5%
 */
export function judgeRows(
	{ rows, truncated, jobId, exportKind, checksFailed }: JobReport,
	{ least, expectedRows, difference }: Expectation,
	tolerance: number,
): { status: RowCountStatus; words: string } {
	const job = jobId === undefined ? '' : ` (export job ${jobId})`;
	const [failed] = checkWords(checksFailed);
	if (truncated) return { status: 'mismatch', words: `Clari cut the export off${job}` };
	if (failed !== undefined) return { status: 'mismatch', words: `the export ${failed}${job}` };
	if (rows === undefined) {
		return { status: 'notCounted', words: `the rows of the export were not counted${job}` };
	}
	const have = `${count(rows, 'row')}${job}`;
	if (least !== undefined) {
		return rows >= least
			? { status: 'match', words: `${have}, at least ${number(least)} are expected` }
			: { status: 'mismatch', words: `${have}, at least ${number(least)} are expected` };
	}
	if (exportKind !== 'forecast') {
		return { status: 'notCompared', words: `${have}; their number is another every day` };
	}
	if (rows === 0) return { status: 'empty', words: `the export is empty${job}` };
	if (expectedRows === null || difference === null) {
		return { status: 'first', words: `${have}, nothing to compare with yet` };
	}
	if (difference === 0) return { status: 'match', words: `${have}, as expected` };
	const share = expectedRows === 0 ? '' : ` or ${percent(Math.abs(difference) / expectedRows)}`;
	return {
		status: Math.abs(difference) <= expectedRows * tolerance ? 'match' : 'mismatch',
		words: `${have}, expected ${number(expectedRows)}: ${number(Math.abs(difference))}${share} ${difference > 0 ? 'more' : 'fewer'}`,
	};
}
