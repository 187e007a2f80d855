import { isRecord } from '../isRecord';
import { byteLengthOf, MalformedBody } from '../requestBody';
import type { VendorServer } from '../vendorServer';
import type { ClayRow, ClayRows } from './rows';
import type { ClaySettings } from './settings';
import type { ClaySources } from './sources';
import { TokenBucket } from './tokenBucket';

/** The header that carries the token of a source. */
export const TOKEN_HEADER = 'x-clay-webhook-auth';
/** "100 KB" of a request's body, in bytes. */
export const MAX_BYTES = 102_400;
/** More than this is not even read. */
const READ_LIMIT = 16 * 1024 * 1024;

interface Table {
	sources: ClaySources;
	rows: ClayRows;
	settings: ClaySettings;
	/** Called with each new row, after the answer's content is decided. */
	onRow(row: ClayRow): void;
}

/** Clay's table webhook: one POST, one row; nothing is queued and nothing is told about the row. */
export function tableWebhook({ app }: VendorServer, table: Table): void {
	const { sources, rows, settings, onRow } = table;
	const bucket = new TokenBucket(settings);

	app.post<{ Params: { slug: string } }>(
		'/v3/sources/webhook/:slug',
		{ config: { routeName: 'clayRow' }, bodyLimit: READ_LIMIT },
		async (request, reply) => {
			const { params, headers, body } = request;
			const source = sources.get(params.slug);
			if (!source) return reply.code(404).send({ message: 'Source not found' });
			if (source.token !== undefined && headers[TOKEN_HEADER] !== source.token) {
				return reply.code(401).send({ message: 'Unauthorized' });
			}
			if (!bucket.take()) {
				const message = 'Too many requests, please try again later.';
				return reply
					.code(429)
					.header('retry-after', '1')
					.send({ type: 'TooManyRequests', message, details: null });
			}
			if (source.submissions >= source.limit) {
				return reply.code(403).send({ message: 'Record limit reached for this webhook' });
			}
			if (byteLengthOf(request) > MAX_BYTES) {
				return reply.code(400).send({ message: 'Payload is over the limit of 100 KB' });
			}
			const isJson = !(body instanceof MalformedBody) && typeof body === 'object' && body !== null;
			if (!isJson) return reply.code(400).send({ message: 'Body is not a JSON object' });
			source.submissions++;
			onRow(rows.add(source.slug, body, isRecord(body) ? body : {}));
			if (settings.answer === 'text') return reply.type('text/plain; charset=utf-8').send('OK');
			return { success: true };
		},
	);
}
