import type { Change, ChangeKind, ComparedWith, Field, HeldChange } from './types';

/** Counts of listed changes, one per kind. */
export interface KindCounts {
	increased: number;
	decreased: number;
	added: number;
	removed: number;
	moved: number;
	fromZero: number;
	toZero: number;
	set: number;
	cleared: number;
	currencyChanged: number;
}

/**
 * How a total came from its start to its end, in one currency:
 * `start + added + increased − decreased − removed + movedIn − movedOut = end`, exact to the minor unit.
 * All amounts but `start` and `end` are 0 or more, unless the amounts themselves are negative.
 */
export interface Flow {
	start: number;
	/** New calls, and calls where there was none before. */
	added: number;
	increased: number;
	decreased: number;
	/** Calls that are gone, and calls that were cleared. */
	removed: number;
	/** Came from another owner, team, field, period or currency. */
	movedIn: number;
	movedOut: number;
	end: number;
	/** `end − start` */
	delta: number;
	/** `delta / |start| × 100`, one decimal; `null` when `start` is 0. */
	changePct: number | null;
}

/** The waterfall of one field in one period and currency, over the rows of reps only: nothing is counted twice. */
export interface Waterfall extends Field, Flow {
	timePeriod: string;
	/** ISO 4217 code; `null` when the export gives none. */
	currency: string | null;
	/** Calls behind `end`. */
	calls: number;
	/** Part of `start` and `end` that the current export says nothing about: the last known amounts stand. */
	carriedForward: number;
}

/** A team of one manager, all levels below included. */
export interface TeamRollUp extends Waterfall {
	manager: { ownerId: string | null; ownerName: string | null; role: string | null };
	/** 0 for the top of the hierarchy. */
	depth: number;
	/** The manager's own call beside the sum of the team, where the export has one and the team one currency. */
	call: { previous: number | null; current: number | null; delta: number | null } | null;
	/** The team members' changes, the largest first, at most three. */
	explainedBy: NonNullable<Change['explainedBy']>;
}

/** Calls (and their amounts) that went from one category to another, or stayed; `null`: was not there, is gone. */
export interface CategoryCell {
	timePeriod: string;
	currency: string | null;
	from: Field | null;
	to: Field | null;
	calls: number;
	/** Sum before, in the category `from`. */
	previous: number;
	/** Sum now, in the category `to`. */
	current: number;
}

/** Somebody who has not updated any forecast call in the newest week. The last amounts stand. */
export interface MissingSubmission {
	ownerId: string | null;
	ownerName: string | null;
	ownerEmail: string | null;
	timePeriod: string;
	/** First day of the week without an update. */
	week: string | null;
	/** Names of the fields that were not updated. */
	fields: string[];
}

/** The daily reconciliation: what became of every row. */
export interface Reconciliation {
	/** Rows read. */
	rows: number;
	/** Rows that were expected; `null` when nobody said. */
	expected: number | null;
	/** Different calls (keys) in them. */
	calls: number;
	/** Rows that repeat another one without contradicting it. */
	repeatedRows: number;
	unusableRows: number;
}

/**
 * What the alert counts: each move once. A manager's change that the team explains is not in it, because the team's
 * members and the team itself tell it already.
 */
export interface AlertCounts {
	changes: number;
	up: number;
	down: number;
	currencyChanged: number;
	anomalies: number;
	resolved: number;
	/** Changes that are told in spite of a cool-down. */
	escalated: number;
	/** Changes that had been kept back, and are told now. */
	heldBefore: number;
	/** Changes that are kept back now. */
	heldBack: number;
}

/** The figures of one comparison. There is no net total over all rows: managers' rows already contain the reps' rows. */
export interface SummaryCounts extends KindCounts {
	/** Changes that reach the thresholds and were not kept back, on every level: the items of the Changes output. */
	changes: number;
	up: number;
	down: number;
	high: number;
	/** Changes that take back the move of an earlier alert. */
	resolved: number;
	anomalies: number;
	/** Changes that do not reach the thresholds; they are not listed. */
	belowThreshold: number;
	/** Changes that an earlier alert has told already (start of week, start of quarter, named baseline). */
	alreadyReported: number;
	/** Changes kept back now; they are in the next digest. */
	heldBack: number;
	/** True when changes are listed that had been kept back. */
	digest: boolean;
	/** Kept back since the last alert, and back where they were. */
	cameBack: HeldChange[];
	/** Kept back, and told now as they were: their period is not in the export any more. */
	lateChanges: HeldChange[];
	unchanged: number;
	/** Calls on both sides that could be compared: unchanged, changed and below the threshold together. */
	compared: number;
	/** Calls that one side carries no amount of, or makes no statement about in the baseline's week. */
	notComparable: number;
	/** Calls with contradictory rows or values that are not numbers. */
	leftOut: number;
	addedWithoutValue: number;
	removedWithoutValue: number;
	reconciliation: Reconciliation;
	/** Periods that only the current export has; they become the baseline silently. Sorted. */
	newPeriods: string[];
	/** Periods that only the baseline has. Sorted. */
	gonePeriods: string[];
	/** Sorted by period, field and currency. */
	waterfall: Waterfall[];
	/** Teams that moved, the largest move first; at most 50. */
	teams: TeamRollUp[];
	/** Teams that moved and are not listed. */
	moreTeams: number;
	categories: CategoryCell[];
	/** Reps without an update in the newest week, sorted by name; at most 200. Empty when the export does not tell. */
	didNotSubmit: MissingSubmission[];
	/** Reps that the export tells about, and how many of them have not submitted. `null` when it does not tell. */
	submissions: { reps: number; missing: number } | null;
	/** Nothing was compared because of critical data quality items. */
	blocked: boolean;
	/** `null` when nothing was compared. */
	comparedWith: ComparedWith | null;
	detectedAt: string;
	/** An invented comparison that shows what an alert looks like. */
	preview: boolean;
	/** Managers' changes that their teams explain: they stand in `teams`, and not in `top`. */
	leftToTeams: number;
	inAlert: AlertCounts;
	/** The changes that the alert lists at most. */
	top: Change[];
}

const COUNT_OF_KIND: Record<ChangeKind, keyof KindCounts> = {
	increased: 'increased',
	decreased: 'decreased',
	added: 'added',
	removed: 'removed',
	moved: 'moved',
	from_zero: 'fromZero',
	to_zero: 'toZero',
	set: 'set',
	cleared: 'cleared',
	currency_changed: 'currencyChanged',
};

export function countChanges(
	changes: readonly Change[],
): KindCounts & Pick<SummaryCounts, 'changes' | 'up' | 'down' | 'high' | 'resolved' | 'anomalies'> {
	const counts = {
		changes: changes.length,
		up: 0,
		down: 0,
		high: 0,
		resolved: 0,
		anomalies: 0,
		increased: 0,
		decreased: 0,
		added: 0,
		removed: 0,
		moved: 0,
		fromZero: 0,
		toZero: 0,
		set: 0,
		cleared: 0,
		currencyChanged: 0,
	};
	for (const { kind, direction, severity, resolves, anomaly } of changes) {
		counts[COUNT_OF_KIND[kind]]++;
		if (direction !== 'none') counts[direction]++;
		if (severity === 'high') counts.high++;
		if (resolves !== undefined) counts.resolved++;
		if (anomaly.state === 'anomaly') counts.anomalies++;
	}
	return counts;
}
