import type { Change, ChangeKind, ComparedWith } from './types';

/** Counts of listed changes, one per kind. */
export interface KindCounts {
	increased: number;
	decreased: number;
	added: number;
	removed: number;
	fromZero: number;
	toZero: number;
	set: number;
	cleared: number;
	currencyChanged: number;
}

/** The counts of one comparison. There is no net total: managers' rows already contain the reps' rows. */
export interface SummaryCounts extends KindCounts {
	/** Changes that reach the thresholds. */
	changes: number;
	up: number;
	down: number;
	high: number;
	/** Changes that do not reach the thresholds; they are not listed. */
	belowThreshold: number;
	unchanged: number;
	/** Calls on both sides that could be compared: unchanged, changed and below the threshold together. */
	compared: number;
	/** Calls that one side carries no amount of, or makes no statement about in the baseline's week. */
	notComparable: number;
	/** Calls with contradictory rows or values that are not numbers. */
	leftOut: number;
	addedWithoutValue: number;
	removedWithoutValue: number;
	/** Rows of the current export that repeat another one; harmless. */
	repeatedRows: number;
	/** Periods that only the current export has; they become the baseline silently. Sorted. */
	newPeriods: string[];
	/** Periods that only the baseline has. Sorted. */
	gonePeriods: string[];
	/** Nothing was compared because of critical data quality items. */
	blocked: boolean;
	/** `null` when nothing was compared. */
	comparedWith: ComparedWith | null;
	detectedAt: string;
	/** The first changes, as many as the alert shows at most. */
	top: Change[];
}

const COUNT_OF_KIND: Record<ChangeKind, keyof KindCounts> = {
	increased: 'increased',
	decreased: 'decreased',
	added: 'added',
	removed: 'removed',
	from_zero: 'fromZero',
	to_zero: 'toZero',
	set: 'set',
	cleared: 'cleared',
	currency_changed: 'currencyChanged',
};

export function countChanges(
	changes: readonly Change[],
): KindCounts & Pick<SummaryCounts, 'changes' | 'up' | 'down' | 'high'> {
	const counts = {
		changes: changes.length,
		up: 0,
		down: 0,
		high: 0,
		increased: 0,
		decreased: 0,
		added: 0,
		removed: 0,
		fromZero: 0,
		toZero: 0,
		set: 0,
		cleared: 0,
		currencyChanged: 0,
	};
	for (const { kind, direction, severity } of changes) {
		counts[COUNT_OF_KIND[kind]]++;
		if (direction !== 'none') counts[direction]++;
		if (severity === 'high') counts.high++;
	}
	return counts;
}
