import { splitKey, type KeyShape } from './key';
import type { LabelDictionary } from './labels';
import { newestCell } from './snapshot';
import type { Owner, SnapshotEntry } from './types';
import { WeekCell } from './weekCell';

/** What is known of one period of an export. */
export interface PeriodFacts {
	calls: number;
	/** The newest week that has rows, `null` without weeks. */
	newestWeek: string | null;
	/** The newest week that has an amount, and how many calls have one in it. */
	newestAmount: string | null;
	newestCalls: number;
}

export function noFacts(): PeriodFacts {
	return { calls: 0, newestWeek: null, newestAmount: null, newestCalls: 0 };
}

/** Takes a week of a call into account. */
export function noteWeek(facts: PeriodFacts, week: string | null, hasAmount: boolean): void {
	if (week === null) return;
	if (facts.newestWeek === null || week > facts.newestWeek) facts.newestWeek = week;
	if (!hasAmount) return;
	if (facts.newestAmount === null || week > facts.newestAmount) {
		facts.newestAmount = week;
		facts.newestCalls = 0;
	}
	if (week === facts.newestAmount) facts.newestCalls++;
}

/** The calls that share all key columns but those of the owner or record. */
export interface Place {
	/** Its place in the list of places. */
	index: number;
	/** The shared parts of the key, in the order of the key columns. */
	parts: readonly string[];
	timePeriod: string;
	facts: PeriodFacts;
	/** The number of each call, by the rest of its key. */
	numbers: Map<string, number>;
	/** What stands before and after the rest in the text of a key. */
	before: string;
	after: string;
}

const ABSENT = 0;
const NULL = 1;
const NUMBER = 2;

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** Bit of the state of calls that are objects beside the columns. */
const OBJECT = 16;

/** The facts about a call, eight numbers each: half a line of the processor's cache. */
const FACTS = 8;
const PLACE = 0;
const OWNER = 1;
const FIELD = 2;
const CURRENCY = 3;
const WEEK = 4;
const STATE = 5;
const MATE = 6;

const SMALLEST_ROOM = 256;

/** The baseline does not have the call. */
export const NO_MATE = -1;

/** The baseline says the very same about the call, so that it is not kept twice. */
export const SAME = -2;

/** One row, read: reused for all rows. */
export interface RowValues {
	/** Numbers in the dictionary of labels. */
	owner: number;
	field: number;
	currency: number;
	week: number;
	value: number | null | undefined;
	isUpdated: boolean | undefined;
	updatedBy: string | undefined;
	/** What the row has in place of a number. */
	notNumber: unknown;
}

/**
 * The calls of an export, by columns: a million calls as some lists of a million entries are read and thrown away many
 * times faster than a million objects. Calls with several weeks or rows, or with values that are not plain, are objects
 * beside the columns.
 */
export class CallTable {
	private readonly root: PlaceTree = new Map();

	private readonly periods = new Map<string, PeriodFacts>();

	private readonly placeList: Place[] = [];

	/** Rows of one place often follow each other. */
	private last: Place | undefined;

	private readonly ids: string[] = [];

	/** What is said about each call, side by side, since all of it is read at the same time. */
	private facts32: Int32Array;

	private values: Float64Array;

	private readonly objects = new Map<number, WeekCell>();

	/** What the baseline says: rows, by their number in a table, or entries by number. */
	private mateTable: CallTable | undefined;

	private entries: Array<SnapshotEntry | undefined> | undefined;

	constructor(
		private readonly shape: KeyShape,
		private readonly labels: LabelDictionary,
		/** Calls to make room for, as far as that is known. */
		expected: number,
	) {
		const room = Math.max(expected, SMALLEST_ROOM);
		this.facts32 = new Int32Array(room * FACTS);
		this.values = new Float64Array(room);
	}

	get size(): number {
		return this.ids.length;
	}

	get facts(): ReadonlyMap<string, PeriodFacts> {
		return this.periods;
	}

	/** Where a row belongs, by the parts of its key; made when it is new. */
	place(parts: readonly string[], timePeriod: string): Place {
		const { last } = this;
		if (last !== undefined && sameParts(last.parts, parts)) return last;
		let node = this.root;
		for (const part of parts) {
			let next = node.get(part);
			if (next === undefined) node.set(part, (next = new Map()));
			node = next;
		}
		this.last = node.place ??= this.newPlace(parts, timePeriod);
		return this.last;
	}

	/** The number of a call, if it is there. */
	numberOf(parts: readonly string[], id: string): number | undefined {
		const { last } = this;
		if (last !== undefined && sameParts(last.parts, parts)) return last.numbers.get(id);
		let node: PlaceTree | undefined = this.root;
		for (const part of parts) node = node?.get(part);
		if (node?.place === undefined) return undefined;
		this.last = node.place;
		return this.last.numbers.get(id);
	}

