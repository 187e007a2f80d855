import { difference, percentOf } from './amounts';
import type { Baseline, Comparison, Difference } from './compare';
import { isSignificant, moved } from './decide';
import type { ExportIndex } from './exportIndex';
import type { Hierarchy } from './hierarchy';
import type { Settings } from './options';
import { newestCell } from './snapshot';
import { thresholdsFor } from './thresholds';
import type { ChangeKind, LastAlert, Level, Snapshot, SnapshotEntry } from './types';
import { isUnclear, type WeekCell } from './weekCell';

/**
 * Adds the changes that take back an alert, where an older state is compared with. A call that is back where it was at
 * the start of the week is no difference to the start of the week, but the readers of the alert still believe in it.
 */
export function withResolved(
	comparison: Comparison,
	current: ExportIndex,
	baseline: Baseline,
	last: Snapshot,
	hierarchy: Hierarchy,
	settings: Settings,
): void {
	const { thresholds, baselineTakenAt } = settings;
	const limitsOf = ({ field }: SnapshotEntry, level: Level) =>
		thresholdsFor(field, level, thresholds);
	const open = new Set<string>();
	for (const change of comparison.differences) {
		const entry = change.current ?? change.previous;
		const limits = entry && limitsOf(entry, change.level);
		if (limits === undefined || !isSignificant(change, limits, thresholds.mode)) continue;
		open.add(change.key);
		if (change.previousKey !== undefined) open.add(change.previousKey);
	}
	const found: Difference[] = [];
	const { calls } = current;
	const lacksGroup = (key: string) => {
		const { place } = calls.locate(key);
		return place !== undefined && baseline.lacks(place);
	};
	for (const [key, entry] of last.entries) {
		const { alert } = entry;
		if (alert === undefined || open.has(key)) continue;
		if (baselineTakenAt !== null && alert.at < baselineTakenAt) continue;
		const number = calls.find(key);
		if (number === undefined) {
			// It came since, and is gone again. A call that was there before would be a difference.
			const isGone = calls.hasGroup(key, entry.timePeriod) && typeof alert.to === 'number';
			const wasThere = baseline.periods.has(entry.timePeriod) && !lacksGroup(key);
			if (isGone && wasThere) found.push(gone(key, entry, alert, hierarchy));
			continue;
		}
		const call = calls.cell(number);
		const cell = newestCell(call);
		if (cell === undefined || isUnclear(cell) || cell.value === undefined) continue;
		const level = hierarchy.levelOf(cell.owner);
		const limits = limitsOf(cell, level);
		if (!moved(alert.to, cell.value, limits, thresholds.mode)) continue;
		if (moved(alert.from, cell.value, limits, thresholds.mode)) continue;
		const { to } = alert;
		const delta = difference(to ?? 0, cell.value ?? 0);
		found.push({
			key,
			kind: kindOf(to, cell.value, delta),
			previous: { ...entry, value: to },
			current: cell,
			call,
			delta,
			changePct: to === null || to === 0 || cell.value === null ? null : percentOf(delta, to),
			since: alert.at,
			level,
			moves: [],
			onlyResolves: true,
		});
	}
	const periods = new Set([...last.entries.values()].map(({ timePeriod }) => timePeriod));
	let groups: ReadonlySet<string> | undefined;
	for (const key of settings.reference?.entries.keys() ?? []) {
		// Told to be removed, and here again.
		if (last.entries.has(key) || open.has(key)) continue;
		const number = calls.find(key);
		const call = number === undefined ? undefined : calls.cell(number);
		const cell = call === undefined ? undefined : newestCell(call);
		if (call === undefined || cell === undefined || isUnclear(cell)) continue;
		if (typeof cell.value !== 'number' || !periods.has(cell.timePeriod)) continue;
		// A field that the last run did not have at all: nothing was told about its calls.
		groups ??= new Set([...last.entries.keys()].map(current.groupOf));
		if (!groups.has(current.groupOf(key))) continue;
		found.push(cameBack(key, call, cell, hierarchy));
	}
	for (const change of found) comparison.differences.push(change);
}

function kindOf(from: number | null, to: number | null, delta: number): ChangeKind {
	if (from === null) return 'set';
	if (to === null) return 'cleared';
	if (from === 0) return 'from_zero';
	if (to === 0) return 'to_zero';
	return delta > 0 ? 'increased' : 'decreased';
}

function gone(
	key: string,
	entry: SnapshotEntry,
	{ to, at }: LastAlert,
	hierarchy: Hierarchy,
): Difference {
	return {
		key,
		kind: 'removed',
		previous: { ...entry, value: to },
		current: undefined,
		call: undefined,
		delta: difference(to ?? 0, 0),
		changePct: null,
		since: at,
		level: hierarchy.ledBy(entry.owner) === undefined ? 'rep' : 'manager',
		moves: [],
		onlyResolves: true,
	};
}

function cameBack(
	key: string,
	call: WeekCell,
	current: WeekCell,
	hierarchy: Hierarchy,
): Difference {
	return {
		key,
		kind: 'added',
		previous: undefined,
		current,
		call,
		delta: difference(0, current.value ?? 0),
		changePct: null,
		since: null,
		level: hierarchy.levelOf(current.owner),
		moves: [],
		onlyResolves: true,
	};
}
