import type { FastifyRequest } from 'fastify';
import { MalformedBody } from '../requestBody';
import { CopilotApiError } from './apiError';

export const texts = { type: 'array', items: { type: 'string' } } as const;

/** The body, when it is as the schema says; a refusal that names what is not otherwise. */
export function checkedBody<T>(request: FastifyRequest, schema: object): T {
	const { body } = request;
	if (body === undefined || body instanceof MalformedBody) {
		throw new CopilotApiError(400, 'The body is not JSON');
	}
	const validate = request.compileValidationSchema({ ...schema });
	if (fits<T>(validate, body)) return body;
	const [first] = validate.errors ?? [];
	throw new CopilotApiError(
		400,
		`Invalid request: body${first?.instancePath ?? ''} ${first?.message ?? 'is wrong'}`,
	);
}

function fits<T>(validate: (input: unknown) => boolean, body: unknown): body is T {
	return validate(body);
}
