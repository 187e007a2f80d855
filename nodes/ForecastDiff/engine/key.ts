import { isClari, TAB_COLUMN, type ColumnNames } from './columns';

/** One call: who, which field, which period, which value type. The week is not part of it: each week restates the call. */
export const DEFAULT_KEY_COLUMNS: readonly string[] = ['ownerId', 'fieldId', 'timePeriod', 'type'];

/** Columns that are legitimately empty: the top of a hierarchy has no role above it, a plain CSV has no value types. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['type', 'role', 'parentRole']);

const SEPARATOR = '|';
const NEEDS_ESCAPE = /[\\|]/g;

/**
 * Checks a list of key columns. The period is always part of the key, because calls of two periods are never the
 * same call.
 *
 * @param periodColumn where the period stands; empty when the table has none
 * @throws {RangeError} when no column is named
 */
export function checkKeyColumns(
	columns: readonly string[],
	periodColumn: string,
): readonly string[] {
	const names = [...new Set(columns.map((column) => column.trim()).filter((name) => name !== ''))];
	if (names.length === 0) {
		throw new RangeError('Name at least one key column, for example "ownerId" and "fieldId".');
	}
	return periodColumn === '' || names.includes(periodColumn) ? names : [...names, periodColumn];
}

/** A cell as trimmed text; '' for everything that is neither text nor a number. */
export function cellText(cell: unknown): string {
	if (typeof cell === 'string') return isTrimmed(cell) ? cell : cell.trim();
	if (typeof cell === 'number' && Number.isFinite(cell)) return String(cell);
	return '';
}

/** Spares the call of `trim` for almost every cell: this runs a dozen times per row. */
function isTrimmed(text: string): boolean {
	const last = text.length - 1;
	return last < 0 || (isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(last)));
}

/** Printable ASCII apart from the space; whether anything else is white space, `trim` knows. */
function isPlain(code: number): boolean {
	return code > 0x20 && code < 0x7f;
}

/** Reads the key text of a row; `null` when a column that has to be filled is empty. */
export type KeyReader = (row: Readonly<Record<string, unknown>>) => string | null;

/** Makes the reader for a list of key columns. */
export function keyReader(columns: readonly string[]): KeyReader {
	const parts = columns.map(partOf);
	return (row) => {
		const texts: string[] = [];
		for (const part of parts) {
			const text = partText(part, row[part.column]);
			if (text === null) return null;
			texts.push(text);
		}
		return joinKey(texts);
	};
}

/**
 * How a key is taken apart: what many calls share (field, period, type), and what names the owner or record among them.
 * With both apart, the text of a whole key is made only for the few calls that are reported.
 */
export interface KeyShape {
	parts: readonly KeyPart[];
	/** Whether calls that share these columns are a group: where nothing else is in the key, each call would be one. */
	hasGroups: boolean;
	/** Takes the parts of a key apart. */
	take(parts: readonly string[]): { parts: string[]; id: string };
	/** What stands before and after the id in the text of a key. */
	around(parts: readonly string[]): { before: string; after: string };
	/** The text of a key. */
	text(place: { parts: readonly string[]; before: string; after: string }, id: string): string;
}

interface KeyPart {
	column: string;
	isEmail: boolean;
	required: boolean;
	isShared: boolean;
}

export function keyShape(keyColumns: readonly string[], columns: ColumnNames): KeyShape {
	const { timePeriod, fieldId, fieldName, type } = columns;
	const shared = new Set([timePeriod, fieldId, fieldName, type]);
	if (isClari(columns)) shared.add(TAB_COLUMN);
	const parts = keyColumns.map((column) => ({
		...partOf(column),
		isShared: shared.has(column),
	}));
	const own = parts.filter(({ isShared }) => !isShared).length;
	return {
		parts,
		hasGroups: own > 0,
		take: (texts) => {
			const rest = texts.filter((_, position) => parts[position]?.isShared === false);
			return {
				parts: texts.filter((_, position) => parts[position]?.isShared === true),
				id: idOf(rest),
			};
		},
		around: (texts) => {
			const position = parts.findIndex(({ isShared }) => !isShared);
			const before = texts.slice(0, position).map((text) => escapePart(text) + SEPARATOR);
			const after = texts.slice(position).map((text) => SEPARATOR + escapePart(text));
			return { before: before.join(''), after: after.join('') };
		},
		text: (place, id) => {
			// `join` makes one flat string; parts that are added up stay a chain, which is slow to look up.
			if (own === 1) return [place.before, escapePart(id), place.after].join('');
			const rest = splitKey(id);
			let nextShared = 0;
			let nextOwn = 0;
			return joinKey(
				parts.map(({ isShared }) =>
					isShared ? (place.parts[nextShared++] ?? '') : (rest[nextOwn++] ?? ''),
				),
			);
		},
	};
}

