/**
 * Why a delivery is not let in. For the log of n8n only: the sender learns that it was refused, and nothing else.
 *
 * - `notConfigured`: the credential lacks what the check needs
 * - `missing`: the header is not there
 * - `repeated`: the header is there more than once
 * - `malformed`: its value cannot be what the check looks for
 * - `mismatch`: secret or signature is another one
 * - `stale`: the signed time is too far from now
 */
export type Refusal = 'notConfigured' | 'missing' | 'repeated' | 'malformed' | 'mismatch' | 'stale';

/** Whether a delivery comes from somebody who has the secret. */
export type Verdict = { ok: true } | { ok: false; refusal: Refusal };

export function refused(refusal: Refusal): Verdict {
	return { ok: false, refusal };
}
