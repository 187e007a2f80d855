import type { FastifyRequest } from 'fastify';
import { isRecord } from '../isRecord';
import { MalformedBody } from '../requestBody';
import { VendorError } from './errors';
import { bodyFromQuery } from './exportQuery';
import { EXPORT_TYPES, type ExportBody } from './exportRequest';
import { CANCEL_BODY_SCHEMA, EXPORT_BODY_SCHEMA } from './exportSchema';

const shown = (body: unknown) => (body instanceof MalformedBody ? body.text : JSON.stringify(body));

function isExportBody(request: FastifyRequest, body: unknown): body is ExportBody {
	return request.validateInput(body, EXPORT_BODY_SCHEMA);
}

function unknownTypes(body: Record<string, unknown>): unknown[] {
	const known: readonly unknown[] = EXPORT_TYPES;
	const { typesToExport } = body;
	return Array.isArray(typesToExport) ? typesToExport.filter((type) => !known.includes(type)) : [];
}

/** The parameters of an export, from query and body (which wins), or the vendor's `bad_request`. */
export function exportBodyOf(request: FastifyRequest): ExportBody {
	const { body = {} } = request;
	const refuse = (message: string) => new VendorError(400, 'bad_request', message, 'fcw');
	if (body instanceof MalformedBody || !isRecord(body)) {
		throw refuse(`The request body was malformed: ${shown(body)}`);
	}
	const merged = { ...bodyFromQuery(request.query), ...body };
	const wrong = unknownTypes(merged);
	if (wrong.length > 0) {
		throw refuse(`The following typesToExport values are invalid: ${JSON.stringify(wrong)}`);
	}
	if (!isExportBody(request, merged))
		throw refuse(`The request body was malformed: ${shown(body)}`);
	return merged;
}

/** Refuses a PATCH that is anything but a cancellation. */
export function checkCancelBody(request: FastifyRequest): void {
	const { body } = request;
	if (body instanceof MalformedBody || !request.validateInput(body ?? {}, CANCEL_BODY_SCHEMA)) {
		throw new VendorError(400, 'bad_request', 'The request body must be {"type":"CANCEL"}.');
	}
}
