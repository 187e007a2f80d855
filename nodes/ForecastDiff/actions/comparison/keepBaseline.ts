import type { BaselineMemory } from '../../baseline/storedState';
import { packBaseline, type BaselineItem } from '../../baseline/token';
import type { DataQualityItem, Snapshot } from '../../engine';
import { withNewPeriods } from '../../engine/newPeriods';
import type { CompareSettings } from '../settings/compareSettings';
import type { EarlierState } from './earlierState';

/** The new baseline, made once for the memory and for the output. */
export interface NewBaseline {
	snapshot: Snapshot;
	item: BaselineItem;
	/** Periods that what was compared with does not have. */
	newPeriods: readonly string[];
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
		next === undefined ? found : withKnownPeriods(earlier, found, next),
		next?.item,
		{
			move: settings.baseline.move,
			limitMb: settings.memoryLimitMb,
		},
	);
}

/**
 * A new quarter enters the baseline at once, also where the rest of it waits for its confirmation, and the reference of
 * a week as well: nothing was compared for it, and until they have it, nothing can be.
 */
function withKnownPeriods(
	{ previous, reference, memory }: EarlierState,
	found: BaselineMemory,
	next: NewBaseline,
): BaselineMemory {
	const { committed } = found.state;
	const state =
		committed === undefined || !isSnapshot(previous)
			? found.state
			: { ...found.state, committed: withPeriods(committed, previous, next) };
	const kind = memory?.wanted?.kind;
	const kept = kind && found.references[kind];
	if (kind === undefined || kept === undefined || reference === undefined) {
		return { ...found, state };
	}
	// Other key columns: the two can never be compared again, and this export starts over.
	const isOfUse = sameColumns(reference, next.snapshot);
	const grown = isOfUse ? { ...kept, item: withPeriods(kept.item, reference, next) } : undefined;
	return { ...found, state, references: { ...found.references, [kind]: grown } };
}

function withPeriods(
	item: BaselineItem,
	snapshot: Snapshot,
	{ newPeriods, movedKeys, snapshot: next }: NewBaseline,
): BaselineItem {
	if (newPeriods.length === 0 || !sameColumns(snapshot, next)) return item;
	const known = new Set([...snapshot.entries.values()].map(({ timePeriod }) => timePeriod));
	// The reference may lack a period that the last run knew already.
	const lacking = newPeriods.filter((period) => !known.has(period));
	if (lacking.length === 0) return item;
	const grown = { ...snapshot, ...withNewPeriods(snapshot, next, lacking, movedKeys) };
	return packBaseline(item.baseline, item.takenAt, grown);
}

function sameColumns(a: Snapshot, b: Snapshot): boolean {
	return a.keyColumns.join('\n') === b.keyColumns.join('\n');
}

function isSnapshot(previous: EarlierState['previous']): previous is Snapshot {
	return previous !== undefined && 'keyColumns' in previous;
}
