import { isRecord, readRecords, readText } from '../../json/read';
import type { ForecastRow, ForecastValueType } from '../forecastRow';
import { passThrough } from '../forecastRow';
import { rowKey } from './rowKey';

/**
 * The key that carries the value of each type. Sources: `forecastValue`, `quotaValue` and `adjustmentValue` by several
 * working clients; `aggregationTotal` by one; the key of `crm_closed` is known to nobody, so a key that ends in
 * closed (Value, Total, Amount) is taken for it.
 */
const VALUE_KEYS: ReadonlyMap<string, ForecastValueType> = new Map([
	['forecastValue', 'forecast'],
	['quotaValue', 'quota'],
	['adjustmentValue', 'adjustment'],
	['aggregationTotal', 'crm_total'],
	['crmTotal', 'crm_total'],
]);

/** Keys that may carry the closed amount; a time or a flag is none. */
const CLOSED_KEY = /closed(Value|Total|Amount)?$/i;

/** Keys of an entry that are joined or renamed; all others pass through. */
const JOINED = new Set([
	'userId',
	'fieldId',
	'timePeriodId',
	'timeFrameId',
	'currency',
	'isUpdated',
	'updatedBy',
	'updatedOn',
]);

/**
 * Joins the five lists of a JSON export (`entries`, `users`, `fields`, `timePeriods`, `timeFrames`) into rows.
 *
 * A left join: an entry whose user, field, period or week is in no list still becomes a row, with the ids it has.
 * An entry with values of several types becomes one row for each; one that only says whether the call was updated goes
 * into the row of that call.
 */
export function rowsOfFiveLists(result: Record<string, unknown>): ForecastRow[] {
	const users = indexBy(result.users, 'userId');
	const fields = indexBy(result.fields, 'fieldId');
	const frames = indexBy(result.timeFrames, 'timeFrameId');

	const rows: ForecastRow[] = [];
	const calls = new Map<string, ForecastRow>();
	const flagsOnly: Array<{ call: string; row: ForecastRow }> = [];

	for (const entry of readRecords(result.entries)) {
		const ids = {
			user: readId(entry.userId) ?? '',
			field: readId(entry.fieldId) ?? '',
			period: readId(entry.timePeriodId) ?? '',
			frame: readId(entry.timeFrameId) ?? '',
		};
		const user = users.get(ids.user) ?? {};
		const frame = frames.get(ids.frame) ?? {};
		const call = rowKey(ids.user, ids.field, ids.period, ids.frame);
		const values = valuesOf(entry);
		const shared = {
			ownerId: ids.user,
			ownerName: orNull(user.name),
			ownerEmail: orNull(user.email),
			ownerCrmId: orNull(user.crmId),
			role: orNull(user.hierarchyName),
			parentRole: orNull(user.parentHierarchyName),
			hierarchyId: readId(user.hierarchyId) ?? null,
			parentHierarchyId: readId(user.parentHierarchyId) ?? null,
			fieldId: ids.field,
			fieldName: orNull(fields.get(ids.field)?.fieldName),
		};
		const tail = {
			...('currency' in entry && { currency: currencyOf(entry.currency) }),
			timePeriod: ids.period,
			weekStart: readText(frame.startDate) ?? dateIn(ids.frame),
			weekEnd: orNull(frame.endDate),
			...flagsOf(entry),
			...restOf(entry, values),
		};
		for (const stated of values) {
			const { type } = stated;
			const value = 'value' in stated ? { value: stated.value } : { rawValue: stated.rawValue };
			const row = { rowKey: rowKeyOf(call, type), ...shared, type, ...value, ...tail };
			rows.push(row);
			if (type === 'forecast') calls.set(call, row);
		}
		if (values.length === 0) {
			const row = { rowKey: rowKeyOf(call, 'forecast'), ...shared, type: 'forecast', ...tail };
			flagsOnly.push({ call, row });
		}
	}

	for (const { call, row } of flagsOnly) {
		const withValue = calls.get(call);
		if (withValue) Object.assign(withValue, { ...row, ...withValue });
		else rows.push(row);
	}
	return rows;
}

/** The period ids that the export speaks of, from its entries and its list of periods. */
export function periodsOfFiveLists(result: Record<string, unknown>): string[] {
	const ids = new Set<string>();
	for (const record of [...readRecords(result.entries), ...readRecords(result.timePeriods)]) {
		const id = readId(record.timePeriodId);
		if (id !== undefined) ids.add(id);
	}
	return [...ids];
}

interface StatedValue {
	key: string;
	type: ForecastValueType;
	/** Absent when the vendor's value is neither a number nor null; then it stands in `rawValue`. */
	value?: number | null;
	rawValue?: unknown;
}

function valuesOf(entry: Record<string, unknown>): StatedValue[] {
	const values: StatedValue[] = [];
	for (const [key, value] of Object.entries(entry)) {
		const type = VALUE_KEYS.get(key) ?? (CLOSED_KEY.test(key) ? 'crm_closed' : undefined);
		if (type === undefined) continue;
		// One value of a type: a second would be a second row under the same key.
		if (values.some((stated) => stated.type === type)) continue;
		const read = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
		if (read === null || (typeof read === 'number' && Number.isFinite(read))) {
			values.push({ key, type, value: read });
		} else {
			values.push({ key, type, rawValue: value });
		}
	}
	return values;
}

function flagsOf(entry: Record<string, unknown>): Partial<ForecastRow> {
	return {
		...(typeof entry.isUpdated === 'boolean' && { isUpdated: entry.isUpdated }),
		...('updatedBy' in entry && { updatedBy: orNull(entry.updatedBy) }),
		...('updatedOn' in entry && { updatedOn: isoOf(entry.updatedOn) }),
	};
}

/** All other keys; times (`adjustedOn`) as ISO. */
function restOf(
	entry: Record<string, unknown>,
	values: Array<{ key: string }>,
): Record<string, unknown> {
	const rest = passThrough(entry, new Set([...JOINED, ...values.map(({ key }) => key)]));
	for (const [key, value] of Object.entries(rest)) {
		if (/On$/.test(key)) rest[key] = isoOf(value) ?? value;
	}
	return rest;
}

function rowKeyOf(call: string, type: ForecastValueType): string {
	return `${call}|${rowKey(type)}`;
}

function indexBy(list: unknown, id: string): Map<string, Record<string, unknown>> {
	const index = new Map<string, Record<string, unknown>>();
	for (const record of readRecords(list)) {
		const key = readId(record[id]);
		if (key !== undefined) index.set(key, record);
	}
	return index;
}

function orNull(value: unknown): string | null {
	return readText(value) ?? null;
}

/** The vendor writes `{ code, symbol }` or null. */
function currencyOf(value: unknown): string | null {
	return (isRecord(value) ? readText(value.code) : readText(value)) ?? null;
}

/** The vendor writes times as milliseconds since the epoch, or null. */
function isoOf(value: unknown): string | null {
	const ms = typeof value === 'number' ? value : Number(readText(value) ?? Number.NaN);
	const date = new Date(ms);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The first day in a week's id (`TF:2026-01-02`), for weeks that are in no list. */
function dateIn(frameId: string): string | null {
	return /\d{4}-\d{2}-\d{2}/.exec(frameId)?.[0] ?? null;
}

/** An id as text, also where a vendor writes it as a number. */
function readId(value: unknown): string | undefined {
	return typeof value === 'number' ? String(value) : readText(value);
}
