import type { ForecastRow } from '../../shared/forecast/forecastRow';

/** The rows of one export, and when Clari started to make it (milliseconds; absent when it does not say). */
export interface DatedRows {
	rows: ForecastRow[];
	madeAt?: number;
}

/** Where the newest row of a key stands. */
interface Newest {
	index: number;
	updatedOn?: string | null;
}

/**
 * Keeps of several exports the newest row of each key.
 *
 * Newer is the row whose call was touched later (`updatedOn`): who shows a later touch was exported after it. Where both
 * show the same one or none, the row of the later job is newer, and of two jobs without a time the one that was asked
 * for later. What one export has twice under one key stays as it is: that is Clari's to explain.
 *
 * @returns the rows that stay, export by export, and how many were replaced
 */
export function newestRows(exports: DatedRows[]): { rows: ForecastRow[][]; replaced: number } {
	const all = exports.map(({ rows }) => rows);
	if (!haveCommonPeriod(all)) return { rows: all, replaced: 0 };

	const newest = new Map<string, Newest>();
	exports.forEach(({ rows }, index) => {
		for (const { rowKey, updatedOn } of rows) {
			const known = newest.get(rowKey);
			if (known === undefined || isNewer(exports, { index, updatedOn }, known)) {
				newest.set(rowKey, { index, updatedOn });
			}
		}
	});
	const rows = all.map((list, index) =>
		list.filter(({ rowKey }) => newest.get(rowKey)?.index === index),
	);
	const count = (lists: ForecastRow[][]) => lists.reduce((sum, { length }) => sum + length, 0);
	return { rows, replaced: count(all) - count(rows) };
}

/** Keys hold the period: exports of different ones have no key in common, which spares looking at every row. */
function haveCommonPeriod(lists: ForecastRow[][]): boolean {
	const seen = new Set<string>();
	for (const list of lists) {
		const periods = new Set(list.map(({ timePeriod }) => timePeriod));
		if ([...periods].some((period) => seen.has(period))) return true;
		for (const period of periods) seen.add(period);
	}
	return false;
}

function isNewer(exports: DatedRows[], row: Newest, known: Newest): boolean {
	if (row.updatedOn && known.updatedOn && row.updatedOn !== known.updatedOn) {
		return row.updatedOn > known.updatedOn;
	}
	const madeAt = exports[row.index]?.madeAt;
	const before = exports[known.index]?.madeAt;
	if (madeAt !== undefined && before !== undefined && madeAt !== before) return madeAt > before;
	return row.index >= known.index;
}
