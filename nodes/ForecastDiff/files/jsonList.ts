import type { ForecastRowLike } from '../engine/types';
import { endOfElements, guessEndOfRow, skipSpace } from './jsonElements';
import { brokenJson, checkRows, placeOf, tryJson } from './jsonText';
import { TableFileError } from './tableFileError';
import type { TableSource } from './tableSource';
import { textOf } from './tableSource';

/** After so many wrong guesses the rows are of a kind that makes more of them: each costs the parsing of a slice. */
const MAX_WRONG_GUESSES = 4;

/** How far to search for an end: a row is seldom longer. */
const GUESS_BYTES = 64 * 1024;

const CLOSE_BRACKET = 0x5d;

/**
 * Reads a JSON list of objects, some rows at a time: with much less memory than the list as a whole, since rows that
 * are done with die young, and as fast as one `JSON.parse`.
 *
 * The file is cut after an object that is followed by a comma and another object, and what lies before is parsed as a
 * list of its own. That is always right, although such a comma may as well stand in a text or in a list within a row:
 * a slice begins where an element of the list begins, so `[` and the slice are read exactly as the whole file is up to
 * there. If `]` then completes the document, the parser was between two elements of the outermost list. Where the guess
 * was wrong the slice does not parse, and the end is found by counting brackets.
 *
 * @param start the place of the opening bracket
 * @param chunkBytes about how much to read at a time
 * @throws {TableFileError} while it is iterated: at the first row that is no JSON or no object
 */
export function* rowsOfJsonList(
	source: TableSource,
	start: number,
	chunkBytes: number,
): Generator<readonly ForecastRowLike[], void, undefined> {
	const { bytes, fileName } = source;
	let at = start + 1;
	let end = skipSpace(bytes, at);
	let rowsBefore = 0;
	let wrongGuesses = 0;
	while (rowsBefore > 0 || bytes[end] !== CLOSE_BRACKET) {
		const atLeast = at + chunkBytes;
		end =
			wrongGuesses < MAX_WRONG_GUESSES ? guessEndOfRow(bytes, atLeast, atLeast + GUESS_BYTES) : -1;
		let parsed = end === -1 ? undefined : parseSlice(source, at, end);
		if (parsed === undefined) {
			wrongGuesses++;
			end = endOfElements(bytes, at, atLeast);
			parsed = end === -1 ? undefined : parseSlice(source, at, end);
		}
		if (parsed === undefined) throw brokenRow(source, at, rowsBefore);
		const rows = checkRows(fileName, parsed, rowsBefore);
		yield rows;
		rowsBefore += rows.length;
		end = skipSpace(bytes, end);
		if (bytes[end] === CLOSE_BRACKET) break;
		at = end + 1;
	}
	const rest = skipSpace(bytes, end + 1);
	if (rest === bytes.length) return;
	throw new TableFileError(
		fileName,
		`goes on after the end of its list, ${placeOf(source, rest)}`,
		'Write all rows into one list, or as JSON lines (an object on each line).',
	);
}

/** The elements of a part of the list; `undefined` when it is not a part of one, or there are none. */
function parseSlice(source: TableSource, start: number, end: number): unknown[] | undefined {
	const parsed = tryJson(`[${textOf(source, start, end)}]`);
	if ('broken' in parsed || !Array.isArray(parsed.value)) return undefined;
	// Nothing stands between two commas, or between the last one and the bracket.
	return parsed.value.length === 0 ? undefined : parsed.value;
}

/** Finds the first row from `start` on that is broken. */
function brokenRow(source: TableSource, start: number, rowsBefore: number): TableFileError {
	const { bytes, fileName } = source;
	let row = rowsBefore + 1;
	for (let at = start; ; row++) {
		const end = endOfElements(bytes, at, at);
		const first = skipSpace(bytes, at);
		if (end === -1) {
			return new TableFileError(
				fileName,
				`ends within row ${row}, which begins ${placeOf(source, Math.min(first, bytes.length))}`,
				'It has been cut off while it was written or downloaded, or a quote or bracket of this row is not closed.',
			);
		}
		const text = textOf(source, first, end);
		const parsed = tryJson(text);
		if ('broken' in parsed) return brokenJson(source, text, first, parsed.broken, row);
		at = end + 1;
	}
}
