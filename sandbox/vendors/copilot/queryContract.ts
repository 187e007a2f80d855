import type { FastifyRequest } from 'fastify';
import { CopilotApiError } from './apiError';
import { CALL_STATUSES, DOCUMENTED_CALL_TYPES } from './callPlan';

/** What a parameter of a query may be. */
interface QueryFact {
	/** `texts` may be given several times, the others once. */
	type: 'text' | 'texts' | 'integer' | 'dateTime';
	/** The only values there are. */
	values?: readonly string[];
	/** The lowest and the highest integer. */
	range?: readonly [number, number];
	isRequired?: boolean;
}

type QueryFacts = Readonly<Record<string, QueryFact>>;

export const MAX_SKIP = 10_000;
const LONGEST_SECONDS = 7_200;

const text: QueryFact = { type: 'text' };
const texts: QueryFact = { type: 'texts' };
const dateTime: QueryFact = { type: 'dateTime' };
const oneOf = (...values: string[]): QueryFact => ({ type: 'text', values });
const flag = oneOf('true', 'false');
const order = oneOf('asc', 'desc');
const integer = (...range: [number, number]): QueryFact => ({ type: 'integer', range });
const page = { skip: integer(0, MAX_SKIP), limit: integer(1, 100) };
const byId = { id: { ...text, isRequired: true } };
const modified = { filterModifiedGt: dateTime, filterModifiedLt: dateTime };
const started = { filterTimeGt: dateTime, filterTimeLt: dateTime };
const media = { includeAudio: flag, includeVideo: flag };
const none = {};

/** What each endpoint takes in its query. Source: Copilot's OpenAPI file; bodies are beside their routes. */
export const QUERY_CONTRACT: Readonly<Record<string, QueryFacts>> = {
	'GET /topics': none,
	'GET /v2/topics': modified,
	'GET /users': none,
	'GET /scorecard': { ...page, ...started, filterRepId: text, filterScorerId: text },
	'GET /scorecard-template': none,
	'GET /calls': {
		...page,
		filterUser: texts,
		filterAttendees: texts,
		filterTopics: texts,
		filterStatus: { ...texts, values: CALL_STATUSES },
		filterType: { ...texts, values: DOCUMENTED_CALL_TYPES },
		filterSourceId: texts,
		...started,
		...modified,
		filterDurationGt: integer(0, LONGEST_SECONDS),
		filterDurationLt: integer(0, LONGEST_SECONDS),
		sortTime: order,
		sortProcessed: order,
		includePrivate: oneOf('true', 'false', '0', '1'),
		...media,
		includePagination: flag,
	},
	'GET /call-details': { ...byId, ...media },
	'POST /create-call': none,
	...Object.fromEntries(
		['account', 'contact', 'deal'].flatMap((kind) => [
			[`POST /create-${kind}`, none],
			[`GET /get-${kind}`, byId],
			[`PUT /update-${kind}`, none],
			[`DELETE /delete-${kind}`, none],
		]),
	),
};

/**
 * Refuses a query that the endpoint does not take. Names that it does not have are refused, too, though the file does not
 * say so: a client's slip would go unnoticed otherwise.
 *
 * @throws CopilotApiError 400
 */
export function checkQuery({ method, url, routeOptions }: FastifyRequest): void {
	const facts = QUERY_CONTRACT[`${method} ${routeOptions.url ?? ''}`];
	if (facts === undefined) return;
	const given = new URLSearchParams(url.split('?')[1] ?? '');
	const refuse = (problem: string) => {
		throw new CopilotApiError(400, problem);
	};
	for (const name of given.keys()) {
		if (!Object.hasOwn(facts, name)) refuse(`Unknown parameter ${name}`);
	}
	for (const [name, fact] of Object.entries(facts)) {
		const values = given.getAll(name);
		if (fact.isRequired && !values[0]) refuse(`${name} is required`);
		if (fact.type !== 'texts' && values.length > 1) refuse(`${name} must be given once`);
		for (const value of values) {
			const problem = problemOf(value, fact);
			if (problem !== undefined) refuse(`${name} ${problem}`);
		}
	}
}

/** RFC 3339; offsets without a colon are in the samples of the file. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

function problemOf(value: string, { type, values, range }: QueryFact): string | undefined {
	if (type === 'dateTime') {
		const isTime = DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
		return isTime ? undefined : 'must be an ISO date-time';
	}
	if (type === 'integer') {
		const [low, high] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
		const isIn = /^-?\d+$/.test(value) && Number(value) >= low && Number(value) <= high;
		return isIn ? undefined : `must be an integer from ${low} to ${high}`;
	}
	return values === undefined || values.includes(value)
		? undefined
		: `must be one of ${values.join(', ')}`;
}
