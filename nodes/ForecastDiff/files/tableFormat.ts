import { skipSpace } from './jsonElements';
import { TableFileError } from './tableFileError';
import type { TableSource } from './tableSource';
import { excerptAt } from './tableSource';

/** What is known about a file besides its content. */
export interface TableFileInfo {
	/** With its extension, which says the format. */
	fileName?: string | undefined;
	/** Asked when the extension says nothing. */
	mimeType?: string | undefined;
}

/** `json` may turn out as JSON lines; `jsonLines` is what calls itself so. */
export type TableFormat = 'json' | 'jsonLines' | 'separated';

const EXTENSIONS: ReadonlyMap<string, TableFormat> = new Map([
	['json', 'json'],
	['jsonl', 'jsonLines'],
	['ndjson', 'jsonLines'],
	['csv', 'separated'],
	['tsv', 'separated'],
	['tab', 'separated'],
]);

const MIME_TYPES: ReadonlyArray<{ pattern: RegExp; format: TableFormat }> = [
	{ pattern: /ndjson|jsonl|json-?lines/, format: 'jsonLines' },
	{ pattern: /[/+]json$/, format: 'json' },
	{ pattern: /\/(?:csv|tab-separated-values|x-csv|tsv)$/, format: 'separated' },
];

/** Files of other kinds, by their first bytes, in Latin-1. */
const OTHER_KINDS: ReadonlyArray<{ start: string; kind: string; advice: string }> = [
	{
		start: 'PK\x03\x04',
		kind: 'an Excel workbook or a ZIP archive',
		advice: 'Turn it into CSV or JSON first, for example with the node Extract from File.',
	},
	{
		start: '\xd0\xcf\x11\xe0',
		kind: 'an old Excel workbook',
		advice: 'Turn it into CSV or JSON first, for example with the node Extract from File.',
	},
	{
		start: '\x1f\x8b',
		kind: 'compressed (gzip)',
		advice: 'Unpack it first, for example with the node Compression.',
	},
	{ start: '%PDF', kind: 'a PDF', advice: 'Export the table as CSV or JSON.' },
];

/**
 * Tells the format of a file, and whether the file itself states it: by its extension, else by its mime type, else by its first character.
 *
 * @throws {TableFileError} when it is none that can be read, or an HTML page whatever it calls itself: that is what
 * stands in the place of a file when a download asked for a login
 */
export function formatOf(
	source: TableSource,
	{ fileName, mimeType }: TableFileInfo,
): { format: TableFormat | 'empty'; isStated: boolean } {
	const { bytes } = source;
	for (const { start, kind, advice } of OTHER_KINDS) {
		if (bytes.toString('latin1', 0, start.length) !== start) continue;
		throw new TableFileError(fileName, `is ${kind}, not a table of text`, advice);
	}
	const first = bytes[skipSpace(bytes, 0)];
	const extension = /\.([a-z]+)\s*$/i.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';
	const mime = (mimeType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	const stated =
		EXTENSIONS.get(extension) ?? MIME_TYPES.find(({ pattern }) => pattern.test(mime))?.format;
	if (first === undefined) {
		// A list without lines is what JSON lines write for no rows; any other format has something to say even then.
		if (stated === 'jsonLines') return { format: 'empty', isStated: true };
		throw new TableFileError(fileName, 'is empty');
	}
	if (first === 0x3c) {
		throw new TableFileError(
			fileName,
			`is an HTML or XML page, which begins with ${excerptAt(source, 0)}`,
			'Check how the file was downloaded: such a page often stands in for a file that needs a login.',
		);
	}
	const isJson = first === 0x5b || first === 0x7b;
	if (stated === undefined) return { format: isJson ? 'json' : 'separated', isStated: false };
	if (stated === 'separated' || isJson) return { format: stated, isStated: true };
	throw new TableFileError(
		fileName,
		`should be JSON, but begins with ${excerptAt(source, 0)} instead of a list or an object`,
	);
}
