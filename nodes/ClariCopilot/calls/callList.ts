import { readText } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import { sessionError } from '../errors';
import type { QueryValues } from '../../shared/http/query';
import type { Call, CallOrder, PageQuery } from './callPages';
import { CallPages, MAX_SKIP } from './callPages';

/**
 * How far a window reaches back into the one before, in milliseconds: it is not documented whether a bound is in, nor to
 * what precision. Calls that come twice are told by their ids.
 */
const OVERLAP_MS = 1_000;

export interface CallListQuery extends PageQuery {
	/** How many calls are wanted; `Infinity` for all. */
	limit: number;
}

/**
 * Reads calls page by page, each once. Where the vendor gives no further page (`skip` ends at 10,000) the list goes on in a
 * new window of time that begins where the last one ended.
 *
 * @throws NodeApiError when a page cannot be read, even one of a single call
 */
export async function listCalls(session: CopilotAccess, query: CallListQuery): Promise<Call[]> {
	const reader = new CallPages(session, query);
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
			bound = nextBound(session, query.order, bound, page.calls.at(-1));
			skip = 0;
		}
	}
	return [...found.values()].slice(0, query.limit);
}

/**
 * The bound of the window that follows a call.
 *
 * @param before the bound of the window that has ended
 */
export function nextBound(
	session: CopilotAccess,
	order: CallOrder,
	before: QueryValues,
	last?: Call,
): QueryValues {
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
	const next: QueryValues =
		order === 'newest'
			? { filterTimeLt: at(time + OVERLAP_MS) }
			: { filterTimeGt: at(time - OVERLAP_MS) };
	if (isSameBound(before, next)) throw tooManyAtOnce(session);
	return next;
}

function isSameBound(before: QueryValues, next: QueryValues): boolean {
	return before.filterTimeGt === next.filterTimeGt && before.filterTimeLt === next.filterTimeLt;
}

function tooManyAtOnce(session: CopilotAccess) {
	return sessionError(
		session,
		'More than 10,000 calls start in the same second, and Clari Copilot gives no more of them',
		"Narrow the filters, e.g. by 'Users' or 'Statuses'.",
	);
}
