import { eachWeek, hasAmount, type ExportIndex } from './exportIndex';

/** The two newest weeks of a period that have any amount; weeks to come, all null, do not count. */
export interface WeekPair {
	newest: string;
	/** Absent when only one week has amounts: there is nothing to compare with. */
	before?: string;
}

/** Finds, per period, the newest week that anybody made a call in, and the one before. */
export function weekPairs(index: ExportIndex): Map<string, WeekPair> {
	const pairs = new Map<string, WeekPair>();
	for (const call of index.calls.values()) {
		eachWeek(call, (cell) => {
			if (hasAmount(cell)) takeIn(pairs, call.timePeriod, cell.week);
		});
	}
	return pairs;
}

function takeIn(pairs: Map<string, WeekPair>, timePeriod: string, week: string): void {
	const pair = pairs.get(timePeriod);
	if (pair === undefined) pairs.set(timePeriod, { newest: week });
	else if (week > pair.newest) {
		pair.before = pair.newest;
		pair.newest = week;
	} else if (week < pair.newest && (pair.before === undefined || week > pair.before)) {
		pair.before = week;
	}
}
