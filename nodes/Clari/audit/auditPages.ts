import { sessionError } from '../../shared/errors/sessionError';
import type { HttpFailure } from '../../shared/http/outcome';
import type { QueryValues } from '../../shared/http/query';
import { toQuery } from '../../shared/http/query';
import { apiError } from '../sessionReport';
import type { ClariSession } from '../transport';
import { getFrom, sameHost } from '../transport';
import type { AuditEvents } from './auditItem';
import { readAuditEvents } from './auditItem';

/** Events of one request at the most. Source: Clari API Reference 5.0.0. */
export const MAX_PAGE_SIZE = 1_000;

/**
 * Reads audit events page by page, as Clari orders them. The link to a next page is followed as it is, but only to the
 * host of the credential: the token goes along with it.
 *
 * @param limit how many events at the most; `Infinity` for all
 * @throws NodeApiError, NodeOperationError: a list that could not be read to its end is none
 */
export async function listAuditEvents(
	session: ClariSession,
	filters: QueryValues,
	limit: number,
	pageSize: number,
): Promise<AuditEvents> {
	const { baseUrl } = session.connection;
	const all: AuditEvents = { events: [], actors: new Map() };
	const read = new Set<string>();
	const first = toQuery({ ...filters, limit: Math.min(pageSize, limit) });
	let next: URL | undefined = new URL(`${baseUrl}/audit/events${first}`);
	for (let page = 1; next !== undefined; page++) {
		read.add(next.href);
		const { origin, pathname, search }: URL = next;
		const path = `${pathname}${search}`;
		const answer = await getFrom(session, { baseUrl: origin, path }, readAuditEvents);
		if (!answer.ok) throw pageError(session, answer, page);
		const { events, actors, nextLink } = answer.value;
		all.events.push(...events);
		for (const [id, actor] of actors) all.actors.set(id, actor);
		if (nextLink === undefined || all.events.length >= limit) break;
		next = followed(session, nextLink, next.href);
		if (read.has(next.href)) {
			throw sessionError(
				session,
				'The list of audit events does not end: Clari names a page that was read already',
				"Narrow the list down with 'Filters', or set a 'Limit'.",
			);
		}
	}
	return { ...all, events: all.events.slice(0, limit) };
}

function followed(session: ClariSession, nextLink: string, from: string): URL {
	const next = sameHost(from, nextLink);
	if (next !== undefined) return next;
	throw sessionError(
		session,
		'The next page of the audit events is on another host than the base URL, so it was not asked for',
		"The token goes to the host of the base URL only. When that is a gateway, let it rewrite the links in Clari's answers, put Clari's own address in the credential, or use 'Audit Event: Export', which has no pages.",
	);
}

function pageError(session: ClariSession, failure: HttpFailure, page: number) {
	return apiError(session, failure, {
		attempted: `Could not read ${page === 1 ? '' : `page ${page} of `}the audit events`,
		...(failure.status === 403 && {
			todo: 'Use the token of a user who may see the audit log in Clari.',
		}),
	});
}
