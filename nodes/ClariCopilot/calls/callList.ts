import type { HttpFailure } from '../../shared/http/outcome';
import { nextDelay } from '../../shared/http/retry';
import { waitUnlessCancelled } from '../../shared/http/wait';
import { isRecord, readNumber, readRecords, readText } from '../../shared/json/read';
import { apiError, sessionError } from '../errors';
import type { QueryValues } from '../query';
import type { CopilotSession } from '../transport';
import { callCopilot } from '../transport';

/** The greatest `skip` that a list takes. Source: Copilot's OpenAPI file. */
export const MAX_SKIP = 10_000;

/** Calls of one request: what staff of Clari advise, since an answer over about 6 MB becomes a 502. */
export const PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

/** Pages after which a page that had to be made smaller is tried at twice the size again. */
const GROW_AFTER = 10;

/**
 * How far a window reaches back into the one before, in milliseconds: it is not documented whether a bound is in, nor to
 * what precision. Calls that come twice are told by their ids.
 */
const OVERLAP_MS = 1_000;

export type Call = Record<string, unknown>;

export type CallOrder = 'newest' | 'oldest' | 'processedLast' | 'processedFirst';

const SORT: Record<CallOrder, QueryValues> = {
	newest: { sortTime: 'desc' },
	oldest: { sortTime: 'asc' },
	processedLast: { sortProcessed: 'desc' },
	processedFirst: { sortProcessed: 'asc' },
};

export interface CallListQuery {
	/** What the user filters by, and what each call should bring along. */
	parameters: QueryValues;
	order: CallOrder;
	pageSize: number;
	/** How many calls are wanted; `Infinity` for all. */
	limit: number;
	/** Whether to ask for the object that tells where a list ends; without it, a short page does. */
	withPagination: boolean;
}

interface Page {
	calls: Call[];
	/** Whether the vendor says that no more follow. */
	isLast: boolean;
}

/**
 * Reads calls page by page, each once. Where the vendor gives no further page (`skip` ends at 10,000) the list goes on in a
 * new window of time that begins where the last one ended.
 *
 * @throws NodeApiError when a page cannot be read, even one of a single call
 */
export async function listCalls(session: CopilotSession, query: CallListQuery): Promise<Call[]> {
	const reader = new PageReader(session, query);
	const found = new Map<string, Call>();
	let bound: QueryValues = {};
	let skip = 0;
	while (found.size < query.limit) {
		const page = await reader.read({ ...bound, skip }, query.limit - found.size);
		for (const call of page.calls) found.set(readText(call.id) ?? `unknown ${found.size}`, call);
		skip += page.calls.length;
		if (page.calls.length === 0) break;
		if (skip <= MAX_SKIP) {
			if (page.isLast) break;
			continue;
		}
		// Here nobody can say whether more follow, so the next window is looked at in any case.
		if (found.size < query.limit) {
			const next = nextBound(session, query.order, page.calls.at(-1));
			if (isSameBound(bound, next)) throw tooManyAtOnce(session);
			bound = next;
			skip = 0;
		}
	}
	return [...found.values()].slice(0, query.limit);
}

/** Reads pages, of fewer calls when an answer was too large. */
class PageReader {
	private size: number;

	private readSinceChange = 0;

	constructor(
		private readonly session: CopilotSession,
		private readonly query: CallListQuery,
	) {
		this.size = query.pageSize;
	}

	async read(position: QueryValues, wanted: number): Promise<Page> {
		const { session } = this;
		for (let attempt = 1; ; attempt++) {
			const limit = Math.min(this.size, wanted);
			const answer = await this.ask(position, limit);
			if (answer.ok) {
				this.grow();
				return answer.value;
			}
			if (answer.status !== 502 || limit === 1) throw listError(session, answer);
			this.size = Math.max(1, Math.floor(limit / 2));
			this.readSinceChange = 0;
			// A 502 also comes when the vendor is busy, so there is a pause.
			const patient = { ...session.retry, maxAttempts: Infinity };
			const pause = nextDelay(patient, attempt, answer.retryAfterMs, Math.random()) ?? 0;
			if (!(await waitUnlessCancelled(pause, session.signal))) {
				throw listError(session, { ...answer, status: undefined, networkCode: 'CANCELLED' });
			}
		}
	}

	private async ask(position: QueryValues, limit: number) {
		const { parameters, order, withPagination } = this.query;
		return await callCopilot(this.session, {
			method: 'GET',
			path: '/calls',
			query: {
				...parameters,
				...SORT[order],
				...position,
				limit,
				...(!withPagination && { includePagination: false }),
			},
			repeat: 'safe',
			finalStatuses: limit > 1 ? [502] : [],
			read: (data) => readPage(data, limit),
		});
	}

	private grow(): void {
		this.readSinceChange++;
		if (this.size >= this.query.pageSize || this.readSinceChange < GROW_AFTER) return;
		this.size = Math.min(this.query.pageSize, this.size * 2);
		this.readSinceChange = 0;
	}
}

function readPage(data: unknown, limit: number): Page | undefined {
	if (!isRecord(data) || !Array.isArray(data.calls)) return undefined;
	const calls = readRecords(data.calls);
	const { pagination } = data;
	if (!isRecord(pagination)) return { calls, isLast: calls.length < limit };
	if (typeof pagination.hasMore === 'boolean') return { calls, isLast: !pagination.hasMore };
	return { calls, isLast: readNumber(pagination.nextPageSkip) === undefined };
}

/** The bound of the window that follows a call. */
function nextBound(session: CopilotSession, order: CallOrder, last?: Call): QueryValues {
	if (order !== 'newest' && order !== 'oldest') {
		throw sessionError(
			session,
			`Clari Copilot gives no more than about ${MAX_SKIP.toLocaleString('en-US')} calls in the order in which they were processed`,
			"Set 'Order' to Newest First or Oldest First, which have no such end, or narrow the filters.",
		);
	}
	const time = Date.parse(readText(last?.time) ?? '');
	if (Number.isNaN(time)) {
		throw sessionError(
			session,
			'Clari Copilot gave a call without a time, so the list cannot go on behind it',
			"Narrow the filters 'Started After' and 'Started Before' to fewer than 10,000 calls.",
		);
	}
	const at = (ms: number) => new Date(ms).toISOString();
	return order === 'newest'
		? { filterTimeLt: at(time + OVERLAP_MS) }
		: { filterTimeGt: at(time - OVERLAP_MS) };
}

function isSameBound(before: QueryValues, next: QueryValues): boolean {
	return before.filterTimeGt === next.filterTimeGt && before.filterTimeLt === next.filterTimeLt;
}

function tooManyAtOnce(session: CopilotSession) {
	return sessionError(
		session,
		'More than 10,000 calls start in the same second, and Clari Copilot gives no more of them',
		"Narrow the filters, e.g. by 'Users' or 'Statuses'.",
	);
}

function listError(session: CopilotSession, failure: HttpFailure) {
	return apiError(session, failure, {
		attempted: 'Could not list the calls',
		byStatus: {
			400: {
				what: 'Clari Copilot does not accept the filters',
				todo: 'Check statuses, types, times and durations (0 to 7,200 seconds).',
			},
		},
	});
}
