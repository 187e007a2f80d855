import type { QuerySchema } from './checkQuery';

/** The query of `GET /opportunity`. */
export const OPPORTUNITY_QUERY_SCHEMA: QuerySchema = {
	type: 'object',
	additionalProperties: false,
	required: ['oppId'],
	properties: {
		oppId: { type: 'array', items: { type: 'string' }, maxItems: 100 },
		mode: { type: 'string' },
	},
};
