import { keyReader } from '../../../nodes/ForecastDiff/engine/key';
import { labelsOf } from '../../../nodes/ForecastDiff/engine/labels';
import type {
	Field,
	Owner,
	Snapshot,
	SnapshotEntry,
} from '../../../nodes/ForecastDiff/engine/types';

export const ROBIN: Owner = {
	ownerId: '4101:role',
	ownerName: 'Robin Example',
	ownerEmail: 'robin@example.com',
	role: 'Account Executive West',
	parentRole: 'West Manager',
};
const COMMIT: Field = { fieldId: 'fc_commit', fieldName: 'Commit', type: 'forecast' };
const KEY_COLUMNS = ['ownerId', 'fieldId', 'timePeriod', 'type'];

/** A call of Robin, unless told otherwise. */
export function call(changes: Partial<SnapshotEntry> = {}): SnapshotEntry {
	return {
		owner: ROBIN,
		field: COMMIT,
		timePeriod: '2026_Q1',
		value: 100_000,
		currency: 'USD',
		week: '2026-01-02',
		...changes,
	};
}

/** A snapshot with the keys that follow from the labels. */
export function snapshotOf(...calls: SnapshotEntry[]): Snapshot {
	const keyOf = keyReader(KEY_COLUMNS);
	const entries = calls.map((entry) => [keyOf({ ...labelsOf(entry) }) ?? '', entry] as const);
	return { keyColumns: KEY_COLUMNS, entries: new Map(entries) };
}
