import { isRecord } from '../../shared/json/read';
import { TableFileError } from './tableFileError';
import type { TableSource } from './tableSource';
import { excerptAt, lineAt } from './tableSource';

const CORRECT = 'Write the file again with a JSON library, or correct this place.';
const AS_OBJECTS = 'Each row must be an object of column names and values: {"ownerId": "…", …}.';

/** Parses JSON, or gives the message about what is wrong: a broken text is part of the ordinary course here. */
export function tryJson(text: string): { value: unknown } | { broken: string } {
	try {
		const value: unknown = JSON.parse(text);
		return { value };
	} catch (error) {
		return { broken: error instanceof Error ? error.message : '' };
	}
}

/**
 * The error for a text that is no JSON. The message of the engine is not shown, since it has content in it, but the
 * place that it may name is.
 *
 * @param start where the text begins in the file
 * @param message of the engine
 * @param row the number of the row in it, where it is known
 */
export function brokenJson(
	source: TableSource,
	text: string,
	start: number,
	message: string,
	row?: number,
): TableFileError {
	const position = /position (\d+)/.exec(message)?.[1];
	const offset = position === undefined ? 0 : Buffer.byteLength(text.slice(0, Number(position)));
	// The very end is no place to show.
	const place = start + Math.min(offset, Math.max(Buffer.byteLength(text) - 1, 0));
	const inRow = row === undefined ? '' : ` in row ${row}`;
	return new TableFileError(
		source.fileName,
		`is not valid JSON${inRow}, ${placeOf(source, place)}`,
		CORRECT,
	);
}

/** A place of the file, for people. */
export function placeOf(source: TableSource, at: number): string {
	return `at line ${lineAt(source.bytes, at)} (byte ${at}), near ${excerptAt(source, at)}`;
}

/**
 * Checks that all rows are objects.
 *
 * @param rowsBefore how many rows of the file came before these
 * @throws {TableFileError} that names the first other one
 */
export function checkRows(
	fileName: string | undefined,
	rows: unknown,
	rowsBefore: number,
): ReadonlyArray<Record<string, unknown>> {
	if (isRecordList(rows)) return rows;
	const list: unknown[] = Array.isArray(rows) ? rows : [rows];
	const at = list.findIndex((row) => !isRecord(row));
	const row = list[at];
	const found = row === null ? 'null' : Array.isArray(row) ? 'a list' : `a ${typeof row}`;
	throw new TableFileError(
		fileName,
		`has ${found} instead of an object in row ${rowsBefore + at + 1}`,
		AS_OBJECTS,
	);
}

export function isRecordList(rows: unknown): rows is Array<Record<string, unknown>> {
	return Array.isArray(rows) && rows.every(isRecord);
}
