import type { FastifyRequest } from 'fastify';
import type { VendorServer } from '../vendorServer';
import { ClayApiError } from './apiError';
import { checkedBody, checkKey } from './checkRequest';
import { API_PATH } from './login';
import { FILTERS_SCHEMA, QUERY_SCHEMA, SEARCH_RUN_SCHEMA } from './requestSchemas';
import type { Searches } from './searches';
import { FILTER_FIELDS, unknownFilter, type SourceType } from './searchFilters';
import type { ClaySettings } from './settings';

interface Search {
	apiKey: string;
	settings: ClaySettings;
	searches: Searches;
}

interface FiltersBody {
	source_type: SourceType;
	filters: Record<string, unknown>;
}

type SearchRoute = { Params: { searchId: string } };

const ROUTE = { config: { routeName: 'claySearch' } } as const;
const PATH = `${API_PATH}/search`;
const DEFAULT_LIMIT = 20;
const REFERENCE =
	'# Query reference\n\nA query names `people` or `companies` and what they are like.\n';

/** People and company search, by filters and by query. */
export function routesSearch({ app }: VendorServer, { apiKey, settings, searches }: Search): void {
	const limitOf = (request: FastifyRequest, statusOverPlan: number): number => {
		const body = checkedBody<{ limit?: number }>(request, SEARCH_RUN_SCHEMA);
		const { limit = DEFAULT_LIMIT } = body;
		if (limit <= settings.searchPageLimit) return limit;
		const message = `This plan allows ${settings.searchPageLimit} results per request`;
		throw new ClayApiError(statusOverPlan, message);
	};

	app.post(`${PATH}/filters-mode`, ROUTE, async (request) => {
		checkKey(request, apiKey);
		const { source_type: type, filters } = checkedBody<FiltersBody>(request, FILTERS_SCHEMA);
		const unknown = unknownFilter(type, filters);
		if (unknown !== undefined) throw new ClayApiError(400, `Unknown filter: ${unknown}`);
		return { search_id: searches.create('filters', type, JSON.stringify(filters)).id };
	});

	app.get<{ Querystring: { source_type?: string } }>(
		`${PATH}/filters-mode/fields`,
		ROUTE,
		async (request) => {
			checkKey(request, apiKey);
			const { source_type: type } = request.query;
			if (type !== 'people' && type !== 'companies') {
				throw new ClayApiError(400, 'Invalid request: source_type must be people or companies');
			}
			const guidance = { behavior: [], field_guidance: [] };
			return { source_type: type, fields: FILTER_FIELDS[type], guidance };
		},
	);

	app.post<SearchRoute>(`${PATH}/filters-mode/:searchId/run`, ROUTE, async (request) => {
		checkKey(request, apiKey);
		const limit = limitOf(request, 413);
		const { data, hasMore, quota } = searches.run('filters', request.params.searchId, limit);
		return { data, has_more: hasMore, period_quota: quota };
	});

	app.post(`${PATH}/query-mode`, ROUTE, async (request) => {
		checkKey(request, apiKey);
		const { query } = checkedBody<{ query: string }>(request, QUERY_SCHEMA);
		const type = /\b(people|companies)\b/i.exec(query)?.[1]?.toLowerCase();
		if (type !== 'people' && type !== 'companies') {
			throw new ClayApiError(400, 'The query names neither people nor companies');
		}
		return { search_id: searches.create('query', type, query).id, source_type: type };
	});

	app.get(`${PATH}/query-mode/reference`, ROUTE, async (request) => {
		checkKey(request, apiKey);
		return { reference: REFERENCE };
	});

	app.post<SearchRoute>(`${PATH}/query-mode/:searchId/run`, ROUTE, async (request) => {
		checkKey(request, apiKey);
		// The OpenAPI file knows no 413 here.
		const limit = limitOf(request, 400);
		const { data, hasMore, quota, sourceType } = searches.run(
			'query',
			request.params.searchId,
			limit,
		);
		return {
			data,
			has_more: hasMore,
			source_type: sourceType,
			...(!hasMore && { exhaustion_reason: 'no_more_results' }),
			period_quota: quota,
		};
	});
}
