import type { ExportIndex } from './exportIndex';
import type { Hierarchy } from './hierarchy';
import { newestCell } from './snapshot';
import type { Snapshot, SnapshotEntry } from './types';

/** What a preview pretends to have been: the largest call 20 % lower, the next 10 % higher, and so on. */
const FACTORS = [0.8, 1.1, 1.25, 0.9, 0.5];

/**
 * An invented baseline for an export, so that a user sees an alert without waiting for a change: some of the largest
 * calls of reps had other amounts, one was not there, and one was not made yet. The same export gives the same one.
 */
export function inventBaseline(index: ExportIndex, hierarchy: Hierarchy): Snapshot {
	const entries = new Map<string, SnapshotEntry>();
	const largest: Array<{ key: string; entry: SnapshotEntry; size: number }> = [];
	for (const [key, call] of index.calls) {
		const cell = newestCell(call);
		if (cell === undefined) continue;
		const { owner, field, timePeriod, value, currency, week } = cell;
		const entry: SnapshotEntry = { owner, field, timePeriod, value, currency, week };
		entries.set(key, entry);
		const isCall = field.type === null || field.type === 'forecast';
		if (isCall && typeof value === 'number' && value !== 0 && hierarchy.levelOf(owner) === 'rep') {
			largest.push({ key, entry, size: Math.abs(value) });
		}
	}
	largest.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
	largest.slice(0, FACTORS.length).forEach(({ key, entry }, place) => {
		entries.set(key, { ...entry, value: before(entry.value, FACTORS[place] ?? 1) });
	});
	const [made, arrived] = largest.slice(FACTORS.length);
	if (made !== undefined) entries.set(made.key, { ...made.entry, value: null });
	if (arrived !== undefined) entries.delete(arrived.key);
	return { keyColumns: index.keyColumns, entries };
}

function before(value: number | null | undefined, factor: number): number | null {
	return typeof value === 'number' ? Math.round(value * factor) : null;
}
