import { createHash } from 'node:crypto';

import { canonicalJson } from './canonicalJson';

/** The ID of an event: the same whenever it is delivered, as far as its key is. */
export function eventId(key: string): string {
	return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** A hash that is equal for equal content, whatever the order of its fields. */
export function contentHash(content: unknown): string {
	return createHash('sha256').update(canonicalJson(content)).digest('base64url');
}
