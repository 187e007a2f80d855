import { isSafeObjectProperty } from 'n8n-workflow';

import type { ForecastRowLike } from '../engine/types';
import { isClariHeader, rowsOfClariCsv } from './clariExport';
import { delimiterOf, lastRecord, recordsOf, sliceRecords, tryCsv } from './separatedRecords';
import { excerpt, TableFileError } from './tableFileError';
import type { TableNotes } from './tableNotes';
import type { TableSource } from './tableSource';
import { lineAt, textOf } from './tableSource';

/** The columns of a table. */
interface Header {
	/** By place; `undefined` for a column without a name, which is left out. */
	names: ReadonlyArray<string | undefined>;
	/** How many cells a row must have: up to the last column that has a name. */
	needed: number;
}

/**
 * Reads CSV or TSV with a header line, some rows at a time; Clari's CSV as the Clari node does. The delimiter (comma,
 * semicolon, tab) is that of the header line.
 *
 * All cells are text, without the white space around them; an empty cell is `null`. Rows without any text are left out.
 *
 * @param isStated whether the file calls itself CSV; when it does not, a text of a single column is not taken for one
 * @param chunkBytes about how much to read at a time
 * @throws {TableFileError} while it is iterated: for quotes that do not match, a row that does not fit the header, two
 * columns of one name
 */
export function* rowsOfSeparated(
	source: TableSource,
	isStated: boolean,
	chunkBytes: number,
	notes: TableNotes,
): Generator<readonly ForecastRowLike[], void, undefined> {
	const { bytes, fileName } = source;
	let header: Header | undefined;
	let delimiter = ',';
	let rowsBefore = 0;
	for (let at = firstLine(bytes); at < bytes.length; ) {
		const { end, hasQuotes } = sliceRecords(bytes, at, chunkBytes);
		const text = textOf(source, at, end);
		if (header === undefined) delimiter = statedDelimiter(fileName, text, isStated);
		const start = at;
		const records = orThrow(source, start, () => recordsOf(text, delimiter, hasQuotes));
		let first = 0;
		if (header === undefined) {
			const names = records[first++] ?? [];
			if (delimiter === ',' && isClariHeader(names)) {
				const whole = textOf(source, start, bytes.length);
				yield orThrow(source, start, () => rowsOfClariCsv(whole, notes));
				return;
			}
			header = headerOf(fileName, names);
		}
		const rows: ForecastRowLike[] = [];
		for (; first < records.length; first++) {
			const record = records[first] ?? [];
			if (record.every((cell) => cell === '')) continue;
			rows.push(rowOf(fileName, header, record, rowsBefore + rows.length + 1));
		}
		if (rows.length > 0) yield rows;
		rowsBefore += rows.length;
		at = end;
	}
}

/** The first line that is not empty. */
function firstLine(bytes: Buffer): number {
	let at = 0;
	while (bytes[at] === 0x0a || bytes[at] === 0x0d) at++;
	return at;
}

function statedDelimiter(fileName: string | undefined, text: string, isStated: boolean): string {
	const delimiter = delimiterOf(text);
	if (delimiter !== undefined) return delimiter;
	if (isStated) return ',';
	throw new TableFileError(
		fileName,
		`begins with ${excerpt(text)}, which is neither JSON nor a header line of several columns`,
	);
}

function headerOf(fileName: string | undefined, cells: readonly string[]): Header {
	const names = cells.map((name) => (name !== '' && isSafeObjectProperty(name) ? name : undefined));
	const seen = new Set<string>();
	for (const name of names) {
		if (name === undefined) continue;
		if (seen.has(name)) {
			throw new TableFileError(
				fileName,
				`has more than one column ${excerpt(name)}`,
				'Give each column a name of its own in the header line.',
			);
		}
		seen.add(name);
	}
	let needed = names.length;
	while (needed > 0 && names[needed - 1] === undefined) needed--;
	return { names, needed };
}

function rowOf(
	fileName: string | undefined,
	{ names, needed }: Header,
	cells: readonly string[],
	number: number,
): ForecastRowLike {
	const isShort = cells.length < needed;
	if (isShort || (cells.length > names.length && cells.slice(names.length).some(Boolean))) {
		throw new TableFileError(
			fileName,
			`has ${cells.length} cells in row ${number} (the header not counted), but ${names.length} columns in its header`,
			isShort
				? 'It has been cut off, or a line break stands in a cell without quotes.'
				: 'Put cells that contain the delimiter into quotes.',
		);
	}
	const row: Record<string, unknown> = {};
	for (let at = 0; at < needed; at++) {
		const name = names[at];
		if (name === undefined) continue;
		const cell = cells[at];
		row[name] = cell === '' || cell === undefined ? null : cell;
	}
	return row;
}

/** Makes the errors of csv-parse ours. */
function orThrow<Value>(source: TableSource, start: number, read: () => Value): Value {
	const outcome = tryCsv(read);
	if ('value' in outcome) return outcome.value;
	const { reason, line } = outcome.problem;
	const { bytes, fileName } = source;
	throw new TableFileError(
		fileName,
		`${reason}, at line ${line === undefined ? lineAt(bytes, lastRecord(bytes, start)) : lineAt(bytes, start) + line - 1}`,
		'Correct the line, or write the file again with quotes around all cells.',
	);
}