/** Reads the key of one row after the other. */
export class RowKey {
	/** The shared parts of the last row. */
	readonly parts: string[] = [];

	/** What names its owner or record. */
	id = '';

	private readonly shared: KeyPart[];

	private readonly own: KeyPart[];

	private readonly ownTexts: string[] = [];

	constructor({ parts }: KeyShape) {
		this.shared = parts.filter(({ isShared }) => isShared);
		this.own = parts.filter(({ isShared }) => !isShared);
	}

	/** @returns false when a column that has to be filled is empty */
	read(row: Readonly<Record<string, unknown>>): boolean {
		const { shared, own, parts, ownTexts } = this;
		// Two loops, so that each reads as few different columns as possible (see `RowReader`).
		for (let place = 0; place < shared.length; place++) {
			const part = shared[place];
			const text = part === undefined ? null : partText(part, row[part.column]);
			if (text === null) return false;
			parts[place] = text;
		}
		for (let place = 0; place < own.length; place++) {
			const part = own[place];
			const text = part === undefined ? null : partText(part, row[part.column]);
			if (text === null) return false;
			ownTexts[place] = text;
		}
		this.id = idOf(ownTexts);
		return true;
	}
}

/** One column stands for itself: no text has to be made for it. */
function idOf(parts: readonly string[]): string {
	return parts.length === 1 ? (parts[0] ?? '') : joinKey(parts);
}

/** Parts are joined by `|`; `|` and `\` inside a part are escaped, so two different keys never have the same text. */
function joinKey(parts: readonly string[]): string {
	return parts.map(escapePart).join(SEPARATOR);
}

function partOf(column: string) {
	return {
		column,
		isEmail: column.toLowerCase().includes('email'),
		required: !MAY_BE_EMPTY.has(column),
	};
}

/**
 * Reads from a key text what its group shares: period, field and type, as far as they are in the key; the period only,
 * where nothing else is in it.
 */
export function groupReader(
	keyColumns: readonly string[],
	columns: ColumnNames,
): (key: string) => string {
	const shape = keyShape(keyColumns, columns);
	if (shape.hasGroups) return (key) => joinKey(shape.take(splitKey(key)).parts);
	const period = keyColumns.indexOf(columns.timePeriod);
	return (key) => splitKey(key)[period] ?? '';
}

/** The text of a cell in a key; `null` when it is empty and has to be filled. */
function partText(
	{ isEmail, required }: Pick<KeyPart, 'isEmail' | 'required'>,
	cell: unknown,
): string | null {
	const text = cellText(cell);
	if (text === '') return required ? null : text;
	// Some exports use the e-mail as the owner's id, so the content decides as well as the column's name.
	return isEmail || text.includes('@') ? text.toLowerCase() : text;
}

/** The columns that keep a row from having a key. */
export function missingKeyColumns(
	row: Readonly<Record<string, unknown>>,
	columns: readonly string[],
): string[] {
	return columns.filter((name) => !MAY_BE_EMPTY.has(name) && cellText(row[name]) === '');
}

function escapePart(part: string): string {
	return part.includes(SEPARATOR) || part.includes('\\')
		? part.replace(NEEDS_ESCAPE, (character) => `\\${character}`)
		: part;
}

/** The parts of a key text, in the order of the key columns. */
export function splitKey(key: string): string[] {
	const parts: string[] = [];
	let part = '';
	for (let position = 0; position < key.length; position++) {
		const character = key[position] ?? '';
		if (character === '\\') part += key[++position] ?? '';
		else if (character === SEPARATOR) {
			parts.push(part);
			part = '';
		} else part += character;
	}
	parts.push(part);
	return parts;
}
