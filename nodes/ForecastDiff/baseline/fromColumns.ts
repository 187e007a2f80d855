import { keyReader } from '../engine/key';
import { labelsOf } from '../engine/labels';
import type { Field, HeldChange, Owner, Snapshot, SnapshotEntry } from '../engine/types';
import type { Label, SnapshotColumns } from './columns';
import { placesOf } from './dictionary';
import { unpackHistory } from './historyRuns';

/**
 * Makes a snapshot of its columns. Calls with the same labels share one object for them.
 *
 * @returns `undefined` when the columns do not fit together
 */
export function fromColumns(columns: SnapshotColumns): Snapshot | undefined {
	const owners = columns.owners.map(ownerOf);
	const fields = columns.fields.map(fieldOf);
	const calls = readCalls(columns, owners, fields);
	if (calls === undefined) return undefined;
	if (!addTold(calls, columns) || !addAlerts(calls, columns) || !addHistory(calls, columns)) {
		return undefined;
	}
	const keyOf = keyReader(columns.keyColumns);
	const entries = new Map<string, SnapshotEntry>();
	for (const [call, entry] of calls.entries()) {
		const key = columns.keys === null ? keyOf({ ...labelsOf(entry) }) : columns.keys[call];
		if (key === undefined || key === null) return undefined;
		entries.set(key, entry);
	}
	if (entries.size !== calls.length) return undefined;
	const held = readHeld(columns, owners, fields);
	if (held === undefined) return undefined;
	const { warned, tabs, missing } = columns;
	return {
		keyColumns: columns.keyColumns,
		entries,
		...(held.size > 0 && { held }),
		...(warned !== undefined && { warned }),
		...(tabs !== undefined && { tabs }),
		...(missing !== undefined && { missing }),
	};
}

function readCalls(
	columns: SnapshotColumns,
	owners: Owner[],
	fields: Field[],
): SnapshotEntry[] | undefined {
	const owner = placesOf(columns.owner);
	const field = placesOf(columns.field);
	const period = placesOf(columns.period);
	const currency = placesOf(columns.currency);
	const week = placesOf(columns.week);
	const calls: SnapshotEntry[] = [];
	for (const [call, value] of columns.value.entries()) {
		const entry = {
			owner: at(owners, owner[call]),
			field: at(fields, field[call]),
			timePeriod: at(columns.periods, period[call]),
			currency: at(columns.currencies, currency[call]),
			week: at(columns.weeks, week[call]),
		};
		if (
			entry.owner === undefined ||
			entry.field === undefined ||
			entry.timePeriod === undefined ||
			entry.currency === undefined ||
			entry.week === undefined
		) {
			return undefined;
		}
		calls.push({
			owner: entry.owner,
			field: entry.field,
			timePeriod: entry.timePeriod,
			value: value === '' ? undefined : value,
			currency: entry.currency,
			week: entry.week,
		});
	}
	return calls;
}

/** @returns false when something points to nothing */
function addTold(calls: SnapshotEntry[], { told, currencies, times }: SnapshotColumns): boolean {
	const currency = placesOf(told.currency);
	const time = placesOf(told.at);
	return placesOf(told.call).every((call, row) => {
		const entry = calls[call];
		const known = {
			value: told.value[row],
			currency: at(currencies, currency[row]),
			at: at(times, time[row]),
		};
		if (
			entry === undefined ||
			known.value === undefined ||
			known.currency === undefined ||
			known.at === undefined
		) {
			return false;
		}
		entry.told = { value: known.value, currency: known.currency, at: known.at };
		return true;
	});
}

function addAlerts(calls: SnapshotEntry[], { alert, times }: SnapshotColumns): boolean {
	const time = placesOf(alert.at);
	return placesOf(alert.call).every((call, row) => {
		const entry = calls[call];
		const alertedAt = at(times, time[row]);
		const from = alert.from[row];
		const to = alert.to[row];
		const severity = alert.severity[row];
		if (
			entry === undefined ||
			alertedAt === undefined ||
			from === undefined ||
			to === undefined ||
			severity === undefined
		) {
			return false;
		}
		entry.alert = { at: alertedAt, from, to, severity };
		return true;
	});
}

function addHistory(calls: SnapshotEntry[], { history }: SnapshotColumns): boolean {
	return placesOf(history.call).every((call, row) => {
		const entry = calls[call];
		const runs = history.runs[row];
		if (entry === undefined || runs === undefined) return false;
		const values = unpackHistory(runs, entry.value);
		if (values === undefined) return false;
		entry.history = values;
		return true;
	});
}

function readHeld(
	{ held }: SnapshotColumns,
	owners: Owner[],
	fields: Field[],
): Map<string, HeldChange> | undefined {
	const changes = new Map<string, HeldChange>();
	for (const { key, owner: ownerPlace, field: fieldPlace, timePeriod, ...change } of held) {
		const owner = at(owners, ownerPlace);
		const field = at(fields, fieldPlace);
		if (owner === undefined || field === undefined) return undefined;
		changes.set(key, { ...change, labels: labelsOf({ owner, field, timePeriod }) });
	}
	return changes;
}

function ownerOf([
	ownerId = null,
	ownerName = null,
	ownerEmail = null,
	role = null,
	parentRole = null,
	hierarchyId = null,
	parentHierarchyId = null,
]: Label[]): Owner {
	return {
		ownerId,
		ownerName,
		ownerEmail,
		role,
		parentRole,
		hierarchyId: hierarchyId ?? undefined,
		parentHierarchyId: parentHierarchyId ?? undefined,
	};
}

function fieldOf([fieldId = null, fieldName = null, type = null]: Label[]): Field {
	return { fieldId, fieldName, type };
}

function at<T>(list: readonly T[], place: number | undefined): T | undefined {
	return place === undefined ? undefined : list[place];
}
