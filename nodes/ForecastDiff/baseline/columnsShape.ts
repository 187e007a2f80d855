import { isRecord } from '../../shared/json/read';
import type { ChangeKind, ChangeSeverity, HeldChange } from '../engine/types';
import type { HeldColumns, SnapshotColumns } from './columns';

/** Whether a value has the shape of something. */
type Check = (value: unknown) => boolean;

const KINDS: Record<ChangeKind, true> = {
	increased: true,
	decreased: true,
	added: true,
	removed: true,
	moved: true,
	from_zero: true,
	to_zero: true,
	set: true,
	cleared: true,
	currency_changed: true,
};
const SEVERITIES: Record<ChangeSeverity, true> = { high: true, medium: true };
const REASONS: Record<HeldChange['why'], true> = { quietHours: true, coolDown: true };

const text: Check = (value) => typeof value === 'string';
const label: Check = (value) => value === null || text(value);
const position: Check = (value) => Number.isInteger(value);
const amount: Check = (value) => value === null || Number.isFinite(value);
const runs: Check = (value) =>
	Number.isInteger(value) || (Array.isArray(value) && value.every(amount));
const oneOf =
	(values: object): Check =>
	(value) =>
		typeof value === 'string' && Object.hasOwn(values, value);
const listOf =
	(check: Check): Check =>
	(value) =>
		Array.isArray(value) && value.every((entry: unknown) => check(entry));
const optional =
	(check: Check): Check =>
	(value) =>
		value === undefined || check(value);
const withKeys =
	(checks: Record<string, Check>): Check =>
	(value) =>
		isRecord(value) && Object.entries(checks).every(([key, check]) => check(value[key]));

const HELD: Record<keyof HeldColumns, Check> = {
	key: text,
	owner: position,
	field: position,
	timePeriod: text,
	kind: oneOf(KINDS),
	previous: amount,
	current: amount,
	currency: label,
	at: text,
	why: oneOf(REASONS),
};

const places = listOf(position);
const amounts = listOf(amount);

const COLUMNS: Record<keyof SnapshotColumns, Check> = {
	keyColumns: listOf(text),
	keys: (value) => value === null || listOf(text)(value),
	owners: listOf(listOf(label)),
	fields: listOf(listOf(label)),
	periods: listOf(text),
	currencies: listOf(label),
	weeks: listOf(label),
	times: listOf(text),
	owner: places,
	field: places,
	period: places,
	currency: places,
	week: places,
	value: listOf((value) => value === '' || amount(value)),
	told: withKeys({ call: places, value: amounts, currency: places, at: places }),
	alert: withKeys({
		call: places,
		at: places,
		from: amounts,
		to: amounts,
		severity: listOf(oneOf(SEVERITIES)),
	}),
	history: withKeys({ call: places, runs: listOf(runs) }),
	held: listOf(withKeys(HELD)),
	warned: optional(listOf(text)),
	tabs: optional(listOf(text)),
	missing: optional(listOf(text)),
};

const isSnapshotColumns = withKeys(COLUMNS);

/** Whether the content of a token has the shape of stored columns; whether they fit together, `fromColumns` finds out. */
export function isColumns(content: unknown): content is SnapshotColumns {
	return isSnapshotColumns(content);
}
