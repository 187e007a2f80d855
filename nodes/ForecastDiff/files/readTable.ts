import type { ForecastRowLike } from '../engine/types';
import { skipSpace } from './jsonElements';
import { rowsOfJsonLines } from './jsonLines';
import { rowsOfJsonList } from './jsonList';
import { rowsOfJsonObject } from './jsonObject';
import { tryJson } from './jsonText';
import { rowsOfSeparated } from './separatedRows';
import type { TableFileInfo } from './tableFormat';
import { formatOf } from './tableFormat';
import type { TableNotes } from './tableNotes';
import type { TableSource } from './tableSource';
import { tableSource, textOf } from './tableSource';

/** The rows of a file. */
export interface FileTable {
	/** Some rows at a time, in the order of the file; to be iterated once. Throws `TableFileError` where it is damaged. */
	batches: Iterable<readonly ForecastRowLike[]>;
	notes: TableNotes;
}

/** Large enough for the work on each chunk not to count, small enough for its rows to die young. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads a table from a file: a JSON list of objects, a JSON object with exactly one list of objects, JSON lines, CSV or
 * TSV with a header, or an export as Clari writes it (five lists, flat entries, CSV), in UTF-8 or UTF-16.
 *
 * The format is told by the extension, else by the mime type, else by the content. Lists, lines and CSV are read while
 * the batches are iterated, so that a large file does not need the memory of all its rows.
 *
 * @param chunkBytes about how much to read at a time
 * @throws {TableFileError} when it is no file that can be read; while iterating, when it is damaged
 */
export function readTable(
	content: Uint8Array,
	info: TableFileInfo,
	chunkBytes: number = CHUNK_BYTES,
): FileTable {
	const source = tableSource(content, info.fileName);
	const { format, isStated } = formatOf(source, info);
	const notes: TableNotes = { isClariExport: false, warnings: [] };
	const batches = (): Iterable<readonly ForecastRowLike[]> => {
		if (format === 'empty') return [];
		if (format === 'separated') return rowsOfSeparated(source, isStated, chunkBytes, notes);
		const start = skipSpace(source.bytes, 0);
		if (source.bytes[start] === 0x5b) return rowsOfJsonList(source, start, chunkBytes);
		if (format === 'jsonLines' || isJsonLines(source, start)) {
			return rowsOfJsonLines(source, chunkBytes);
		}
		return [rowsOfJsonObject(source, notes)];
	};
	return { batches: batches(), notes };
}

/** A first line that is JSON by itself, with more to come, is a line and not the beginning of an object. */
function isJsonLines(source: TableSource, start: number): boolean {
	const newline = source.bytes.indexOf(0x0a, start);
	if (newline === -1 || skipSpace(source.bytes, newline) === source.bytes.length) return false;
	return 'value' in tryJson(textOf(source, start, newline));
}
