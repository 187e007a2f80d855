import { readTexts } from '../json/read';
import type { Refusal } from './verdict';

/** What is read of a request: Node's `IncomingMessage`, or anything of its shape. */
export interface RequestHeaders {
	/** Names and values in turn, as they came in. */
	rawHeaders?: unknown;
	headers: Record<string, unknown>;
}

/**
 * The one value of a header. It is taken from the raw headers, since Node joins or drops a header that is given twice,
 * and which of the two a proxy has checked is anybody's guess: two are refused, and so is an array.
 *
 * @param name of the header, in any case
 */
export function singleHeader(
	{ rawHeaders, headers }: RequestHeaders,
	name: string,
): { ok: true; value: string } | { ok: false; refusal: Refusal } {
	const wanted = name.toLowerCase();
	if (Array.isArray(headers[wanted])) return { ok: false, refusal: 'repeated' };
	const raw = readTexts(rawHeaders);
	const values = raw.filter(
		(_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === wanted,
	);
	if (values.length > 1) return { ok: false, refusal: 'repeated' };
	const [value] = values;
	return value === undefined ? { ok: false, refusal: 'missing' } : { ok: true, value };
}

/** The bytes of a header's value: Node reads headers as Latin-1, whatever the sender wrote. */
export function headerBytes(value: string): Buffer {
	return Buffer.from(value, 'latin1');
}