	/** The number of the call with this key text. */
	find(key: string): number | undefined {
		const { parts, id } = this.shape.take(splitKey(key));
		return this.numberOf(parts, id);
	}

	/** Adds a call. */
	append(place: Place, id: string, row: RowValues): number {
		const number = this.ids.length;
		if (number === this.values.length) this.grow();
		this.ids.push(id);
		const { value, isUpdated } = row;
		let state = ABSENT;
		if (typeof value === 'number') {
			this.values[number] = value;
			state = NUMBER;
		} else if (value === null) state = NULL;
		const updated = isUpdated === undefined ? UNKNOWN : isUpdated ? YES : NO;
		const facts = number * FACTS;
		const { facts32 } = this;
		facts32[facts + PLACE] = place.index;
		facts32[facts + OWNER] = row.owner;
		facts32[facts + FIELD] = row.field;
		facts32[facts + CURRENCY] = row.currency;
		facts32[facts + WEEK] = row.week;
		facts32[facts + STATE] = state + updated * 4;
		facts32[facts + MATE] = NO_MATE;
		this.noteRow(place.facts, row, 1);
		if (row.notNumber !== undefined || row.updatedBy !== undefined) {
			this.setObject(number, this.cellOf(row, place.timePeriod));
		}
		return number;
	}

	/** Takes in another row of a call. Returns the week that it went into, when that was there before. */
	take(number: number, row: RowValues): WeekCell | undefined {
		const { facts, timePeriod } = this.placeOf(number);
		this.noteRow(facts, row, 0);
		const call = this.cell(number);
		this.setObject(number, call);
		return call.take(this.cellOf(row, timePeriod));
	}

	/** A call in all its weeks. The caller must not change it. */
	cell(number: number): WeekCell {
		const object = this.objects.size === 0 ? undefined : this.objects.get(number);
		if (object !== undefined) return object;
		const updated = this.fact(number, STATE) >> 2;
		return new WeekCell(
			this.labels.ownerAt(this.owner(number)),
			this.labels.fieldAt(this.field(number)),
			this.placeOf(number).timePeriod,
			this.labels.weekAt(this.week(number)),
			this.valueOf(number),
			this.labels.currencyAt(this.currency(number)),
			updated === UNKNOWN ? undefined : updated === YES,
			undefined,
		);
	}

	/** A plain call as a snapshot keeps it. */
	entry(number: number): SnapshotEntry {
		return {
			owner: this.labels.ownerAt(this.owner(number)),
			field: this.labels.fieldAt(this.field(number)),
			timePeriod: this.placeOf(number).timePeriod,
			value: this.valueOf(number),
			currency: this.labels.currencyAt(this.currency(number)),
			week: this.labels.weekAt(this.week(number)),
		};
	}

	/** What the one row of a plain call says. */
	plainValues(number: number): RowValues {
		return {
			owner: this.owner(number),
			field: this.field(number),
			currency: this.currency(number),
			week: this.week(number),
			value: this.valueOf(number),
			isUpdated: undefined,
			updatedBy: undefined,
			notNumber: undefined,
		};
	}

	/** The key of a call as one text. */
	key(number: number): string {
		return this.shape.text(this.placeOf(number), this.ids[number] ?? '');
	}

	/** All calls with their keys. */
	*[Symbol.iterator](): IterableIterator<[string, WeekCell]> {
		for (let number = 0; number < this.size; number++) yield [this.key(number), this.cell(number)];
	}

	*cells(): IterableIterator<WeekCell> {
		for (let number = 0; number < this.size; number++) yield this.cell(number);
	}

	/** Only for calls that have a number. */
	amount(number: number): number {
		return this.values[number] ?? NaN;
	}

	/** The owner's number in the dictionary of labels. */
	owner(number: number): number {
		return this.fact(number, OWNER);
	}

	field(number: number): number {
		return this.fact(number, FIELD);
	}

	currency(number: number): number {
		return this.fact(number, CURRENCY);
	}

	week(number: number): number {
		return this.fact(number, WEEK);
	}

	/** Whether the call has one week and one row, with an amount, and the row of a baseline says the very same. */
	says(number: number, { value, owner, field, currency, week, notNumber }: RowValues): boolean {
		return (
			this.values[number] === value &&
			this.fact(number, OWNER) === owner &&
			this.fact(number, FIELD) === field &&
			this.fact(number, CURRENCY) === currency &&
			this.fact(number, WEEK) === week &&
			(this.fact(number, STATE) & (3 + OBJECT)) === NUMBER &&
			notNumber === undefined
		);
	}

