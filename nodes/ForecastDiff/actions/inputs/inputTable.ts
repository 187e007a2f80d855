import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ExportNotice } from '../../../shared/forecast/forecastRow';
import { isExportNotice } from '../../../shared/forecast/forecastRow';
import { toText } from '../../../shared/parameters/read';
import type { ForecastRowLike, RowSource } from '../../engine';
import type { DataSettings } from '../settings/data';
import { fileOf, hasFiles, rowsOfFiles, type TableFile } from './tableFiles';

/** Rows with the input item that they come from. */
export interface ItemRows {
	item: number;
	rows: readonly ForecastRowLike[];
}

/** What an input holds, besides baseline items. */
export interface InputTable {
	/** For the engine, which reads files while it compares. */
	rows: RowSource;
	/** Indexes of the items that have rows, or a file. */
	items: number[];
	/** The same rows once more, from the start at every call. */
	byItem(): Iterable<ItemRows>;
	/** Exports that had no rows. */
	notices: ExportNotice[];
	/** Why earlier nodes, set to continue, could not give rows. */
	errors: string[];
	/** What was noticed in files; complete after they have been read. */
	remarks: string[];
}

/** The items of an input, or none when it is not connected or its branch was empty. */
export function inputItems(context: IExecuteFunctions, input: number): INodeExecutionData[] {
	return context.getInputData(input) ?? [];
}

/**
 * Reads the items of an input: each is a row (or has a file of rows), the notice that stands in for an export without
 * rows, or the error of a node that was set to continue. An item without any field is n8n's placeholder for no data.
 *
 * @throws {NodeOperationError} when an item should have a file and has none, or all have one and should not
 */
export async function readInput(
	context: IExecuteFunctions,
	input: number,
	data: DataSettings,
): Promise<InputTable> {
	const items = inputItems(context, input);
	const notices: ExportNotice[] = [];
	const errors: string[] = [];
	const found: Array<{ place: number; item: INodeExecutionData }> = [];
	for (const [place, item] of items.entries()) {
		const { json, error } = item;
		if (isExportNotice(json)) notices.push(json);
		else if (error || isFailure(json, data)) {
			errors.push(error?.message ?? toText(json.error, 'unknown reason'));
		} else if (Object.keys(json).length > 0 || hasFiles(item)) found.push({ place, item });
	}
	const report = { notices, errors };
	if (data.fileField === undefined) return { ...tableOfItems(context, found), ...report };
	// Files and rows may come together: the rows of an earlier export need not have been a file.
	const files: TableFile[] = [];
	const others: ItemRows[] = [];
	for (const { place, item } of found) {
		const file = await fileOf(context, { input, place, item, field: data.fileField });
		if (file !== undefined) files.push(file);
		else others.push({ item: place, rows: [item.json] });
	}
	return { ...tableOfFiles(files, others, data), ...report };
}

function tableOfItems(
	context: IExecuteFunctions,
	found: Array<{ place: number; item: INodeExecutionData }>,
): Pick<InputTable, 'rows' | 'items' | 'byItem' | 'remarks'> {
	const rows = found.filter(({ item }) => Object.keys(item.json).length > 0);
	if (rows.length === 0 && found.length > 0) {
		throw new NodeOperationError(context.getNode(), 'The input has files, and rows are expected', {
			description: "Set 'Read From' to JSON or CSV File, or turn the files into items first.",
		});
	}
	return {
		rows: rows.map(({ item }) => item.json),
		items: rows.map(({ place }) => place),
		byItem: () => rows.map(({ place, item }) => ({ item: place, rows: [item.json] })),
		remarks: [],
	};
}

function tableOfFiles(
	files: TableFile[],
	others: ItemRows[],
	{ data }: DataSettings,
): Pick<InputTable, 'rows' | 'items' | 'byItem' | 'remarks'> {
	const remarks: string[] = [];
	function* batches(): Generator<readonly ForecastRowLike[], void, undefined> {
		for (const { rows } of others) yield rows;
		for (const { rows } of rowsOfFiles(files, data, remarks)) yield rows;
	}
	function* byItem(): Generator<ItemRows, void, undefined> {
		yield* others;
		yield* rowsOfFiles(files, data, []);
	}
	return {
		rows: { batches: { [Symbol.iterator]: batches } },
		items: [...others, ...files].map(({ item }) => item).sort((a, b) => a - b),
		byItem,
		remarks,
	};
}

/** What a node outputs in the place of its rows when it is set to continue; no row lacks all its key fields. */
function isFailure(json: ForecastRowLike, { data, keyColumns = [] }: DataSettings): boolean {
	const identity = data === 'table' ? keyColumns : ['ownerId'];
	return 'error' in json && identity.every((column) => json[column] === undefined);
}
