import type { NodeApiError } from 'n8n-workflow';

import type { HttpFailure } from '../../shared/http/outcome';
import { isRecord, readNumber, readRecords, readText } from '../../shared/json/read';
import { apiError } from '../errors';
import type { ClaySession } from '../transport';
import { callClay } from '../transport';

export type SourceType = 'people' | 'companies';

/** What is searched for: filters, or a text in Clay's query language (beta). */
export type Question =
	| { mode: 'filters'; filters: Record<string, unknown> }
	| { mode: 'query'; query: string };

/** What is left of the hits that searches may give in a period. */
export interface Quota {
	limit: number | null;
	used: number | null;
	remaining: number | null;
	resetsAt: string | null;
}

export interface SearchOutcome {
	searchId: string;
	hits: Array<Record<string, unknown>>;
	quota?: Quota;
	/** Whether Clay has more hits than were asked for. */
	hasMore: boolean;
	/** Why the search ended before its end, for people. */
	interrupted?: string;
}

/** How much to ask for. */
export interface SearchSize {
	/** Hits at the most; `Infinity` for all. */
	limit: number;
	/** Hits of one request; plans allow 50 to 500. */
	pageSize: number;
}

interface Page {
	hits: Array<Record<string, unknown>>;
	hasMore: boolean;
	quota?: Quota;
}

/**
 * Starts a search, which gives no hits yet and costs nothing, so it is tried again like a question.
 *
 * @returns the search's id
 */
export async function createSearch(
	session: ClaySession,
	sourceType: SourceType,
	question: Question,
): Promise<string> {
	const answer = await callClay(session, {
		method: 'POST',
		path: `/search/${question.mode}-mode`,
		body:
			question.mode === 'query'
				? { query: question.query }
				: { source_type: sourceType, filters: question.filters },
		repeat: 'safe',
		read: (data) => {
			const id = isRecord(data) ? readText(data.search_id) : undefined;
			if (!isRecord(data) || id === undefined) return undefined;
			return { id, sourceType: readText(data.source_type) };
		},
	});
	if (!answer.ok) {
		throw apiError(session, answer, {
			attempted: `Could not start the search for ${sourceType}`,
			byStatus: {
				400: {
					what: 'Clay does not accept what is searched for',
					todo: "Check the names of the filters, or the query. Clay's API lists the filters at GET /search/filters-mode/fields.",
				},
			},
		});
	}
	return answer.value.id;
}

/**
 * Reads the hits of a search. A search is an iterator: each request gives the next hits and counts them against the
 * quota, so a request whose answer was lost is not sent again, for it would give the ones after.
 *
 * @throws when not even the first hits could be read; later on the hits at hand are given, with the reason
 */
export async function readHits(
	session: ClaySession,
	searchId: string,
	mode: Question['mode'],
	{ limit, pageSize }: SearchSize,
): Promise<SearchOutcome> {
	const hits: Array<Record<string, unknown>> = [];
	let quota: Quota | undefined;
	let hasMore = true;
	while (hasMore && hits.length < limit) {
		const answer = await callClay(session, {
			method: 'POST',
			path: `/search/${mode}-mode/${encodeURIComponent(searchId)}/run`,
			body: { limit: Math.min(limit - hits.length, pageSize) },
			repeat: 'onlyIfNotTaken',
			read: readPage,
		});
		if (!answer.ok) {
			const error = hitsError(session, searchId, answer);
			if (hits.length === 0) throw error;
			// What has been read is paid for: it is given, and the caller says that there is more.
			const interrupted = `${error.message}. ${error.description ?? ''}`.trim();
			return { searchId, hits, quota, hasMore: true, interrupted };
		}
		const page = answer.value;
		hits.push(...page.hits);
		quota = page.quota ?? quota;
		// A page without hits would be asked for again and again.
		hasMore = page.hasMore && page.hits.length > 0;
	}
	return { searchId, hits, quota, hasMore };
}

function hitsError(session: ClaySession, searchId: string, failure: HttpFailure): NodeApiError {
	return apiError(session, failure, {
		attempted: `Could not read the next hits of search ${searchId}`,
		byStatus: {
			402: {
				what: 'The search quota of the workspace is used up',
				todo: 'It starts again with the next period; plans differ in size.',
			},
			413: {
				what: 'Your plan does not allow so many hits in one request',
				todo: "Lower 'Page Size' under Options: 50 works on every plan.",
			},
		},
		whenUncertain:
			'Each request gives the next hits, so it was not sent again: these hits may be lost, and may count against the quota. ' +
			`With 'Search to Continue' under Options and the ID ${searchId} the search goes on after them.`,
	});
}

function readPage(data: unknown): Page | undefined {
	if (!isRecord(data) || !Array.isArray(data.data)) return undefined;
	const quota = isRecord(data.period_quota) ? readQuota(data.period_quota) : undefined;
	return {
		hits: readRecords(data.data),
		hasMore: data.has_more === true,
		...(quota && { quota }),
	};
}

function readQuota({ limit, used, remaining, resets_at }: Record<string, unknown>): Quota {
	return {
		limit: readNumber(limit) ?? null,
		used: readNumber(used) ?? null,
		remaining: readNumber(remaining) ?? null,
		resetsAt: readText(resets_at) ?? null,
	};
}
