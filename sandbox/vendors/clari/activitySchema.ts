export const ACTIVITY_TYPES = [
	'MEETING',
	'EMAIL_SENT',
	'EMAIL_RECEIVED',
	'ATTACHMENT_SENT',
	'ATTACHMENT_RECEIVED',
] as const;

export type ActivityType = (typeof ACTIVITY_TYPES)[number];

/** The body of `POST /export/activity`, which must be there, and may be empty. */
export interface ActivityExportBody {
	activityTypes?: ActivityType[];
	/** ISO 8601 with offset. Only date and zone count. */
	startDate?: string;
	endDate?: string;
	exportFormat?: 'JSON';
}

export const ACTIVITY_BODY_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	properties: {
		activityTypes: { type: 'array', items: { type: 'string', enum: ACTIVITY_TYPES } },
		startDate: { type: 'string', format: 'date-time' },
		endDate: { type: 'string', format: 'date-time' },
		exportFormat: { type: 'string', enum: ['JSON'] },
	},
} as const;
