import { excerpt, TableFileError } from './tableFileError';

/** The content of a file as UTF-8 without a byte order mark, and its name for errors. */
export interface TableSource {
	bytes: Buffer;
	fileName?: string;
}

/** The longest text that Node.js can hold, in characters: 2^29 − 24. */
const MAX_TEXT_LENGTH = 536_870_888;

const SAVE_AS_UTF8 =
	'Save it as UTF-8 (in Excel: Save As, "CSV UTF-8"), or as UTF-16 with a byte order mark.';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Takes the content of a file: UTF-8 with or without a byte order mark, or UTF-16 of either order with one. The bytes
 * are not copied, unless they are UTF-16.
 *
 * @throws {TableFileError} when UTF-16 is damaged, too long to be decoded, or without its mark
 */
export function tableSource(content: Uint8Array, fileName: string | undefined): TableSource {
	const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	const named = fileName === undefined ? {} : { fileName };
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
		return { bytes: bytes.subarray(3), ...named };
	}
	if (bytes[0] === 0xff && bytes[1] === 0xfe) {
		return { bytes: ofUtf16(bytes.subarray(2), fileName), ...named };
	}
	if (bytes[0] === 0xfe && bytes[1] === 0xff) {
		const whole = bytes.subarray(2, bytes.length - (bytes.length % 2));
		// A copy, since the bytes are swapped in place.
		return { bytes: ofUtf16(Buffer.from(whole).swap16(), fileName), ...named };
	}
	if (bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0)) {
		throw new TableFileError(
			fileName,
			'has a zero byte at its beginning: it is UTF-16 without a byte order mark, or no text',
			SAVE_AS_UTF8,
		);
	}
	return { bytes, ...named };
}

/**
 * Decodes a part of the file, which must not begin or end inside a character.
 *
 * @throws {TableFileError} when it is not UTF-8, or longer than a text can be
 */
export function textOf({ bytes, fileName }: TableSource, start: number, end: number): string {
	if (end - start > MAX_TEXT_LENGTH) {
		throw new TableFileError(
			fileName,
			`has ${Math.round((end - start) / 1e6)} MB in one piece, and no more than 512 MB can be read at once`,
			'Write it as a JSON list of objects, as JSON lines or as CSV: these are read row by row, whatever their size.',
		);
	}
	const part = bytes.subarray(start, end);
	const text = tryDecode(UTF8, part);
	if (text !== undefined) return text;
	const line = lineAt(bytes, start + firstInvalid(part));
	throw new TableFileError(fileName, `is not UTF-8: see line ${line}`, SAVE_AS_UTF8);
}

/** The line that a place of the file is in, counted from 1. */
export function lineAt(bytes: Buffer, at: number): number {
	let line = 1;
	for (let next = bytes.indexOf(0x0a); next !== -1 && next < at; line++) {
		next = bytes.indexOf(0x0a, next + 1);
	}
	return line;
}

/** The first characters from a place on, for an error; whatever is no UTF-8 becomes a question mark. */
export function excerptAt({ bytes }: TableSource, start: number): string {
	return excerpt(bytes.toString('utf8', start, Math.min(start + 160, bytes.length)));
}

function ofUtf16(bytes: Buffer, fileName: string | undefined): Buffer {
	if (bytes.length / 2 > MAX_TEXT_LENGTH) {
		throw new TableFileError(
			fileName,
			'is UTF-16 and too large to be converted',
			'Save it as UTF-8, which is read row by row.',
		);
	}
	const text = tryDecode(new TextDecoder('utf-16le', { fatal: true }), bytes);
	if (text !== undefined) return Buffer.from(text, 'utf8');
	throw new TableFileError(fileName, 'begins as UTF-16 and is damaged', SAVE_AS_UTF8);
}

/** Where the first byte is that belongs to no character: what comes before it can be decoded. */
function firstInvalid(bytes: Buffer): number {
	let valid = 0;
	let invalid = bytes.length;
	while (invalid - valid > 1) {
		const middle = (valid + invalid) >> 1;
		// As a part of a stream, a character may be cut at the end.
		const decoder = new TextDecoder('utf-8', { fatal: true });
		if (tryDecode(decoder, bytes.subarray(0, middle), true) === undefined) invalid = middle;
		else valid = middle;
	}
	return valid;
}

function tryDecode(
	decoder: InstanceType<typeof TextDecoder>,
	bytes: Buffer,
	stream = false,
): string | undefined {
	try {
		return decoder.decode(bytes, { stream });
	} catch {
		return undefined;
	}
}
