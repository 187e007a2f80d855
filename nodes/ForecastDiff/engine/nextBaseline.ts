import { SAME } from './callRecords';
import { statement, entryOf, type Baseline } from './compare';
import type { DecidedChange } from './decide';
import type { ExportIndex } from './exportIndex';
import { labelsOf } from './labels';
import type { Settings } from './options';
import { newestCell } from './snapshot';
import type { HeldChange, KnownAmount, LastAlert, Snapshot, SnapshotEntry } from './types';
import { isUnclear, type WeekCell } from './weekCell';

/** Everything that the next snapshot is made of. */
export interface Past {
	current: ExportIndex;
	baseline: Baseline;
	/** What the last run knew; absent when rows were compared. */
	last: Snapshot | undefined;
	/** What became of each difference, by key; a move stands under both its keys. */
	decisions: () => ReadonlyMap<string, DecidedChange>;
	settings: Settings;
}

/** The snapshot of an export that was compared with nothing. */
export function firstSnapshot(current: ExportIndex): Snapshot {
	const entries = new Map<string, SnapshotEntry>();
	for (const [key, call] of current.calls) {
		const cell = newestCell(call);
		if (cell !== undefined && !isUnclear(cell)) entries.set(key, plainEntry(cell));
	}
	return { keyColumns: current.keyColumns, entries, ...tabsOf(current, undefined) };
}

/** The tabs of the export, and those before it: one that failed this time is no new one next time. */
function tabsOf({ tabs }: ExportIndex, last: Snapshot | undefined): Pick<Snapshot, 'tabs'> {
	const all = new Set([...tabs, ...(last?.tabs ?? [])]);
	return all.size === 0 ? {} : { tabs: [...all].sort() };
}

/**
 * What the next run should be compared with: the current export, except that
 *
 * - the last entry stays wherever the current export says nothing usable about a call, for fields and types that it
 *   does not have at all, and for periods that are gone
 *   (`keepPeriods` periods in total, newest first by plain order of their ids; periods of the current export are never
 *   dropped);
 * - a change that was kept back has not happened yet: what was told last stays beside the new amount, a call that came
 *   is not entered, and one that went is kept;
 * - against the last alert, small moves leave what was told last where it was.
 */
export function nextSnapshot(past: Past): Snapshot {
	const { current, settings } = past;
	const decisions = past.decisions();
	const entries = new Map<string, SnapshotEntry>();
	const { calls } = current;
	for (let number = 0; number < calls.size; number++) {
		const key = calls.key(number);
		if (calls.records.mate(number) === SAME) {
			// Rows have no history, and nothing was told about a call that is the same.
			entries.set(key, calls.entry(number));
			continue;
		}
		const call = calls.cell(number);
		const cell = newestCell(call);
		const known = lastEntry(past, key, calls.previous(number));
		if (cell === undefined || isUnclear(cell)) {
			if (known !== undefined) entries.set(key, known);
			continue;
		}
		const decided = decisions.get(key);
		if (known === undefined) {
			// One that was kept back and of which nothing is said now has not come yet either.
			const isWaiting = cell.value === undefined && past.last?.held?.has(key) === true;
			if (decided?.decision !== 'hold' && !isWaiting) {
				entries.set(key, newEntry(cell, decided, past));
			}
			continue;
		}
		const stated = statement(call, cell, known);
		entries.set(key, stated === undefined ? known : nextEntry(stated, known, decided, past));
	}
	const kept = keptPeriods(past);
	const missing = new Set<string>();
	for (const [key, known] of lastRest(past)) {
		const decided = decisions.get(key);
		const isHeld = decided?.decision === 'hold';
		// Under its new key it is known already: a record that comes back from a gone period must not move again.
		if (decided?.difference.previousKey === key && !isHeld) continue;
		const isPeriodThere = current.periods.has(known.timePeriod);
		const isMissing = isPeriodThere && !calls.hasGroup(key, known.timePeriod);
		if (isMissing) missing.add(current.groupOf(key));
		if (isPeriodThere ? isHeld || isMissing : kept.has(known.timePeriod)) {
			// Told as it was (see `lateChanges`), so that it is no news when the period comes back.
			const wasHeld = !settings.quiet && past.last?.held?.has(key) === true;
			const isLate = wasHeld && !isHeld && !isPeriodThere;
			entries.set(key, isLate ? { ...plainEntry(known), history: known.history } : known);
		}
	}
	const held = heldChanges(past, entries);
	return {
		keyColumns: settings.keyColumns,
		entries,
		...(held.size > 0 && { held }),
		...tabsOf(current, past.last),
		...(missing.size > 0 && { missing: [...missing].sort() }),
	};
}

