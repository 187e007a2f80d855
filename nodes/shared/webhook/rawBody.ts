import { isRecord } from '../json/read';

/** What n8n adds to Node's request. */
export interface BodySource {
	headers: Record<string, unknown>;
	rawBody?: unknown;
	readRawBody(): Promise<void>;
}

export type BodyBytes =
	| { ok: true; bytes: Buffer }
	| { ok: false; refusal: 'tooLarge' | 'unreadable' };

/**
 * Whether the request itself says that it is over the limit, so that nothing needs to be read.
 *
 * @param maxBytes limit of the body; what is compressed is measured again when it has been read
 */
export function announcesTooMuch(request: BodySource, maxBytes: number): boolean {
	return Number(request.headers['content-length'] ?? 0) > maxBytes;
}

/**
 * Reads the body as it came in, unzipped. n8n reads it only when it is asked to: the node must have the parameter
 * `options.binaryData` and be of version 1, otherwise n8n parses the body before the node can check anything.
 *
 * @param maxBytes limit of the node; n8n has one of its own, 16 MB unless its owner changes it
 */
export async function readBody(request: BodySource, maxBytes: number): Promise<BodyBytes> {
	try {
		if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	} catch (error) {
		const isTooLarge = isRecord(error) && error.type === 'entity.too.large';
		return { ok: false, refusal: isTooLarge ? 'tooLarge' : 'unreadable' };
	}
	const bytes = request.rawBody;
	// n8n leaves it unset for a body of no length.
	const body = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
	return body.length > maxBytes ? { ok: false, refusal: 'tooLarge' } : { ok: true, bytes: body };
}
