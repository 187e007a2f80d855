import { CsvError, parse } from 'csv-parse/sync';

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** A part of a CSV file that ends where a line ends. */
export interface RecordsSlice {
	end: number;
	hasQuotes: boolean;
}

/**
 * The end of the last record of about `chunkBytes` bytes from `start`, which must be the beginning of a record. A line
 * break stands between two records when as many quotes as not come before it: an escaped quote is written as two.
 */
export function sliceRecords(bytes: Buffer, start: number, chunkBytes: number): RecordsSlice {
	const atLeast = start + chunkBytes - 1;
	const newline = bytes.indexOf(NEWLINE, atLeast);
	const end = newline === -1 ? bytes.length : newline + 1;
	if (!bytes.subarray(start, end).includes(QUOTE)) return { end, hasQuotes: false };
	let isQuoted = false;
	for (let at = start; at < bytes.length; at++) {
		const byte = bytes[at];
		if (byte === QUOTE) isQuoted = !isQuoted;
		else if (byte === NEWLINE && !isQuoted && at >= atLeast)
			return { end: at + 1, hasQuotes: true };
	}
	return { end: bytes.length, hasQuotes: true };
}

/** Where the last record begins; `start` must be the beginning of a record. */
export function lastRecord(bytes: Buffer, start: number): number {
	let at = start;
	for (;;) {
		const { end } = sliceRecords(bytes, at, 1);
		if (end >= bytes.length) return at;
		at = end;
	}
}

/** The mark between the cells: whichever of comma, semicolon and tab the first line has most of, outside of quotes. */
export function delimiterOf(text: string): string | undefined {
	const counts = new Map([
		[',', 0],
		[';', 0],
		['\t', 0],
	]);
	let isQuoted = false;
	for (const character of text) {
		if (character === '"') isQuoted = !isQuoted;
		else if (!isQuoted && (character === '\n' || character === '\r')) break;
		else if (!isQuoted && counts.has(character)) {
			counts.set(character, (counts.get(character) ?? 0) + 1);
		}
	}
	const [most] = [...counts].sort(([, a], [, b]) => b - a);
	return most === undefined || most[1] === 0 ? undefined : most[0];
}

/**
 * The cells of some records, without the white space around them. Empty lines are left out.
 *
 * @throws {CsvError} for quotes that do not match
 */
export function recordsOf(text: string, delimiter: string, hasQuotes: boolean): string[][] {
	// csv-parse takes ten times as long, and without quotes there is nothing for it to do.
	if (!hasQuotes) return recordsWithoutQuotes(text, delimiter);
	return parse(text, {
		delimiter,
		skip_empty_lines: true,
		// The row is checked against the header, which is in the first part only.
		relax_column_count: true,
		// A tab at the end of a line is an empty cell, not white space.
		trim: delimiter !== '\t',
	});
}

/** Why csv-parse has stopped. Without its message, which has content in it. */
export interface CsvProblem {
	reason: string;
	/** The line of the text, counted from 1; absent when it is where the last record begins. */
	line?: number;
}

/** Calls a reader that uses csv-parse. */
export function tryCsv<Value>(read: () => Value): { value: Value } | { problem: CsvProblem } {
	try {
		return { value: read() };
	} catch (error) {
		const { code, lines }: { code?: unknown; lines?: unknown } =
			error instanceof CsvError ? error : {};
		const reason = REASONS.get(String(code)) ?? 'is not valid CSV';
		// A quote that stays open is noticed at the end of the file only.
		const isAtEnd = code === 'CSV_QUOTE_NOT_CLOSED' || typeof lines !== 'number';
		return { problem: isAtEnd ? { reason } : { reason, line: lines } };
	}
}

const REASONS: ReadonlyMap<string, string> = new Map([
	['CSV_QUOTE_NOT_CLOSED', 'has a quote that is never closed'],
	['INVALID_OPENING_QUOTE', 'has a quote within a cell that does not begin with one'],
	['CSV_INVALID_CLOSING_QUOTE', 'has a quote within a quoted cell that is not written twice'],
	['CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE', 'has text after a quoted cell'],
	['CSV_RECORD_INCONSISTENT_FIELDS_LENGTH', 'has more or fewer cells in a row than columns'],
]);

function recordsWithoutQuotes(text: string, delimiter: string): string[][] {
	const records: string[][] = [];
	for (const line of text.split(/\r\n?|\n/)) {
		if (line.trim() === '') continue;
		records.push(line.split(delimiter).map((cell) => cell.trim()));
	}
	return records;
}
