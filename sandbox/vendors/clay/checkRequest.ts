import type { FastifyRequest } from 'fastify';
import { MalformedBody } from '../requestBody';
import { ClayApiError } from './apiError';
import { API_KEY_HEADER } from './login';

/** Refuses a request without the key of the public API. */
export function checkKey({ headers }: FastifyRequest, apiKey: string): void {
	if (headers[API_KEY_HEADER] !== apiKey) throw new ClayApiError(401, 'Invalid API key');
}

/** The body, when it is as the schema says; a refusal that names what is not otherwise. */
export function checkedBody<T>(request: FastifyRequest, schema: object): T {
	const { body = {} } = request;
	if (body instanceof MalformedBody) throw new ClayApiError(400, 'The body is not JSON');
	const validate = request.compileValidationSchema({ ...schema });
	if (!fits<T>(validate, body)) {
		const [first] = validate.errors ?? [];
		const where = first?.instancePath ?? '';
		throw new ClayApiError(400, `Invalid request: body${where} ${first?.message ?? 'is wrong'}`);
	}
	return body;
}

function fits<T>(validate: (input: unknown) => boolean, body: unknown): body is T {
	return validate(body);
}

/** A whole number from the query, within bounds. */
export function limitFrom(query: unknown, fallback: number, maximum: number): number {
	const { limit } = Object(query);
	if (limit === undefined) return fallback;
	const count = Number(limit);
	if (Number.isInteger(count) && count >= 1 && count <= maximum) return count;
	throw new ClayApiError(400, `Invalid request: limit must be from 1 to ${maximum}`);
}
