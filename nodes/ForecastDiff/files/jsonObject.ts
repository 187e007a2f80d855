import type { ForecastRowLike } from '../engine/types';
import { isRecord } from '../../shared/json/read';
import { isClariExport, rowsOfClariExport } from './clariExport';
import { brokenJson, isRecordList, tryJson } from './jsonText';
import { TableFileError } from './tableFileError';
import type { TableNotes } from './tableNotes';
import type { TableSource } from './tableSource';
import { textOf } from './tableSource';

const ONE_LIST = 'Keep the list of the rows alone, as the whole content or under one key.';

/**
 * Reads a JSON object: Clari's export, or an object with exactly one list of objects in it (`{"rows": […]}`). Both are
 * parsed as a whole.
 *
 * @throws {TableFileError} when it is no JSON, or has no such list or several
 */
export function rowsOfJsonObject(
	source: TableSource,
	notes: TableNotes,
): readonly ForecastRowLike[] {
	const text = textOf(source, 0, source.bytes.length);
	const parsed = tryJson(text);
	if ('broken' in parsed) throw brokenJson(source, text, 0, parsed.broken);
	const data = isRecord(parsed.value) ? parsed.value : {};
	if (isClariExport(data)) return rowsOfClariExport(data, notes);
	return onlyList(source.fileName, data);
}

function onlyList(
	fileName: string | undefined,
	data: Record<string, unknown>,
): readonly ForecastRowLike[] {
	// An empty list may be the one of the rows, so it counts: else a list of messages beside it would be taken for them.
	const lists = Object.entries(data).flatMap(([key, value]) =>
		isRecordList(value) ? [{ key, rows: value }] : [],
	);
	const [only, second] = lists;
	if (only === undefined) {
		throw new TableFileError(fileName, 'is a JSON object without a list of objects in it');
	}
	if (second !== undefined) {
		const names = lists.slice(0, 3).map(({ key }) => `'${key.slice(0, 20)}'`);
		throw new TableFileError(
			fileName,
			`is a JSON object with ${lists.length} lists (${names.join(', ')}${lists.length > 3 ? ', …' : ''}), so that it is not clear which one is the table`,
			ONE_LIST,
		);
	}
	return only.rows;
}
