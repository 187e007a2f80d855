import { ClayApiError } from './apiError';

/** A cursor is opaque; this one holds what is being read and how far. */
export function cursorTo(what: string, offset: number): string {
	return Buffer.from(JSON.stringify([what, offset])).toString('base64url');
}

/** How far a reader has come. @throws ClayApiError for a cursor of something else, or of nobody's making */
export function offsetFrom(what: string, cursor: unknown): number {
	if (cursor === undefined) return 0;
	try {
		const [whose, offset]: unknown[] = JSON.parse(
			Buffer.from(String(cursor), 'base64url').toString(),
		);
		if (whose === what && typeof offset === 'number') return offset;
	} catch {
		// Refused below, as any other text.
	}
	throw new ClayApiError(400, 'Invalid cursor');
}
