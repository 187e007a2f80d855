import { readTable } from '../../../../nodes/ForecastDiff/files/readTable';
import { TableFileError } from '../../../../nodes/ForecastDiff/files/tableFileError';
import type { TableFileInfo } from '../../../../nodes/ForecastDiff/files/tableFormat';
import type { TableNotes } from '../../../../nodes/ForecastDiff/files/tableNotes';

export interface ReadFile {
	rows: unknown[];
	batches: number;
	notes: TableNotes;
}

/** Reads a whole file. */
export function read(
	content: string | Uint8Array,
	info: TableFileInfo | string = {},
	chunkBytes?: number,
): ReadFile {
	const bytes = typeof content === 'string' ? Buffer.from(content) : content;
	const table = readTable(bytes, typeof info === 'string' ? { fileName: info } : info, chunkBytes);
	const rows: unknown[] = [];
	let batches = 0;
	for (const batch of table.batches) {
		rows.push(...batch);
		batches++;
	}
	return { rows, batches, notes: table.notes };
}

/** The message of the error about a file. */
export function messageOf(...args: Parameters<typeof read>): string {
	try {
		read(...args);
	} catch (error) {
		if (error instanceof TableFileError) return error.message;
		throw error;
	}
	throw new Error('The file was read');
}
