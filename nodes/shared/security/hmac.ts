import { createHmac } from 'node:crypto';

import { equalsAny } from './constantTime';
import type { RequestHeaders } from './header';
import { headerBytes, singleHeader } from './header';
import { liveSecrets } from './secrets';
import type { Refusal, Verdict } from './verdict';
import { refused } from './verdict';

/** An HMAC-SHA256 over the raw body, in hexadecimal, in a header. */
export interface HmacHeader {
	headerName: string;
	/** What stands before the digits, e.g. `sha256=`, and has to stand there; empty for none. */
	prefix: string;
	/** One or two; the whole text is the key, with a `whsec_` before it if there is one. */
	secrets: string[];
	/** Header with the time of sending, which is then signed as well (`time.body`); empty when none is signed. */
	timestampHeader: string;
	/** How far that time may be from now, in seconds, both ways. */
	toleranceSeconds: number;
}

/**
 * Checks a signature of the body as it came in, in constant time. The bytes must be the ones that were sent: JSON that
 * is parsed and written again has other bytes.
 *
 * @param now milliseconds since the epoch
 */
export function verifyHmac(
	request: RequestHeaders,
	body: Buffer,
	check: HmacHeader,
	now: number,
): Verdict {
	const secrets = liveSecrets(...check.secrets);
	if (secrets.length === 0 || check.headerName.trim() === '') return refused('notConfigured');
	const header = singleHeader(request, check.headerName.trim());
	if (!header.ok) return refused(header.refusal);
	const time = signedTime(request, check, now);
	if (!time.ok) return refused(time.refusal);
	const prefix = check.prefix.trim();
	if (!header.value.startsWith(prefix)) return refused('malformed');
	const digits = header.value.slice(prefix.length);
	if (!/^[0-9a-f]{64}$/i.test(digits)) return refused('malformed');
	const expected = secrets.map((secret) =>
		createHmac('sha256', secret).update(time.signedBefore).update(body).digest(),
	);
	return equalsAny(Buffer.from(digits, 'hex'), expected) ? { ok: true } : refused('mismatch');
}

/** What is signed before the body: nothing, or the time and a dot. */
function signedTime(
	request: RequestHeaders,
	{ timestampHeader, toleranceSeconds }: HmacHeader,
	now: number,
): { ok: true; signedBefore: Buffer } | { ok: false; refusal: Refusal } {
	const name = timestampHeader.trim();
	if (name === '') return { ok: true, signedBefore: Buffer.alloc(0) };
	const header = singleHeader(request, name);
	if (!header.ok) return header;
	// Unix time: 10 digits are seconds, 13 are milliseconds, until the year 2286.
	if (!/^(?:\d{10}|\d{13})$/.test(header.value)) return { ok: false, refusal: 'malformed' };
	const sentAt = Number(header.value) * (header.value.length === 10 ? 1000 : 1);
	// Written so that a tolerance that is no number lets nothing in.
	const isFresh = Math.abs(now - sentAt) <= toleranceSeconds * 1000;
	if (!isFresh) return { ok: false, refusal: 'stale' };
	return { ok: true, signedBefore: headerBytes(`${header.value}.`) };
}
