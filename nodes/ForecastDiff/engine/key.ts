/** One call: who, which field, which period, which value type. The week is not part of it: each week restates the call. */
export const DEFAULT_KEY_COLUMNS: readonly string[] = ['ownerId', 'fieldId', 'timePeriod', 'type'];

const PERIOD_COLUMN = 'timePeriod';

/** Columns that are legitimately empty: the top of a hierarchy has no role above it, a plain CSV has no value types. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['type', 'role', 'parentRole']);

const SEPARATOR = '|';
const NEEDS_ESCAPE = /[\\|]/g;

/**
 * Checks a list of key columns. The period is always part of the key, because calls of two periods are never the
 * same call.
 *
 * @throws {RangeError} when no column is named
 */
export function checkKeyColumns(columns: readonly string[]): readonly string[] {
	const names = [...new Set(columns.map((column) => column.trim()).filter((name) => name !== ''))];
	if (names.length === 0) {
		throw new RangeError('Name at least one key column, for example "ownerId" and "fieldId".');
	}
	return names.includes(PERIOD_COLUMN) ? names : [...names, PERIOD_COLUMN];
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

/**
 * Makes the reader for a list of key columns.
 *
 * Parts are joined by `|`; `|` and `\` inside a part are escaped, so two different keys never have the same text.
 */
export function keyReader(columns: readonly string[]): KeyReader {
	const parts = columns.map((column, position) => ({
		column,
		position,
		isEmail: column.toLowerCase().includes('email'),
		required: !MAY_BE_EMPTY.has(column),
	}));
	// `join` makes one flat string; parts that are added up stay a chain, which is many times slower to look up.
	const texts = parts.map(() => '');
	return (row) => {
		for (const { column, position, isEmail, required } of parts) {
			const text = cellText(row[column]);
			if (text === '' && required) return null;
			texts[position] = escapePart(text, isEmail);
		}
		return texts.join(SEPARATOR);
	};
}

/** The columns that keep a row from having a key. */
export function missingKeyColumns(
	row: Readonly<Record<string, unknown>>,
	columns: readonly string[],
): string[] {
	return columns.filter((name) => !MAY_BE_EMPTY.has(name) && cellText(row[name]) === '');
}

function escapePart(part: string, isEmail: boolean): string {
	// Some exports use the e-mail as the owner's id, so the content decides as well as the column's name.
	const text = isEmail || part.includes('@') ? part.toLowerCase() : part;
	return text.includes(SEPARATOR) || text.includes('\\')
		? text.replace(NEEDS_ESCAPE, (character) => `\\${character}`)
		: text;
}
