import type { FastifyRequest } from 'fastify';
import type { Refusal } from './errors';

type Kind = 'string' | 'integer' | 'boolean' | 'array';

/** What an endpoint takes in the query; what it does not name is refused. */
export type QuerySchema = {
	type: 'object';
	additionalProperties: false;
	required?: readonly string[];
	properties: Readonly<Record<string, { readonly type: Kind } & Readonly<Record<string, unknown>>>>;
};

const NO_QUERY: QuerySchema = { type: 'object', additionalProperties: false, properties: {} };

/**
 * The query of a request in the types of its schema. The live service is said to ignore words that it does not know;
 * here they are refused, because a misspelt parameter means other data than was asked for.
 *
 * @param refuse makes the endpoint's own refusal
 */
export function queryOf(
	request: FastifyRequest,
	schema: QuerySchema,
	refuse: (message: string) => Refusal,
): Record<string, unknown> {
	const texts = new URLSearchParams(request.url.split('?')[1] ?? '');
	const query: Record<string, unknown> = {};
	for (const name of new Set(texts.keys())) {
		query[name] = typed(texts.getAll(name), schema.properties[name]?.type);
	}
	const problem = problemOf(request, schema, query);
	if (problem !== undefined) throw refuse(`Invalid query parameter: ${problem}`);
	return query;
}

/** Refuses whatever stands in the query. */
export function checkNoQuery(request: FastifyRequest, refuse: (message: string) => Refusal): void {
	queryOf(request, NO_QUERY, refuse);
}

/** By schema: each server compiles anew, and tests start hundreds of them. */
const validators = new WeakMap<object, ReturnType<FastifyRequest['compileValidationSchema']>>();

/** What a value has that its schema does not allow; `undefined` when it is as it should be. */
export function problemOf(
	request: FastifyRequest,
	schema: Readonly<Record<string, unknown>>,
	value: unknown,
): string | undefined {
	const validate = validators.get(schema) ?? request.compileValidationSchema(schema);
	validators.set(schema, validate);
	if (validate(value)) return undefined;
	const [first] = validate.errors ?? [];
	const extra: unknown = first?.params.additionalProperty;
	const where = typeof extra === 'string' ? `/${extra}` : (first?.instancePath ?? '');
	return `${where} ${first?.message ?? 'is wrong'}`.trim();
}

/** What cannot be read as its type stays text, and a second value a list: the check refuses both. */
function typed(texts: string[], kind: Kind | undefined): unknown {
	const [text = '', ...more] = texts;
	if (kind === 'array' || more.length > 0) return texts;
	if (kind === 'integer' && /^-?\d+$/.test(text)) return Number(text);
	if (kind === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
	return text;
}
