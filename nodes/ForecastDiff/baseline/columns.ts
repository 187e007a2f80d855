import { keyReader } from '../engine/key';
import type { Snapshot, SnapshotEntry } from '../engine/types';

/**
 * A snapshot by columns, as it is stored. Labels stand once in a dictionary; the calls are sorted by key and point to
 * the dictionaries by the difference to the call before, which leaves little for the compression to store.
 */
export interface SnapshotColumns {
	keyColumns: string[];
	/** Key texts, or `null` where they follow from the labels. */
	keys: string[] | null;
	/** `[ownerId, ownerName, ownerEmail, role, parentRole]` */
	owners: Label[][];
	/** `[fieldId, fieldName, type]` */
	fields: Label[][];
	periods: Label[];
	currencies: Label[];
	weeks: Label[];
	owner: number[];
	field: number[];
	period: number[];
	currency: number[];
	week: number[];
	/** A number, `null` (no call), or '' (the export carried no amount). */
	value: Array<number | null | ''>;
}

export type Label = string | null;

export function toColumns({ keyColumns, entries }: Snapshot): SnapshotColumns {
	const calls = [...entries].sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1));
	const owners = new Dictionary<Label[]>();
	const fields = new Dictionary<Label[]>();
	const periods = new Dictionary<Label>();
	const currencies = new Dictionary<Label>();
	const weeks = new Dictionary<Label>();
	const keyOf = keyReader(keyColumns);
	const keysFollow = calls.every(([key, entry]) => keyOf({ ...entry }) === key);
	const columns: SnapshotColumns = {
		keyColumns: [...keyColumns],
		keys: keysFollow ? null : calls.map(([key]) => key),
		owners: owners.items,
		fields: fields.items,
		periods: periods.items,
		currencies: currencies.items,
		weeks: weeks.items,
		owner: [],
		field: [],
		period: [],
		currency: [],
		week: [],
		value: [],
	};
	for (const [, entry] of calls) {
		const { ownerId, ownerName, ownerEmail, role, parentRole, fieldId, fieldName, type } = entry;
		columns.owner.push(owners.place([ownerId, ownerName, ownerEmail, role, parentRole]));
		columns.field.push(fields.place([fieldId, fieldName, type]));
		columns.period.push(periods.place(entry.timePeriod));
		columns.currency.push(currencies.place(entry.currency));
		columns.week.push(weeks.place(entry.week));
		columns.value.push(entry.value === undefined ? '' : entry.value);
	}
	return columns;
}

/** @returns `undefined` when the columns do not fit together */
export function fromColumns(columns: SnapshotColumns): Snapshot | undefined {
	const entries = new Map<string, SnapshotEntry>();
	const keyOf = keyReader(columns.keyColumns);
	const places = { owner: 0, field: 0, period: 0, currency: 0, week: 0 };
	for (const [row, value] of columns.value.entries()) {
		places.owner += columns.owner[row] ?? NaN;
		places.field += columns.field[row] ?? NaN;
		places.period += columns.period[row] ?? NaN;
		places.currency += columns.currency[row] ?? NaN;
		places.week += columns.week[row] ?? NaN;
		const owner = columns.owners[places.owner];
		const field = columns.fields[places.field];
		const timePeriod = columns.periods[places.period];
		const currency = columns.currencies[places.currency];
		const week = columns.weeks[places.week];
		if (!owner || !field || !timePeriod || currency === undefined || week === undefined) {
			return undefined;
		}
		const [ownerId = null, ownerName = null, ownerEmail = null, role = null, parentRole = null] =
			owner;
		const [fieldId = null, fieldName = null, type = null] = field;
		const entry: SnapshotEntry = {
			ownerId,
			ownerName,
			ownerEmail,
			role,
			parentRole,
			fieldId,
			fieldName,
			type,
			timePeriod,
			value: value === '' ? undefined : value,
			currency,
			week,
		};
		const key = columns.keys === null ? keyOf({ ...entry }) : columns.keys[row];
		if (key === undefined || key === null) return undefined;
		entries.set(key, entry);
	}
	if (entries.size !== columns.value.length) return undefined;
	return { keyColumns: columns.keyColumns, entries };
}

/** Each item once, in order of appearance. */
class Dictionary<T> {
	readonly items: T[] = [];

	private readonly places = new Map<string, number>();

	private last = 0;

	/** The place of an item, as the difference to the place asked for before. */
	place(item: T): number {
		const name = JSON.stringify(item);
		let place = this.places.get(name);
		if (place === undefined) {
			place = this.items.push(item) - 1;
			this.places.set(name, place);
		}
		const step = place - this.last;
		this.last = place;
		return step;
	}
}
