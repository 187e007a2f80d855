import type { QuerySchema } from './checkQuery';
import { EXPORT_TYPES } from './exportRequest';

const FORECAST_PARAMETERS = {
	timePeriod: { type: 'string' },
	typesToExport: { type: 'array', items: { type: 'string', enum: EXPORT_TYPES } },
	scopeId: { type: 'string' },
	currency: { type: 'string' },
	includeHistorical: { type: 'boolean' },
	exportFormat: { type: 'string', enum: ['JSON', 'CSV'] },
} as const;

/**
 * What the vendor's specification accepts as the body of a forecast export. The specification does not forbid further
 * keys and the live service is said to ignore them; here they are refused, because a misspelt key means the wrong export.
 */
export const EXPORT_BODY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	properties: {
		...FORECAST_PARAMETERS,
		schedule: { type: 'string', enum: ['NONE', 'ONCE', 'MAX'] },
	},
} as const;

/** The same parameters, but `schedule`, may stand in the query. */
export const EXPORT_QUERY_SCHEMA: QuerySchema = {
	type: 'object',
	additionalProperties: false,
	properties: FORECAST_PARAMETERS,
};

/** The only change of a job that exists. The specification does not require `type`, without which there is nothing to do. */
export const CANCEL_BODY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	required: ['type'],
	properties: { type: { type: 'string', enum: ['CANCEL'] } },
} as const;
