import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isRecord, readText } from '../../../shared/json/read';
import type { ForecastRowLike } from '../../engine';
import { readTable } from '../../files/readTable';
import type { DataSettings } from '../settings/data';

/** A file of an input item. */
export interface TableFile {
	/** The item that has it. */
	item: number;
	content: Uint8Array;
	fileName?: string;
	mimeType?: string;
}

/** What is needed of the context of a run. */
export interface FileReader extends Pick<IExecuteFunctions, 'getNode'> {
	helpers: Pick<IExecuteFunctions['helpers'], 'getBinaryDataBuffer'>;
}

/** Where a file is looked for. */
export interface FilePlace {
	input: number;
	/** Index of the item. */
	place: number;
	item: INodeExecutionData;
	field: string;
}

/**
 * Fetches the file of an item.
 *
 * @returns `undefined` on the second input for an item without a file: a row
 * @throws {NodeOperationError} on the first input for an item without a file in the field
 */
export async function fileOf(
	context: FileReader,
	{ input, place, item, field }: FilePlace,
): Promise<TableFile | undefined> {
	const binary = item.binary?.[field] ?? inJson(item, field);
	if (binary === undefined) {
		if (input > 0 && !hasFiles(item)) return undefined;
		const others = Object.keys(item.binary ?? {});
		throw new NodeOperationError(
			context.getNode(),
			`${input > 0 ? 'The second input has' : 'There is'} no file in the field '${field}' [item ${place}]`,
			{
				itemIndex: place,
				description:
					others.length > 0
						? `The item has a file in ${others.map((name) => `'${name}'`).join(', ')}. Set 'Input Binary Field' to that name.`
						: "Pass an item with a file on, or set 'Read From' to Items.",
			},
		);
	}
	const { fileName, mimeType } = binary;
	return {
		item: place,
		// The data itself instead of the name of its field, since n8n looks for names on the first input only.
		content: await context.helpers.getBinaryDataBuffer(place, binary),
		...(fileName !== undefined && { fileName }),
		...(mimeType !== '' && { mimeType }),
	};
}

/** Whether an item has any file. */
export function hasFiles({ binary }: INodeExecutionData): boolean {
	return binary !== undefined && Object.keys(binary).length > 0;
}

/**
 * Reads files one after the other, some rows at a time, from the start at every call.
 *
 * @param remarks gets what is worth knowing about the files
 * @throws {TableFileError} while it is iterated
 */
export function* rowsOfFiles(
	files: readonly TableFile[],
	data: DataSettings['data'],
	remarks: string[],
): Generator<{ item: number; rows: readonly ForecastRowLike[] }, void, undefined> {
	for (const { item, content, fileName, mimeType } of files) {
		const { batches, notes } = readTable(content, { fileName, mimeType });
		for (const rows of batches) yield { item, rows };
		const name = fileName === undefined ? 'The file' : `The file '${fileName}'`;
		remarks.push(...notes.warnings.map((warning) => `${name}: ${warning}.`));
		if (notes.isClariExport && data === 'table') {
			remarks.push(
				`${name} is an export of Clari, whose rows have fields of their own. Set 'Data' to Clari Forecast Rows.`,
			);
		}
	}
}

/** Workflows may keep files among the other fields of an item ("combined" binary mode). */
function inJson({ json }: INodeExecutionData, field: string): IBinaryData | undefined {
	const value: unknown = json[field];
	if (!isRecord(value)) return undefined;
	const mimeType = readText(value.mimeType);
	const id = readText(value.id);
	const data = readText(value.data);
	if (mimeType === undefined || (id === undefined && data === undefined)) return undefined;
	const fileName = readText(value.fileName);
	return {
		mimeType,
		data: data ?? '',
		...(id !== undefined && { id }),
		...(fileName !== undefined && { fileName }),
	};
}
