import type { HttpFailure } from '../../shared/http/outcome';
import { nextDelay } from '../../shared/http/retry';
import { waitUnlessCancelled } from '../../shared/http/wait';
import { isRecord, readNumber, readRecords } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import { apiError } from '../errors';
import type { QueryValues } from '../../shared/http/query';
import { callCopilot, copilotBreaker } from '../transport';

/** The greatest `skip` that a list takes. Source: Copilot's OpenAPI file. */
export const MAX_SKIP = 10_000;

/** Calls of one request: what staff of Clari advise, since an answer over about 6 MB becomes a 502. */
export const PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

/** Pages after which a page that had to be made smaller is tried at twice the size again. */
const GROW_AFTER = 10;

export type Call = Record<string, unknown>;

export type CallOrder = 'newest' | 'oldest' | 'processedLast' | 'processedFirst';

const SORT: Record<CallOrder, QueryValues> = {
	newest: { sortTime: 'desc' },
	oldest: { sortTime: 'asc' },
	processedLast: { sortProcessed: 'desc' },
	processedFirst: { sortProcessed: 'asc' },
};

export interface PageQuery {
	/** What the user filters by, and what each call should bring along. */
	parameters: QueryValues;
	order: CallOrder;
	pageSize: number;
	/** The size below which a page is not made smaller; default 1. */
	smallest?: number;
	/** Whether to ask for the object that tells where a list ends; without it, a short page does. */
	withPagination: boolean;
}

export interface CallPage {
	calls: Call[];
	/** Whether the vendor says that no more follow. */
	isLast: boolean;
	/** How many calls match in all, if the vendor tells. */
	matched?: number;
}

/** Reads pages, of fewer calls when an answer was too large. */
export class CallPages {
	private size: number;

	private readSinceChange = 0;

	constructor(
		private readonly session: CopilotAccess,
		private readonly query: PageQuery,
	) {
		this.size = query.pageSize;
	}

	async read(position: QueryValues, wanted: number): Promise<CallPage> {
		const { session } = this;
		const { smallest = 1 } = this.query;
		for (let attempt = 1; ; attempt++) {
			// Of a small page the 502 tells whether Copilot is up, and one request is enough to find out.
			const isDown = copilotBreaker(session)?.isOpen() ?? false;
			const limit = Math.min(isDown ? smallest : this.size, wanted);
			const answer = await this.ask(position, limit);
			if (answer.ok) {
				this.grow();
				return answer.value;
			}
			if (answer.status !== 502 || limit <= smallest) throw listError(session, answer);
			this.size = Math.max(smallest, Math.floor(limit / 2));
			this.readSinceChange = 0;
			// A 502 also comes when the vendor is busy, so there is a pause.
			const patient = { ...session.retry, maxAttempts: Infinity };
			const pause = nextDelay(patient, attempt, answer.retryAfterMs, Math.random()) ?? 0;
			if (Date.now() + pause > (session.patience?.deadline ?? Infinity)) {
				throw listError(session, answer);
			}
			if (!(await waitUnlessCancelled(pause, session.signal))) {
				throw listError(session, { ...answer, status: undefined, networkCode: 'CANCELLED' });
			}
		}
	}

	private async ask(position: QueryValues, limit: number) {
		const { parameters, order, withPagination, smallest = 1 } = this.query;
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
			finalStatuses: limit > smallest ? [502] : [],
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

function readPage(data: unknown, limit: number): CallPage | undefined {
	if (!isRecord(data) || !Array.isArray(data.calls)) return undefined;
	const calls = readRecords(data.calls);
	const { pagination } = data;
	if (!isRecord(pagination)) return { calls, isLast: calls.length < limit };
	const { hasMore, nextPageSkip } = pagination;
	const isLast = typeof hasMore === 'boolean' ? !hasMore : readNumber(nextPageSkip) === undefined;
	return { calls, isLast, matched: readNumber(pagination.matched) };
}

function listError(session: CopilotAccess, failure: HttpFailure) {
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
