import { CallRecords, NO_MATE, SAME } from './callRecords';
import { splitKey, type KeyShape } from './key';
import type { LabelDictionary } from './labels';
import { noteWeek, type PeriodFacts } from './periodFacts';
import { Places, type Place } from './places';
import { NULL, NUMBER, type RowValues } from './rowReader';
import { newestCell } from './snapshot';
import type { Owner, SnapshotEntry } from './types';
import { WeekCell } from './weekCell';

/**
 * The calls of an export, as records: a million of them are read and thrown away many times faster than a million
 * objects. Calls with several weeks or rows, or with values that are not plain, are objects beside their records.
 */
export class CallTable {
	readonly places: Places;

	readonly records: CallRecords;

	private readonly ids: string[] = [];

	/** Whether any key came twice: an export with weeks has each one many times. */
	private hasRepeats = false;

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
		this.places = new Places(shape);
		this.records = new CallRecords(expected);
	}

	get size(): number {
		return this.records.size;
	}

	get facts(): ReadonlyMap<string, PeriodFacts> {
		return this.places.facts;
	}

	/** The number of the call with this key text, if it is there. */
	find(key: string): number | undefined {
		return this.locate(key).number;
	}

	/** Where a key text belongs: its group and its call, as far as they are there. */
	locate(key: string): { place: Place | undefined; number: number | undefined } {
		const { parts, id } = this.shape.take(splitKey(key));
		const place = this.places.find(parts);
		return { place, number: place?.numbers.get(id) };
	}

	/** Whether there are calls of the same period, field and type as the one with this key text. */
	hasGroup(key: string, timePeriod: string): boolean {
		if (!this.facts.has(timePeriod)) return false;
		return !this.shape.hasGroups || this.locate(key).place !== undefined;
	}

	/** The places that are groups of calls. */
	groups(): readonly Place[] {
		return this.shape.hasGroups ? this.places.all() : [];
	}

	/**
	 * Enters the next call under its key, unless the key is there: then gives the number of its call.
	 *
	 * As long as no key has come twice, it is not looked up before: a `Map` searches twice then, and the search is what
	 * takes longest in reading a row. That it did not grow tells of the first repeat.
	 */
	enter({ index, numbers }: Place, id: string): number | undefined {
		let known = this.hasRepeats ? numbers.get(id) : undefined;
		if (known !== undefined) return known;
		const { size } = numbers;
		numbers.set(id, this.size);
		if (numbers.size > size) return undefined;
		this.hasRepeats = true;
		known = this.ids.findIndex((other, call) => other === id && this.records.place(call) === index);
		numbers.set(id, known);
		return known;
	}

	/** Adds a call. */
	append(place: Place, id: string, row: RowValues): number {
		const number = this.records.append(place.index, row);
		this.ids.push(id);
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
		const { labels, records } = this;
		return new WeekCell(
			labels.ownerAt(records.owner(number)),
			labels.fieldAt(records.field(number)),
			this.placeOf(number).timePeriod,
			labels.weekAt(records.week(number)),
			this.valueOf(number),
			labels.currencyAt(records.currency(number)),
			records.isUpdated(number),
			undefined,
		);
	}

	/** A plain call as a snapshot keeps it. */
	entry(number: number): SnapshotEntry {
		const { labels, records } = this;
		return {
			owner: labels.ownerAt(records.owner(number)),
			field: labels.fieldAt(records.field(number)),
			timePeriod: this.placeOf(number).timePeriod,
			value: this.valueOf(number),
			currency: labels.currencyAt(records.currency(number)),
			week: labels.weekAt(records.week(number)),
		};
	}

	/** What the one row of a plain call says. */
	plainValues(number: number): RowValues {
		const { records } = this;
		return {
			owner: records.owner(number),
			field: records.field(number),
			currency: records.currency(number),
			week: records.week(number),
			stated: records.stated(number),
			amount: records.amount(number),
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

	placeOf(number: number): Place {
		return this.places.at(this.records.place(number));
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

	setEntry(number: number, entry: SnapshotEntry): void {
		if (this.entries !== undefined) this.entries[number] = entry;
	}

	/** What the baseline says about a call. */
	previous(number: number): WeekCell | SnapshotEntry | undefined {
		if (this.entries !== undefined) return this.entries[number];
		const mate = this.records.mate(number);
		if (mate === SAME) return this.cell(number);
		return mate === NO_MATE ? undefined : this.mateTable?.cell(mate);
	}

	/** Whose call it is by the week that speaks for it: others may name the owner otherwise. */
	newestOwner(number: number): Owner {
		const object = this.objects.size === 0 ? undefined : this.objects.get(number);
		const newest = object === undefined ? undefined : newestCell(object);
		return newest === undefined ? this.labels.ownerAt(this.records.owner(number)) : newest.owner;
	}

	/** Whose call it was in the baseline. */
	previousOwner(number: number): Owner | undefined {
		if (this.entries !== undefined) return this.entries[number]?.owner;
		const mate = this.records.mate(number);
		if (mate === SAME) return this.newestOwner(number);
		return mate === NO_MATE ? undefined : this.mateTable?.newestOwner(mate);
	}

	/** A week that a row speaks of, and whether it makes a new call. */
	noteRow(facts: PeriodFacts, { week, stated }: RowValues, newCalls: number): void {
		facts.calls += newCalls;
		if (week !== 0) noteWeek(facts, this.labels.weekAt(week), stated === NUMBER);
	}

	private valueOf(number: number): number | null | undefined {
		const stated = this.records.stated(number);
		if (stated === NUMBER) return this.records.amount(number);
		return stated === NULL ? null : undefined;
	}

	private cellOf(row: RowValues, timePeriod: string): WeekCell {
		const { stated, amount, isUpdated, updatedBy, notNumber } = row;
		const cell = new WeekCell(
			this.labels.ownerAt(row.owner),
			this.labels.fieldAt(row.field),
			timePeriod,
			this.labels.weekAt(row.week),
			stated === NUMBER ? amount : stated === NULL ? null : undefined,
			this.labels.currencyAt(row.currency),
			isUpdated,
			updatedBy,
		);
		if (notNumber !== undefined) cell.notNumbers = [notNumber];
		return cell;
	}

	private setObject(number: number, call: WeekCell): void {
		this.objects.set(number, call);
		this.records.setObject(number);
	}
}
