import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares in a time that does not depend on where two values differ, or on how long they are: digests are compared,
 * which are of one length, so that values of unequal length neither throw nor answer sooner.
 */
export function equalInConstantTime(one: Buffer, other: Buffer): boolean {
	return timingSafeEqual(digest(one), digest(other));
}

/** Whether a value is one of several; looks at all of them, so that the time does not tell which. */
export function equalsAny(value: Buffer, candidates: Buffer[]): boolean {
	return candidates.filter((candidate) => equalInConstantTime(value, candidate)).length > 0;
}

function digest(value: Buffer): Buffer {
	return createHash('sha256').update(value).digest();
}
