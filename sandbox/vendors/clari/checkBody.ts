import type { FastifyRequest } from 'fastify';
import { isRecord } from '../isRecord';
import { MalformedBody } from '../requestBody';
import { ACTIVITY_BODY_SCHEMA, type ActivityExportBody } from './activitySchema';
import { AUDIT_BODY_SCHEMA, type AuditFilters } from './auditSchema';
import { checkNoQuery, problemOf, queryOf } from './checkQuery';
import { AuditRefusal, VendorError } from './errors';
import { EXPORT_TYPES, type ExportBody } from './exportRequest';
import { CANCEL_BODY_SCHEMA, EXPORT_BODY_SCHEMA, EXPORT_QUERY_SCHEMA } from './exportSchema';

const shown = (body: unknown) => (body instanceof MalformedBody ? body.text : JSON.stringify(body));

function fits<T>(
	request: FastifyRequest,
	body: unknown,
	schema: Readonly<Record<string, unknown>>,
): body is T {
	return !(body instanceof MalformedBody) && problemOf(request, schema, body) === undefined;
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
	const wrong = unknownTypes(body);
	if (wrong.length > 0) {
		throw refuse(`The following typesToExport values are invalid: ${JSON.stringify(wrong)}`);
	}
	const merged = { ...queryOf(request, EXPORT_QUERY_SCHEMA, refuse), ...body };
	if (!fits<ExportBody>(request, merged, EXPORT_BODY_SCHEMA)) {
		throw refuse(`The request body was malformed: ${shown(body)}`);
	}
	return merged;
}

/** Refuses a PATCH that is anything but a cancellation. */
export function checkCancelBody(request: FastifyRequest): void {
	const refuse = (message: string) => new VendorError(400, 'bad_request', message);
	checkNoQuery(request, refuse);
	if (!fits(request, request.body ?? {}, CANCEL_BODY_SCHEMA)) {
		throw refuse('The request body must be {"type":"CANCEL"}.');
	}
}

/** The parameters of an activity export. */
export function activityBodyOf(request: FastifyRequest): ActivityExportBody {
	const { body } = request;
	const refuse = (message: string) => new VendorError(400, 'Bad request', message, 'activity');
	checkNoQuery(request, refuse);
	if (body === undefined) throw refuse('The request body is required.');
	if (!fits<ActivityExportBody>(request, body, ACTIVITY_BODY_SCHEMA)) {
		throw refuse(`The request body was malformed: ${shown(body)}`);
	}
	return body;
}

/** The filters of an audit export, which may come without a body. */
export function auditBodyOf(request: FastifyRequest): AuditFilters {
	const { body = {} } = request;
	const refuse = (message: string) => new AuditRefusal(400, message);
	checkNoQuery(request, refuse);
	if (!fits<AuditFilters>(request, body, AUDIT_BODY_SCHEMA)) {
		throw refuse(`The request body was malformed: ${shown(body)}`);
	}
	return body;
}
