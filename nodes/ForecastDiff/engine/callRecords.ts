import { NUMBER, type RowValues } from './rowReader';

/** A record: 32 bytes, half a line of the processor's cache, so that all of a call is fetched from memory at once. */
const WORDS = 8;
/** The amount takes the first two words: every fourth number of 64 bits. */
const AMOUNTS = WORDS / 2;
const PLACE = 2;
const OWNER = 3;
const FIELD = 4;
const CURRENCY = 5;
const MATE = 6;
const WEEK_AND_STATE = 7;

/** The lowest bits of the last word: what is stated, whether the call was updated, whether it is an object as well. */
const STATED = 3;
const UPDATED_SHIFT = 2;
const OBJECT = 16;
const WEEK_SHIFT = 5;

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

const SMALLEST_ROOM = 256;

/** The baseline does not have the call. */
export const NO_MATE = -1;

/** The baseline says the very same about the call, so that it is not kept twice. */
export const SAME = -2;

/** What is said about each call, by its number, in one piece of memory: no objects to make, to mark and to throw away. */
export class CallRecords {
	/** How many there are. */
	size = 0;

	private words: Int32Array;

	private amounts: Float64Array;

	/** @param expected calls to make room for, as far as that is known */
	constructor(expected: number) {
		const buffer = new ArrayBuffer(Math.max(expected, SMALLEST_ROOM) * WORDS * 4);
		this.words = new Int32Array(buffer);
		this.amounts = new Float64Array(buffer);
	}

	/** @returns the number of the new record */
	append(place: number, row: RowValues): number {
		const number = this.size++;
		const first = number * WORDS;
		if (first === this.words.length) this.grow();
		const { words } = this;
		this.amounts[number * AMOUNTS] = row.amount;
		words[first + PLACE] = place;
		words[first + OWNER] = row.owner;
		words[first + FIELD] = row.field;
		words[first + CURRENCY] = row.currency;
		words[first + MATE] = NO_MATE;
		const { isUpdated } = row;
		const updated = isUpdated === undefined ? UNKNOWN : isUpdated ? YES : NO;
		words[first + WEEK_AND_STATE] =
			(row.week << WEEK_SHIFT) | (updated << UPDATED_SHIFT) | row.stated;
		return number;
	}

	/** Only for calls that have a number. */
	amount(number: number): number {
		return this.amounts[number * AMOUNTS] ?? NaN;
	}

	/** Its number in the list of places. */
	place(number: number): number {
		return this.word(number, PLACE);
	}

	/** This, the field, the currency and the week are numbers in the dictionary of labels. */
	owner(number: number): number {
		return this.word(number, OWNER);
	}

	field(number: number): number {
		return this.word(number, FIELD);
	}

	currency(number: number): number {
		return this.word(number, CURRENCY);
	}

	week(number: number): number {
		return this.word(number, WEEK_AND_STATE) >> WEEK_SHIFT;
	}

	/** `ABSENT`, `NULL` or `NUMBER`. */
	stated(number: number): number {
		return this.word(number, WEEK_AND_STATE) & STATED;
	}

	isUpdated(number: number): boolean | undefined {
		const updated = (this.word(number, WEEK_AND_STATE) >> UPDATED_SHIFT) & 3;
		return updated === UNKNOWN ? undefined : updated === YES;
	}

	/** The number of the call in the table of the baseline, `NO_MATE`, or `SAME`. */
	mate(number: number): number {
		return this.word(number, MATE);
	}

	setMate(number: number, mate: number): void {
		this.words[number * WORDS + MATE] = mate;
	}

	/** The call is an object beside its record, and only that counts. */
	setObject(number: number): void {
		this.words[number * WORDS + WEEK_AND_STATE] = this.word(number, WEEK_AND_STATE) | OBJECT;
	}

	/** Whether the call has one week and one row, with an amount, and another row says the very same. */
	says(number: number, row: RowValues): boolean {
		const weekAndState = this.word(number, WEEK_AND_STATE);
		return (
			(weekAndState & (STATED | OBJECT)) === NUMBER &&
			row.stated === NUMBER &&
			this.amount(number) === row.amount &&
			this.owner(number) === row.owner &&
			this.field(number) === row.field &&
			this.currency(number) === row.currency &&
			weekAndState >> WEEK_SHIFT === row.week
		);
	}

	private word(number: number, which: number): number {
		return this.words[number * WORDS + which] ?? 0;
	}

	private grow(): void {
		const words = new Int32Array(this.words.length * 2);
		words.set(this.words);
		this.words = words;
		this.amounts = new Float64Array(words.buffer);
	}
}