/** Changes that were kept back and are not there any more: for the digest. Sorted by key. */
export function cameBack(past: Past): HeldChange[] {
	const { last, decisions, settings } = past;
	if (last?.held === undefined || settings.quiet) return [];
	const decided = decisions();
	return [...last.held]
		.filter(([key, change]) => !isOpen(decided.get(key)) && !isUnknown(key, change, past))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, change]) => change);
}

/**
 * Changes that were kept back, and whose period is not in the export any more: no later run can find them again, so they
 * are told as they were. Sorted by key.
 */
export function lateChanges({ last, current, settings }: Past): HeldChange[] {
	if (last?.held === undefined || settings.quiet) return [];
	return [...last.held]
		.filter(([, { labels }]) => !current.periods.has(labels.timePeriod))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, change]) => change);
}

function isOpen(decided: DecidedChange | undefined): boolean {
	return decided?.decision === 'report' || decided?.decision === 'hold';
}

/** Whether the export says nothing about a call, so that what was kept back about it is neither told nor taken back. */
function isUnknown(key: string, { labels }: HeldChange, { last, current }: Past): boolean {
	const number = current.calls.find(key);
	if (number === undefined) return !current.calls.hasGroup(key, labels.timePeriod);
	const call = current.calls.cell(number);
	const cell = newestCell(call);
	if (cell === undefined || isUnclear(cell) || cell.value === undefined) return true;
	const known = last?.entries.get(key);
	return known !== undefined && statement(call, cell, known) === undefined;
}

function heldChanges(
	past: Past,
	entries: ReadonlyMap<string, SnapshotEntry>,
): Map<string, HeldChange> {
	const { last, settings } = past;
	const decisions = past.decisions();
	const held = new Map<string, HeldChange>();
	for (const [key, change] of last?.held ?? []) {
		if (isOpen(decisions.get(key))) continue;
		// Told as they were (see `lateChanges`).
		const isLate = !past.current.periods.has(change.labels.timePeriod);
		if (isLate && !settings.quiet) continue;
		const isListed = entries.has(key) || past.current.calls.find(key) !== undefined;
		if (settings.quiet || (isListed && isUnknown(key, change, past))) held.set(key, change);
	}
	for (const [key, { decision, difference, why = 'quietHours', heldSince }] of decisions) {
		const entry = difference.current ?? difference.previous;
		if (decision !== 'hold' || entry === undefined || key !== difference.key) continue;
		held.set(key, {
			at: heldSince ?? settings.detectedAt,
			why,
			kind: difference.kind,
			previous: difference.previous?.value ?? null,
			current: difference.current?.value ?? null,
			currency: entry.currency,
			labels: labelsOf(entry),
		});
	}
	return held;
}

function lastEntry(
	{ last, settings }: Past,
	key: string,
	previous: WeekCell | SnapshotEntry | undefined,
): SnapshotEntry | undefined {
	if (settings.reference !== undefined) return last?.entries.get(key);
	const entry = entryOf(previous);
	// Rows that are compared with leave no traces of the row objects.
	return entry !== undefined && last === undefined ? plainEntry(entry) : entry;
}

/** What the last run knew and the current export does not have. */
function* lastRest({ last, current, baseline, settings }: Past): Iterable<[string, SnapshotEntry]> {
	if (settings.reference !== undefined && last !== undefined) {
		for (const [key, entry] of last.entries)
			if (current.calls.find(key) === undefined) yield [key, entry];
		return;
	}
	for (const [key, rest] of baseline.rest()) {
		const entry = entryOf(rest);
		if (entry !== undefined) yield [key, last === undefined ? plainEntry(entry) : entry];
	}
}

