import { readText } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import { nextBound } from '../calls/callList';
import type { Call } from '../calls/callPages';
import { CallPages, MAX_PAGE_SIZE, MAX_SKIP } from '../calls/callPages';
import type { QueryValues } from '../../shared/http/query';
import { readMovingList } from './movingList';

/**
 * New calls of a window at the most: what is read anew when a poll could not deal with all of it. n8n's scheduler gives a
 * poll 45 seconds, and nothing of a longer one counts.
 */
const MOST_CALLS = 250;

/** The shortest window, in milliseconds: it is not documented to what precision times are compared. */
const SHORTEST_MS = 2_000;

/** Pages overlap by one, so that one of one call would not get on. */
const SMALLEST_PAGE = 2;

export interface WindowQuery {
	/** What the user filters by. */
	parameters: QueryValues;
	pageSize: number;
	/** Calls whose status has changed since; milliseconds since the epoch. */
	after: number;
	/** Up to where it was looked at before; a window ends later than that. */
	cursor: number;
	/** How many calls may be in it that were dealt with before, and do not count against its size. */
	known: number;
	/** Now: an end, so that calls leave the window meanwhile, and none join it. */
	before: number;
}

export interface CallWindow {
	calls: Call[];
	/** Where the window ends: earlier than asked for when there was too much. */
	before: number;
}

/**
 * Reads the calls whose status has changed in a window of time, each as it was when it was read. A call whose status changes
 * meanwhile leaves the window, and is in a later one. A window with too many new calls is halved towards its beginning.
 *
 * @throws NodeApiError
 */
export async function readCallWindow(
	access: CopilotAccess,
	query: WindowQuery,
): Promise<CallWindow> {
	let { before } = query;
	const most = query.known + MOST_CALLS;
	const few = await readFewCalls(access, query);
	if (few) return { calls: few, before };
	for (;;) {
		const isShort = before - query.cursor <= SHORTEST_MS;
		const calls = await readCalls(access, { ...query, before }, isShort ? Infinity : most);
		if (calls) return { calls, before };
		before = query.cursor + Math.ceil((before - query.cursor) / 2);
	}
}

/** A call as the list has it in a state; `undefined` when it is no longer in it. @throws NodeApiError */
export async function findListedCall(
	access: CopilotAccess,
	call: Call,
	includePrivate: boolean,
): Promise<Call | undefined> {
	const time = Date.parse(readText(call.last_modified_time) ?? '');
	if (Number.isNaN(time)) return undefined;
	const status = readText(call.status);
	const pages = new CallPages(access, {
		...pageQuery({
			parameters: {
				...(status !== undefined && { filterStatus: [status] }),
				...(includePrivate && { includePrivate }),
			},
			pageSize: MAX_PAGE_SIZE,
			after: time - SHORTEST_MS,
			before: time + SHORTEST_MS,
		}),
		withPagination: false,
	});
	const isIt = (one: Call) => callId(one) === callId(call);
	// Copilot may have dealt with many calls in the same moment.
	const { rows } = await readMovingList(
		async (skip) => {
			const { calls, isLast } = await pages.read({ skip }, Infinity);
			return { rows: calls, isLast: isLast || calls.some(isIt) };
		},
		callId,
		MAX_SKIP,
	);
	return rows.find(isIt);
}

/** One page, and without the count of matches, which is much faster; `undefined` when it is not all. */
async function readFewCalls(
	access: CopilotAccess,
	query: WindowQuery,
): Promise<Call[] | undefined> {
	const pages = new CallPages(access, { ...pageQuery(query), withPagination: false });
	const { calls, isLast } = await pages.read({ skip: 0 }, Infinity);
	return isLast ? calls : undefined;
}

/** All calls of a window, in windows of start time where `skip` ends; `undefined` when there are more than `most`. */
async function readCalls(
	access: CopilotAccess,
	query: WindowQuery,
	most: number,
): Promise<Call[] | undefined> {
	const pages = new CallPages(access, { ...pageQuery(query), withPagination: true });
	const found = new Map<string, Call>();
	let bound: QueryValues = {};
	let isTooMuch = false;
	for (;;) {
		const list = await readMovingList(
			async (skip) => {
				const { calls: rows, isLast, matched = 0 } = await pages.read({ ...bound, skip }, Infinity);
				isTooMuch ||= matched > most;
				return { rows, isLast: isLast || isTooMuch };
			},
			callId,
			MAX_SKIP,
		);
		if (isTooMuch) return undefined;
		for (const call of list.rows) found.set(callId(call), call);
		if (list.isWhole) return [...found.values()];
		bound = nextBound(access, 'oldest', bound, list.rows.at(-1));
	}
}

function pageQuery({ parameters, pageSize, after, before }: Omit<WindowQuery, 'cursor' | 'known'>) {
	const at = (time: number) => new Date(time).toISOString();
	return {
		parameters: { ...parameters, filterModifiedGt: at(after), filterModifiedLt: at(before) },
		order: 'oldest' as const,
		pageSize: Math.max(SMALLEST_PAGE, pageSize),
		smallest: SMALLEST_PAGE,
	};
}

export function callId(call: Call): string {
	return readText(call.id) ?? '';
}
