import { EXPORT_TYPES } from './exportRequest';

/**
 * What the vendor's specification accepts as the body of a forecast export. The specification does not forbid further
 * keys and the live service is said to ignore them; here they are refused, because a misspelt key means the wrong export.
 */
export const EXPORT_BODY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	properties: {
		timePeriod: { type: 'string' },
		typesToExport: { type: 'array', items: { type: 'string', enum: EXPORT_TYPES } },
		scopeId: { type: 'string' },
		currency: { type: 'string' },
		schedule: { type: 'string', enum: ['NONE', 'ONCE', 'MAX'] },
		includeHistorical: { type: 'boolean' },
		exportFormat: { type: 'string', enum: ['JSON', 'CSV'] },
	},
} as const;

/** The only change of a job that exists. */
export const CANCEL_BODY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	required: ['type'],
	properties: { type: { type: 'string', enum: ['CANCEL'] } },
} as const;