function nextEntry(
	stated: SnapshotEntry,
	known: SnapshotEntry,
	decided: DecidedChange | undefined,
	past: Past,
): SnapshotEntry {
	const { settings } = past;
	const entry = plainEntry(stated);
	if (past.last !== undefined) {
		const history =
			known.value === undefined ? known.history : historyWith(known, settings.keepHistory);
		if (history !== undefined && history.length > 0) entry.history = history;
	}
	entry.currency ??= known.currency;
	const isHeld = decided?.decision === 'hold';
	const keepsTold =
		isHeld || (decided?.decision === 'below_threshold' && settings.against === 'lastAlert');
	if (keepsTold) entry.told = known.told ?? toldOf(known, past);
	if (isHeld && decided.difference.moves.length > 0) {
		// For the readers it has not moved yet.
		entry.owner = known.owner;
		entry.field = known.field;
	}
	if (decided?.decision === 'report') return withAlert(entry, decided, past);
	if (known.alert !== undefined) entry.alert = known.alert;
	return entry;
}

/** A call that the last run did not know. */
function newEntry(
	cell: SnapshotEntry,
	decided: DecidedChange | undefined,
	past: Past,
): SnapshotEntry {
	const { last, baseline, settings } = past;
	const entry = plainEntry(cell);
	const { previousKey } = decided?.difference ?? {};
	const before = previousKey === undefined ? undefined : last?.entries.get(previousKey);
	// It has only moved, so its past goes with it.
	const history = before?.value === undefined ? [] : historyWith(before, settings.keepHistory);
	if (history.length > 0) entry.history = history;
	if (decided?.decision === 'below_threshold' && settings.against === 'lastAlert') {
		const at = baseline.takenAt ?? settings.detectedAt;
		entry.told = before?.told ??
			(before && toldOf(before, past)) ?? { value: null, currency: null, at };
	}
	return withAlert(entry, decided, past);
}

function toldOf(known: SnapshotEntry, { baseline, settings }: Past): KnownAmount {
	return {
		value: known.value ?? null,
		currency: known.currency,
		at: baseline.takenAt ?? settings.detectedAt,
	};
}

function withAlert(
	entry: SnapshotEntry,
	decided: DecidedChange | undefined,
	{ settings }: Past,
): SnapshotEntry {
	// Of a new entry, told already means told as removed: that alert is remembered again.
	const isAlert = decided?.decision === 'report' || decided?.decision === 'already_reported';
	if (!isAlert) return entry;
	const { difference, severity, resolves } = decided;
	// Taken back: there is nothing to come back to any more. Beside an older state it still differs, and that is told now.
	const isOver = settings.reference === undefined || difference.onlyResolves === true;
	if (resolves !== undefined && isOver) return entry;
	const alert: LastAlert = {
		at: settings.detectedAt,
		from: difference.previous?.value ?? null,
		to: difference.current?.value ?? null,
		severity,
	};
	return { ...entry, alert };
}

function historyWith({ history = [], value }: SnapshotEntry, keep: number): Array<number | null> {
	const values = [...history, value ?? null];
	return keep === 0 ? [] : values.slice(-keep);
}

function plainEntry({
	owner,
	field,
	timePeriod,
	value,
	currency,
	week,
}: SnapshotEntry): SnapshotEntry {
	return { owner, field, timePeriod, value, currency, week };
}

/** The periods that are gone but remembered, in case a later export has them again. */
function keptPeriods({ current, last, baseline, settings }: Past): ReadonlySet<string> {
	const known =
		settings.reference !== undefined && last !== undefined
			? new Set([...last.entries.values()].map(({ timePeriod }) => timePeriod))
			: baseline.periods.keys();
	const all = new Set([...current.periods.keys(), ...known]);
	const newest = [...all].sort().reverse().slice(0, settings.keepPeriods);
	return new Set(newest.filter((period) => !current.periods.has(period)));
}
