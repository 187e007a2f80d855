import { auditItems, readAuditEvents } from '../../audit/auditItem';
import type { ListExport } from '../listExport/deliver';

export const AUDIT_EVENTS: ListExport = {
	kind: 'auditEvents',
	name: 'export of audit events',
	subject: 'Audit events',
	each: 'event',
	read(data) {
		const events = readAuditEvents(data);
		return events && auditItems(events);
	},
};
