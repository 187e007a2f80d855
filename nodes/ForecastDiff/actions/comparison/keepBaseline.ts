import type { BaselineMemory } from '../../baseline/storedState';
import { packBaseline, type BaselineItem } from '../../baseline/token';
import type { DataQualityItem, Snapshot } from '../../engine';
import { groupReader } from '../../engine/key';
import { withNewGroups } from '../../engine/newGroups';
import type { CompareSettings } from '../settings/compareSettings';
import type { DataSettings } from '../settings/data';
import type { EarlierState } from './earlierState';

/** The new baseline, made once for the memory and for the output. */
export interface NewBaseline {
	snapshot: Snapshot;
	item: BaselineItem;
	/** Groups of calls (a period, or a field or type of it) that what was compared with does not have. */
	newGroups: readonly string[];
	/** Calls that came into them from a period that was compared. */
	movedKeys: ReadonlySet<string>;
}

/**
 * Stores what the next run needs to know.
 *
 * @param next absent when the baseline must not move
 * @returns what is to be said about the size of the memory
 * @throws {NodeOperationError} when the memory would be too large; then nothing is stored
 */
export function keepBaseline(
	settings: CompareSettings,
	earlier: EarlierState,
	next: NewBaseline | undefined,
): DataQualityItem[] {
	if (earlier.memory === undefined || settings.baseline.home !== 'memory') return [];
	const { baseline, found } = earlier.memory;
	return baseline.store(
		next === undefined ? found : withKnownGroups(earlier, found, next, settings),
		next?.item,
		{
			move: settings.baseline.move,
			limitMb: settings.memoryLimitMb,
		},
	);
}

/**
 * A new quarter, or a new field or type, enters the baseline at once, also where the rest of it waits for its confirmation, and the reference of
 * a week as well: nothing was compared for it, and until they have it, nothing can be.
 */
function withKnownGroups(
	{ previous, reference, memory }: EarlierState,
	found: BaselineMemory,
	next: NewBaseline,
	{ data }: CompareSettings,
): BaselineMemory {
	const { committed } = found.state;
	const state =
		committed === undefined || !isSnapshot(previous)
			? found.state
			: { ...found.state, committed: withGroups(committed, previous, next, data) };
	const kind = memory?.wanted?.kind;
	const kept = kind && found.references[kind];
	if (kind === undefined || kept === undefined || reference === undefined) {
		return { ...found, state };
	}
	// Other key columns: the two can never be compared again, and this export starts over.
	const isOfUse = sameColumns(reference, next.snapshot);
	// It may lack a group that the last run knew already, and the other way round.
	const grown = isOfUse
		? { ...kept, item: withGroups(kept.item, reference, next, data) }
		: undefined;
	return { ...found, state, references: { ...found.references, [kind]: grown } };
}

function withGroups(
	item: BaselineItem,
	snapshot: Snapshot,
	{ newGroups, movedKeys, snapshot: next }: NewBaseline,
	{ columns }: DataSettings,
): BaselineItem {
	if (newGroups.length === 0 || !sameColumns(snapshot, next)) return item;
	const groupOf = groupReader(next.keyColumns, columns);
	const grown = withNewGroups(snapshot, next, new Set(newGroups), groupOf, movedKeys);
	return grown === snapshot ? item : packBaseline(item.baseline, item.takenAt, grown);
}

function sameColumns(a: Snapshot, b: Snapshot): boolean {
	return a.keyColumns.join('\n') === b.keyColumns.join('\n');
}

function isSnapshot(previous: EarlierState['previous']): previous is Snapshot {
	return previous !== undefined && 'keyColumns' in previous;
}
