import { difference, percentOf, sameAmount } from './amounts';
import type { ExportView, Gaps } from './snapshot';
import type { ChangeKind, Snapshot, SnapshotEntry } from './types';

/** A change before thresholds and labels. */
export interface Difference {
	key: string;
	kind: ChangeKind;
	previous: SnapshotEntry | undefined;
	current: SnapshotEntry | undefined;
	delta: number | null;
	changePct: number | null;
}

export interface Comparison {
	/** In no particular order. */
	differences: Difference[];
	/** Calls that both sides have and that could be compared. */
	compared: number;
	unchanged: number;
	/** Calls that came or went without an amount: nothing to tell. */
	addedWithoutValue: number;
	removedWithoutValue: number;
	/** Calls that one side says nothing about (see `statement`). */
	notComparable: number;
	/** Of these, calls with an amount in the baseline for which the export carries no value at all. */
	withoutAmount: number;
	/** Calls left out because of contradictory rows or values that are not numbers. */
	leftOut: number;
	/** Sorted. */
	newPeriods: string[];
	gonePeriods: string[];
	/** What the next run should be compared with. */
	next: Snapshot;
}

/** A stored snapshot, or the view of an export that is at hand. */
type Baseline = Snapshot & Partial<Pick<ExportView, 'leftOut' | 'periods'>>;

/**
 * Compares an export with a baseline, in one pass over each.
 *
 * Only periods that both sides have are compared, so a new quarter is neither a flood of additions nor of removals.
 *
 * The snapshot for the next run is the current one, except that it keeps the baseline's entry wherever the current
 * export says nothing usable about a call, and the entries of periods that are gone (`keepPeriods` periods in total,
 * newest first by plain order of their ids; periods of the current export are never dropped).
 * Note that a baseline that moves on in every run absorbs small moves: ten times +1 % is never +10 %.
 */
export function compareViews(
	baseline: Baseline,
	current: ExportView,
	keepPeriods: number,
): Comparison {
	const baselinePeriods = periodsOf(baseline);
	const next = new Map<string, SnapshotEntry>();
	const result: Comparison = {
		differences: [],
		compared: 0,
		unchanged: 0,
		addedWithoutValue: 0,
		removedWithoutValue: 0,
		notComparable: 0,
		withoutAmount: 0,
		leftOut: current.leftOut.size,
		newPeriods: [...current.periods].filter((period) => !baselinePeriods.has(period)).sort(),
		gonePeriods: [...baselinePeriods].filter((period) => !current.periods.has(period)).sort(),
		next: { keyColumns: current.keyColumns, entries: next },
	};

	for (const [key, entry] of current.entries) {
		if (!baselinePeriods.has(entry.timePeriod)) {
			next.set(key, entry);
			continue;
		}
		const previous = baseline.entries.get(key);
		if (previous === undefined) {
			next.set(key, entry);
			if (baseline.leftOut?.has(key)) result.leftOut++;
			else if (typeof entry.value === 'number') {
				result.differences.push(oneSided('added', key, undefined, entry));
			} else result.addedWithoutValue++;
			continue;
		}
		const stated = statement(entry, current.gaps.get(key), previous);
		if (stated === undefined) {
			next.set(key, previous);
			result.notComparable++;
			if (entry.value === undefined && typeof previous.value === 'number') result.withoutAmount++;
			continue;
		}
		next.set(key, stated);
		if (previous.value === undefined) {
			result.notComparable++;
			continue;
		}
		result.compared++;
		const change = twoSided(key, previous, stated);
		if (change === undefined) result.unchanged++;
		else result.differences.push(change);
	}

	const kept = keptPeriods(current.periods, result.gonePeriods, keepPeriods);
	for (const [key, previous] of baseline.entries) {
		if (current.entries.has(key)) continue;
		if (current.leftOut.has(key) || kept.has(previous.timePeriod)) next.set(key, previous);
		else if (!current.periods.has(previous.timePeriod)) continue;
		else if (typeof previous.value === 'number') {
			result.differences.push(oneSided('removed', key, previous, undefined));
		} else result.removedWithoutValue++;
	}
	return result;
}

function periodsOf(baseline: Baseline): ReadonlySet<string> {
	if (baseline.periods !== undefined) return baseline.periods;
	const periods = new Set<string>();
	for (const { timePeriod } of baseline.entries.values()) periods.add(timePeriod);
	return periods;
}

/** The periods that are gone but remembered, in case a later export has them again. */
function keptPeriods(
	current: ReadonlySet<string>,
	gone: readonly string[],
	keepPeriods: number,
): ReadonlySet<string> {
	const newest = [...current, ...gone].sort().reverse().slice(0, keepPeriods);
	return new Set(newest.filter((period) => !current.has(period)));
}

/**
 * What the current export says about a call whose baseline is known; `undefined` when it says nothing about it.
 *
 * 1. No amount at all (absent): nothing is said.
 * 2. Only null: no call, but for weeks after the baseline's: the owner has not made the new week's call yet, and the
 *    last call stands, as it does in an export that carries the earlier weeks as well.
 * 3. An amount, but of a week before the baseline's: when the baseline's week, or a later one, is null now, the call was
 *    cleared; it did not go back to last week's amount. When that week is there without an amount, nothing is said.
 */
function statement(
	entry: SnapshotEntry,
	gaps: Gaps | undefined,
	previous: SnapshotEntry,
): SnapshotEntry | undefined {
	if (entry.value === undefined) return undefined;
	if (gaps === undefined || previous.week === null || entry.week === null) return entry;
	if (entry.value === null) {
		const onlyLaterWeeks = gaps.firstNullWeek !== undefined && gaps.firstNullWeek > previous.week;
		return onlyLaterWeeks && previous.value !== null ? undefined : entry;
	}
	if (entry.week >= previous.week) return entry;
	if (gaps.lastNullWeek !== undefined && gaps.lastNullWeek >= previous.week) {
		return { ...entry, value: null, week: gaps.lastNullWeek };
	}
	const silent = gaps.lastAbsentWeek !== undefined && gaps.lastAbsentWeek >= previous.week;
	return silent ? undefined : entry;
}

function twoSided(
	key: string,
	previous: SnapshotEntry,
	current: SnapshotEntry,
): Difference | undefined {
	const before = previous.value ?? null;
	const after = current.value ?? null;
	if (before === null || after === null) {
		if (before === after) return undefined;
		return oneSided(before === null ? 'set' : 'cleared', key, previous, current);
	}
	if (
		previous.currency !== null &&
		current.currency !== null &&
		previous.currency !== current.currency
	) {
		return { key, kind: 'currency_changed', previous, current, delta: null, changePct: null };
	}
	if (sameAmount(before, after)) return undefined;
	const delta = difference(before, after);
	return {
		key,
		kind: kindOf(before, after),
		previous,
		current,
		delta,
		changePct: before === 0 ? null : percentOf(delta, before),
	};
}

function kindOf(before: number, after: number): ChangeKind {
	if (before === 0) return 'from_zero';
	if (after === 0) return 'to_zero';
	return after > before ? 'increased' : 'decreased';
}

/** A change with an amount on one side only: it moves the total by that amount, and has no percentage. */
function oneSided(
	kind: ChangeKind,
	key: string,
	previous: SnapshotEntry | undefined,
	current: SnapshotEntry | undefined,
): Difference {
	const delta = difference(previous?.value ?? 0, current?.value ?? 0);
	return { key, kind, previous, current, delta, changePct: null };
}
