import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A body that is not JSON, or does not say that it is. Kept, so that the journal can show it and the route can refuse it. */
export class MalformedBody {
	constructor(readonly text: string) {}
}

const byteLengths = new WeakMap<FastifyRequest, number>();

/** Length of the body as it came, in bytes. */
export function byteLengthOf(request: FastifyRequest): number {
	return byteLengths.get(request) ?? 0;
}

/**
 * Reads bodies without judging them: parsing problems must not answer before faults and logins have had their turn,
 * as they would not at a gateway.
 */
export function readBodiesAsJson(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
		const text = body.toString();
		byteLengths.set(request, Buffer.byteLength(text));
		if (text === '') return done(null, undefined);
		const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
		try {
			const parsed: unknown = isJson ? JSON.parse(text) : new MalformedBody(text);
			done(null, parsed);
		} catch {
			done(null, new MalformedBody(text));
		}
	});
}
