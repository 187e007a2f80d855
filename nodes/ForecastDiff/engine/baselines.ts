import type { CallTable } from './callTable';
import { entryOf, type Baseline } from './compare';
import { indexBaseline, type ExportIndex, type RowSource } from './exportIndex';
import type { LabelDictionary } from './labels';
import { noFacts, noteWeek, type PeriodFacts } from './periodFacts';
import type { Place } from './places';
import type { TableShape } from './rowReader';
import { newestCell } from './snapshot';
import type { Owner, Snapshot, SnapshotEntry } from './types';
import { isUnclear, type WeekCell } from './weekCell';

/** Hangs the rows of an earlier export on the calls of the current one. */
export function baselineOfRows(
	rows: RowSource,
	current: ExportIndex,
	shape: TableShape,
	takenAt: string | null,
): { index: ExportIndex; baseline: Baseline } {
	const index = indexBaseline(rows, shape, current.calls);
	const { calls } = index;
	const known = new Set<Place>();
	for (const { twin } of calls.places.all()) if (twin !== undefined) known.add(twin);
	const baseline: Baseline = {
		periods: index.periods,
		rest: () => callsOf(calls, index.rest),
		leftOut: new Set(index.unclear.keys()),
		lacks: without(current.calls, known),
		takenAt,
	};
	return { index, baseline };
}

/** Hangs a stored snapshot on the calls of the current export. */
export function baselineOfSnapshot(
	{ entries }: Snapshot,
	current: ExportIndex,
	labels: LabelDictionary,
	takenAt: string | null,
): Baseline {
	const periods = new Map<string, PeriodFacts>();
	const rest = new Map<string, SnapshotEntry>();
	const known = new Set<Place>();
	const { calls } = current;
	calls.expectEntries();
	for (const [key, stored] of entries) {
		const entry = {
			...stored,
			owner: labels.sameOwner(stored.owner),
			field: labels.sameField(stored.field),
		};
		notePeriod(periods, entry);
		const { place, number } = calls.locate(key);
		if (place !== undefined) known.add(place);
		if (number === undefined) rest.set(key, entry);
		else calls.setEntry(number, entry);
	}
	const lacks = without(calls, known);
	return { periods, rest: () => rest, leftOut: new Set(), lacks, takenAt };
}

/**
 * Takes the earlier weeks of the current export itself for the baseline.
 *
 * @param limits per period, the week to stop before; periods that are not in it are not compared
 */
export function baselineOfWeeks(
	current: ExportIndex,
	limits: ReadonlyMap<string, string>,
): Baseline {
	const periods = new Map<string, PeriodFacts>();
	const leftOut = new Set<string>();
	const { calls } = current;
	calls.expectEntries();
	for (let number = 0; number < calls.size; number++) {
		const call = calls.cell(number);
		const limit = limits.get(call.timePeriod);
		const cell = limit === undefined ? undefined : newestCell(call, limit);
		if (cell === undefined) continue;
		if (isUnclear(cell)) {
			leftOut.add(calls.key(number));
			if (!periods.has(call.timePeriod)) {
				periods.set(call.timePeriod, noFacts());
			}
			continue;
		}
		const { owner, field, timePeriod, value, currency, week } = cell;
		const entry = { owner, field, timePeriod, value, currency, week };
		calls.setEntry(number, entry);
		notePeriod(periods, entry);
	}
	return { periods, rest: () => [], leftOut, lacks: () => false, takenAt: null };
}

/**
 * Those of some owners who are in nothing that the current export has. A baseline remembers quarters that are over, and
 * types that are not exported any more, and who led a team then need not lead one now.
 *
 * @param earlier owners of the baseline that the current export does not have
 */
export function ownersOfGonePeriods(
	earlier: readonly Owner[],
	{ calls }: Pick<ExportIndex, 'calls'>,
	baseline: Pick<Baseline, 'rest'>,
): ReadonlySet<Owner> {
	const owners = new Set<Owner>();
	let isAllThere = true;
	for (const [key, { timePeriod }] of baseline.rest()) {
		isAllThere = calls.hasGroup(key, timePeriod);
		if (!isAllThere) break;
	}
	if (isAllThere) return owners;
	for (const owner of earlier) owners.add(owner);
	for (let number = 0; owners.size > 0 && number < calls.size; number++) {
		const owner = calls.previousOwner(number);
		if (owner !== undefined) owners.delete(owner);
	}
	if (owners.size === 0) return owners;
	for (const [key, rest] of baseline.rest()) {
		const entry = calls.hasGroup(key, rest.timePeriod) ? entryOf(rest) : undefined;
		if (entry !== undefined) owners.delete(entry.owner);
	}
	return owners;
}

/**
 * What is known of the periods of a snapshot, without the groups of calls that were missing from the last export and
 * are still: they do not make this one smaller.
 */
export function periodsOf(
	{ entries, missing = [] }: Snapshot,
	{ calls }: ExportIndex,
	groupOf: (key: string) => string,
): Map<string, PeriodFacts> {
	const periods = new Map<string, PeriodFacts>();
	const known = new Set(missing);
	for (const [key, entry] of entries) {
		const isStillMissing =
			known.size > 0 && known.has(groupOf(key)) && !calls.hasGroup(key, entry.timePeriod);
		if (!isStillMissing) notePeriod(periods, entry);
	}
	return periods;
}

/** Tells the groups of an export that are not among those of its baseline. */
function without(calls: CallTable, known: ReadonlySet<Place>): Baseline['lacks'] {
	const lacking = new Set(calls.groups().filter((place) => !known.has(place)));
	return (place) => lacking.has(place);
}

function* callsOf(calls: CallTable, numbers: readonly number[]): Iterable<[string, WeekCell]> {
	for (const number of numbers) yield [calls.key(number), calls.cell(number)];
}

function notePeriod(
	periods: Map<string, PeriodFacts>,
	{ timePeriod, week, value }: Pick<SnapshotEntry, 'timePeriod' | 'week' | 'value'>,
): void {
	const facts = periods.get(timePeriod) ?? noFacts();
	periods.set(timePeriod, facts);
	facts.calls++;
	noteWeek(facts, week, typeof value === 'number');
}
