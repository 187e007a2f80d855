import type { ExportRequest } from '../exports/exportRequest';

/** Body of POST /export/activity. Source: Clari API Reference 5.0.0. */
export interface ActivityExportBody extends Record<string, unknown> {
	/** All types when absent. */
	activityTypes?: string[];
	/** ISO 8601 with offset; Clari takes date and offset of it, and no time. */
	startDate: string;
	endDate: string;
	exportFormat: 'JSON';
}

/** Makes the request of an activity export. */
export function activityExport(body: ActivityExportBody): ExportRequest {
	const days = `${body.startDate.slice(0, 10)} to ${body.endDate.slice(0, 10)}`;
	return {
		kind: 'activity',
		path: '/export/activity',
		body,
		subject: `activities from ${days}`,
		fingerprint: { kind: 'activity' },
	};
}
