import type { ExportIndex } from './exportIndex';
import { eachWeek, hasAmount } from './weekCell';

/** The weeks of a period that are compared. */
export interface WeekPair {
	newest: string;
	/** The week that serves as the baseline; absent when there are not that many weeks with amounts. */
	earlier?: string;
	/** The first week that does not belong to the baseline any more. */
	limit?: string;
}

/**
 * Finds, per period, the newest week that anybody made a call in, and the one so many weeks before. Weeks without any
 * amount do not count: those to come are all null.
 *
 * @param weeksBack 1 for the week before
 */
export function weekPairs(index: ExportIndex, weeksBack: number): Map<string, WeekPair> {
	const weeks = new Map<string, Set<string>>();
	for (const call of index.calls.cells()) {
		eachWeek(call, (cell) => {
			if (!hasAmount(cell)) return;
			const known = weeks.get(cell.timePeriod);
			if (known === undefined) weeks.set(cell.timePeriod, new Set([cell.week ?? '']));
			else known.add(cell.week ?? '');
		});
	}
	const pairs = new Map<string, WeekPair>();
	for (const [period, names] of weeks) {
		const sorted = [...names].sort().reverse();
		const [newest = ''] = sorted;
		const earlier = sorted[weeksBack];
		const limit = sorted[weeksBack - 1];
		pairs.set(period, earlier === undefined ? { newest } : { newest, earlier, limit });
	}
	return pairs;
}
