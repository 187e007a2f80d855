import { keyReader } from '../engine/key';
import { labelsOf } from '../engine/labels';
import type {
	ChangeKind,
	ChangeSeverity,
	Field,
	HeldChange,
	Owner,
	Snapshot,
} from '../engine/types';
import { Dictionary, Steps } from './dictionary';
import { packHistory, type HistoryRuns } from './historyRuns';

export type Label = string | null;

/** Positions in a dictionary, as differences (see `Steps`). */
type Places = number[];

/**
 * A snapshot by columns, as it is stored. Labels stand once in a dictionary; the calls are sorted by key and point to
 * the dictionaries. What only some calls have (what was told, the last alert, the history) has columns of its own, with
 * `call` saying which calls they are.
 */
export interface SnapshotColumns {
	keyColumns: string[];
	/** Key texts, or `null` where they follow from the labels. */
	keys: string[] | null;
	/** `[ownerId, ownerName, ownerEmail, role, parentRole]`, and `hierarchyId, parentHierarchyId` where they are known. */
	owners: Label[][];
	/** `[fieldId, fieldName, type]` */
	fields: Label[][];
	periods: string[];
	currencies: Label[];
	weeks: Label[];
	/** ISO date-times. */
	times: string[];
	owner: Places;
	field: Places;
	period: Places;
	currency: Places;
	week: Places;
	/** A number, `null` (no call), or '' (the export carried no amount). */
	value: Array<number | null | ''>;
	told: { call: Places; value: Array<number | null>; currency: Places; at: Places };
	alert: {
		call: Places;
		at: Places;
		from: Array<number | null>;
		to: Array<number | null>;
		severity: ChangeSeverity[];
	};
	history: { call: Places; runs: HistoryRuns[] };
	held: HeldColumns[];
	/** Absent when there is none, as in tokens of before these were known. */
	warned?: string[];
	tabs?: string[];
	missing?: string[];
}

/** A change that was kept back. Its call may be gone, so it has its labels by itself; places are positions. */
export interface HeldColumns {
	key: string;
	owner: number;
	field: number;
	timePeriod: string;
	kind: ChangeKind;
	previous: number | null;
	current: number | null;
	currency: Label;
	at: string;
	why: HeldChange['why'];
}

export function toColumns({
	keyColumns,
	entries,
	held,
	warned,
	tabs,
	missing,
}: Snapshot): SnapshotColumns {
	const calls = sortedByKey(entries);
	const owners = new Dictionary<Label[]>();
	const fields = new Dictionary<Label[]>();
	const periods = new Dictionary<string>();
	const currencies = new Dictionary<Label>();
	const weeks = new Dictionary<Label>();
	const times = new Dictionary<string>();
	const owner = new Steps();
	const field = new Steps();
	const period = new Steps();
	const currency = new Steps();
	const week = new Steps();
	const told = { call: new Steps(), currency: new Steps(), at: new Steps() };
	const alert = { call: new Steps(), at: new Steps() };
	const history = { call: new Steps() };

	const keyOf = keyReader(keyColumns);
	const keysFollow = calls.every(([key, entry]) => keyOf({ ...labelsOf(entry) }) === key);
	const columns: SnapshotColumns = {
		keyColumns: [...keyColumns],
		keys: keysFollow ? null : calls.map(([key]) => key),
		owners: owners.items,
		fields: fields.items,
		periods: periods.items,
		currencies: currencies.items,
		weeks: weeks.items,
		times: times.items,
		owner: owner.list,
		field: field.list,
		period: period.list,
		currency: currency.list,
		week: week.list,
		value: [],
		told: { call: told.call.list, value: [], currency: told.currency.list, at: told.at.list },
		alert: { call: alert.call.list, at: alert.at.list, from: [], to: [], severity: [] },
		history: { call: history.call.list, runs: [] },
		held: [],
		...(warned !== undefined && { warned: [...warned] }),
		...(tabs !== undefined && { tabs: [...tabs] }),
		...(missing !== undefined && { missing: [...missing] }),
	};
	for (const [call, [, entry]] of calls.entries()) {
		owner.push(owners.placeOfObject(entry.owner, ownerLabels));
		field.push(fields.placeOfObject(entry.field, fieldLabels));
		period.push(periods.placeOf(entry.timePeriod));
		currency.push(currencies.placeOf(entry.currency));
		week.push(weeks.placeOf(entry.week));
		columns.value.push(entry.value === undefined ? '' : entry.value);
		if (entry.told !== undefined) {
			told.call.push(call);
			columns.told.value.push(entry.told.value);
			told.currency.push(currencies.placeOf(entry.told.currency));
			told.at.push(times.placeOf(entry.told.at));
		}
		if (entry.alert !== undefined) {
			alert.call.push(call);
			alert.at.push(times.placeOf(entry.alert.at));
			columns.alert.from.push(entry.alert.from);
			columns.alert.to.push(entry.alert.to);
			columns.alert.severity.push(entry.alert.severity);
		}
		if (entry.history !== undefined) {
			history.call.push(call);
			columns.history.runs.push(packHistory(entry.history, entry.value));
		}
	}
	for (const [key, { labels, kind, previous, current, currency, at, why }] of sortedByKey(
		held ?? new Map<string, HeldChange>(),
	)) {
		columns.held.push({
			key,
			owner: owners.placeOf(ownerLabels(labels)),
			field: fields.placeOf(fieldLabels(labels)),
			timePeriod: labels.timePeriod,
			kind,
			previous,
			current,
			currency,
			at,
			why,
		});
	}
	return columns;
}

function ownerLabels({ ownerId, ownerName, ownerEmail, role, parentRole, ...ids }: Owner): Label[] {
	const { hierarchyId = null, parentHierarchyId = null } = ids;
	const labels = [ownerId, ownerName, ownerEmail, role, parentRole];
	const hasIds = hierarchyId !== null || parentHierarchyId !== null;
	return hasIds ? [...labels, hierarchyId, parentHierarchyId] : labels;
}

function fieldLabels({ fieldId, fieldName, type }: Field): Label[] {
	return [fieldId, fieldName, type];
}

/** In an order that does not depend on the order of the rows, so that the same snapshot gives the same text. */
function sortedByKey<T>(map: ReadonlyMap<string, T>): Array<[string, T]> {
	return [...map].sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1));
}
