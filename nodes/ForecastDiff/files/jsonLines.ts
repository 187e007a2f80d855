import type { ForecastRowLike } from '../engine/types';
import { brokenJson, checkRows, tryJson } from './jsonText';
import type { TableSource } from './tableSource';
import { textOf } from './tableSource';

const NEWLINE = 0x0a;

/**
 * Reads JSON lines (an object on each line; empty lines are passed over), some lines at a time.
 *
 * @param chunkBytes about how much to read at a time
 * @throws {TableFileError} while it is iterated: at the first line that is no JSON or no object
 */
export function* rowsOfJsonLines(
	source: TableSource,
	chunkBytes: number,
): Generator<readonly ForecastRowLike[], void, undefined> {
	const { bytes, fileName } = source;
	let rowsBefore = 0;
	for (let at = 0; at < bytes.length; ) {
		const newline = bytes.indexOf(NEWLINE, at + chunkBytes - 1);
		const end = newline === -1 ? bytes.length : newline + 1;
		const rows = checkRows(
			fileName,
			parseLines(source, textOf(source, at, end), at, rowsBefore),
			rowsBefore,
		);
		if (rows.length > 0) yield rows;
		rowsBefore += rows.length;
		at = end;
	}
}

/** Parses all lines at once, as a list; one by one when that does not work or there are empty ones. */
function parseLines(source: TableSource, text: string, start: number, rowsBefore: number): unknown {
	// JSON has no line breaks within a text, so each one stands between two rows.
	const lines = text.trimEnd().split('\n');
	const together = tryJson(`[${lines.join(',')}]`);
	if (
		'value' in together &&
		Array.isArray(together.value) &&
		together.value.length === lines.length
	) {
		return together.value;
	}
	const rows: unknown[] = [];
	let at = start;
	for (const line of lines) {
		if (line.trim() !== '') {
			const parsed = tryJson(line);
			if ('broken' in parsed) {
				throw brokenJson(source, line, at, parsed.broken, rowsBefore + rows.length + 1);
			}
			rows.push(parsed.value);
		}
		at += Buffer.byteLength(line) + 1;
	}
	return rows;
}
