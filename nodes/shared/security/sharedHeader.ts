import { equalsAny } from './constantTime';
import type { RequestHeaders } from './header';
import { headerBytes, singleHeader } from './header';
import { liveSecrets } from './secrets';
import type { Verdict } from './verdict';
import { refused } from './verdict';

/** A secret that the sender puts into a header as it is. */
export interface SharedHeader {
	/** Name of the header. */
	headerName: string;
	/** What stands before the secret, e.g. `Bearer`; a blank follows when it ends with a letter or digit. */
	prefix: string;
	/** One or two; blank ones do not count. */
	secrets: string[];
}

/** Checks a secret in a header, in constant time. It needs no body, so nothing has to be read from a stranger. */
export function verifySharedHeader(request: RequestHeaders, check: SharedHeader): Verdict {
	const secrets = liveSecrets(...check.secrets);
	if (secrets.length === 0 || check.headerName.trim() === '') return refused('notConfigured');
	const header = singleHeader(request, check.headerName.trim());
	if (!header.ok) return refused(header.refusal);
	const prefix = spaced(check.prefix);
	const expected = secrets.map((secret) => Buffer.from(prefix + secret, 'utf8'));
	return equalsAny(headerBytes(header.value), expected) ? { ok: true } : refused('mismatch');
}

/** `Bearer` as a scheme of its own: n8n and browsers drop blanks at the end of what is typed. */
function spaced(prefix: string): string {
	const text = prefix.trim();
	return /[a-z0-9]$/i.test(text) ? `${text} ` : text;
}
