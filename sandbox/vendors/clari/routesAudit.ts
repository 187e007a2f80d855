import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { VendorServer } from '../vendorServer';
import { actorsOf, auditEventsOf, type AuditEvent } from './auditLog';
import { AUDIT_PAGE_SCHEMA, AUDIT_QUERY_SCHEMA, type AuditFilters } from './auditSchema';
import { auditBodyOf } from './checkBody';
import { queryOf } from './checkQuery';
import { AuditRefusal } from './errors';
import { exportFile } from './exportFile';
import { userOf, type Tokens } from './login';
import { checkRoom, type ClariState } from './queueExport';

/** What a link to the next page stands for. */
interface Page {
	events: AuditEvent[];
	limit: number;
}

const refuse = (message: string) => new AuditRefusal(400, message);

/** The audit log: page by page, or exported by a job. */
export function routesAudit(
	{ app, noteJob }: VendorServer,
	{ organisation, jobs, faults, settings }: ClariState,
	tokens: Tokens,
	origin: () => string,
): void {
	const pages = new Map<string, Page>();

	const pageOf = (request: FastifyRequest): Page => {
		if (/[?&]page=/.test(request.url)) {
			const { page } = queryOf(request, AUDIT_PAGE_SCHEMA, refuse);
			const found = pages.get(String(page));
			if (!found) throw refuse('There is no such page.');
			return found;
		}
		const query: AuditFilters & { limit?: number } = queryOf(request, AUDIT_QUERY_SCHEMA, refuse);
		return { events: auditEventsOf(organisation, query), limit: query.limit ?? 100 };
	};

	app.get('/v4/audit/events', { config: { routeName: 'auditEvents' } }, async (request) => {
		userOf(request, tokens);
		const { events, limit } = pageOf(request);
		const items = events.slice(0, limit);
		const answer = { items, actors: actorsOf(organisation, items) };
		if (events.length <= limit) return answer;
		const page = randomUUID();
		pages.set(page, { events: events.slice(limit), limit });
		const base = settings.auditNextLinkOrigin ?? origin();
		return { nextLink: `${base}/v4/audit/events?page=${page}`, ...answer };
	});

	app.post(
		'/v4/export/audit/events',
		{ config: { routeName: 'queueAudit' } },
		async (request, reply) => {
			const userId = userOf(request, tokens);
			const filters = auditBodyOf(request);
			checkRoom(jobs);
			const outcome = faults.takeJobOutcome('queueAudit');
			const items = auditEventsOf(organisation, filters);
			const content = { items, actors: actorsOf(organisation, items) };
			const file = exportFile(content, 'items', outcome);
			const { jobId } = jobs.add({ userId, module: 'AUDIT', outcome, file });
			noteJob(request, jobId);
			return reply.code(202).send({ jobId });
		},
	);
}
