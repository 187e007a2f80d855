import type { ExportRequest } from '../exports/exportRequest';

/** Makes the request of an export of audit events; the body takes the filters of the list. */
export function auditExport(body: Record<string, unknown>): ExportRequest {
	return {
		kind: 'auditEvents',
		path: '/export/audit/events',
		body,
		subject: 'audit events',
		fingerprint: { kind: 'auditEvents' },
	};
}
