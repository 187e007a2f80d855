import type { QuerySchema } from './checkQuery';

/** What audit events are chosen by, in the query of the list and in the body of the export. */
export interface AuditFilters {
	actorId?: number;
	impersonatingActorId?: number;
	sessionId?: string;
	sessionType?: 'WEB' | 'IOS' | 'ANDROID';
	/** ISO 8601; default 30 days ago. */
	dateFrom?: string;
	/** ISO 8601; default now. */
	dateTo?: string;
	event?: string;
}

const FILTERS = {
	actorId: { type: 'integer' },
	impersonatingActorId: { type: 'integer' },
	sessionId: { type: 'string', format: 'uuid', maxLength: 36 },
	sessionType: { type: 'string', enum: ['WEB', 'IOS', 'ANDROID'] },
	dateFrom: { type: 'string', format: 'date-time' },
	dateTo: { type: 'string', format: 'date-time' },
	event: { type: 'string' },
} as const;

export const AUDIT_QUERY_SCHEMA: QuerySchema = {
	type: 'object',
	additionalProperties: false,
	properties: { ...FILTERS, limit: { type: 'integer', minimum: 1, maximum: 1000 } },
};

export const AUDIT_BODY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	properties: FILTERS,
} as const;

/** Of a link to the next page. What such a link looks like is not documented: clients follow it as it is. */
export const AUDIT_PAGE_SCHEMA: QuerySchema = {
	type: 'object',
	additionalProperties: false,
	required: ['page'],
	properties: { page: { type: 'string' } },
};