	placeOf(number: number): Place {
		const place = this.placeList[this.fact(number, PLACE)];
		if (place === undefined) throw new RangeError(`There is no call number ${number}.`);
		return place;
	}

	/** Hangs the rows of a baseline on these calls. */
	expectRows(table: CallTable): void {
		this.mateTable = table;
		this.entries = undefined;
	}

	/** Hangs entries of a baseline on these calls. */
	expectEntries(): void {
		this.entries = new Array<SnapshotEntry | undefined>(this.size);
		this.mateTable = undefined;
	}

	/** The number of the call in the table of the baseline, `NO_MATE`, or `SAME`. */
	mate(number: number): number {
		return this.fact(number, MATE);
	}

	setMate(number: number, mate: number): void {
		this.facts32[number * FACTS + MATE] = mate;
	}

	setEntry(number: number, entry: SnapshotEntry): void {
		if (this.entries !== undefined) this.entries[number] = entry;
	}

	/** What the baseline says about a call. */
	previous(number: number): WeekCell | SnapshotEntry | undefined {
		if (this.entries !== undefined) return this.entries[number];
		const mate = this.mate(number);
		if (mate === SAME) return this.cell(number);
		return mate === NO_MATE ? undefined : this.mateTable?.cell(mate);
	}

	/** Whose call it is by the week that speaks for it: others may name the owner otherwise. */
	newestOwner(number: number): Owner {
		const object = this.objects.size === 0 ? undefined : this.objects.get(number);
		const newest = object === undefined ? undefined : newestCell(object);
		return newest === undefined ? this.labels.ownerAt(this.owner(number)) : newest.owner;
	}

	/** Whose call it was in the baseline. */
	previousOwner(number: number): Owner | undefined {
		if (this.entries !== undefined) return this.entries[number]?.owner;
		const mate = this.mate(number);
		if (mate === SAME) return this.newestOwner(number);
		return mate === NO_MATE ? undefined : this.mateTable?.newestOwner(mate);
	}

	private valueOf(number: number): number | null | undefined {
		const state = this.fact(number, STATE) & 3;
		if (state === NUMBER) return this.values[number];
		return state === NULL ? null : undefined;
	}

	private newPlace(parts: readonly string[], timePeriod: string): Place {
		let facts = this.periods.get(timePeriod);
		if (facts === undefined) {
			facts = noFacts();
			this.periods.set(timePeriod, facts);
		}
		const index = this.placeList.length;
		const { before, after } = this.shape.around(parts);
		const place = {
			index,
			parts: [...parts],
			timePeriod,
			facts,
			numbers: new Map<string, number>(),
			before,
			after,
		};
		this.placeList.push(place);
		return place;
	}

	private cellOf(row: RowValues, timePeriod: string): WeekCell {
		const { value, isUpdated, updatedBy, notNumber } = row;
		const week = this.labels.weekAt(row.week);
		const owner = this.labels.ownerAt(row.owner);
		const field = this.labels.fieldAt(row.field);
		const currency = this.labels.currencyAt(row.currency);
		const cell = new WeekCell(
			owner,
			field,
			timePeriod,
			week,
			value,
			currency,
			isUpdated,
			updatedBy,
		);
		if (notNumber !== undefined) cell.notNumbers = [notNumber];
		return cell;
	}

	/** A week that a row speaks of, and whether it makes a new call. */
	noteRow(facts: PeriodFacts, { week, value }: RowValues, newCalls: number): void {
		facts.calls += newCalls;
		if (week !== 0) noteWeek(facts, this.labels.weekAt(week), typeof value === 'number');
	}

	private fact(number: number, which: number): number {
		return this.facts32[number * FACTS + which] ?? 0;
	}

	private setObject(number: number, call: WeekCell): void {
		this.objects.set(number, call);
		this.facts32[number * FACTS + STATE] = this.fact(number, STATE) | OBJECT;
	}

	private grow(): void {
		const values = new Float64Array(this.values.length * 2);
		values.set(this.values);
		this.values = values;
		const facts32 = new Int32Array(this.facts32.length * 2);
		facts32.set(this.facts32);
		this.facts32 = facts32;
	}
}

/** Places by the parts of their keys, part by part. */
interface PlaceTree extends Map<string, PlaceTree> {
	place?: Place;
}

function sameParts(a: readonly string[], b: readonly string[]): boolean {
	for (let position = 0; position < a.length; position++) {
		if (a[position] !== b[position]) return false;
	}
	return true;
}
