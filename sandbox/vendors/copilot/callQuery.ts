import type { FastifyRequest } from 'fastify';
import { CopilotApiError } from './apiError';
import { detailsOf } from './callDetails';
import { callObject } from './callObject';
import type { CallPlan, CallState } from './callPlan';
import type { Calls } from './calls';
import { isWithin, paginationOf, Query } from './query';
import type { CopilotSettings } from './settings';

interface Known {
	plan: CallPlan;
	state: CallState;
}

/** The answer of `GET /calls`. */
export function listCalls(
	request: FastifyRequest,
	calls: Calls,
	settings: CopilotSettings,
): Record<string, unknown> {
	const query = new Query(request);
	const skip = query.integer('skip') ?? 0;
	const limit = query.integer('limit') ?? 25;
	const withPrivate = query.flag('includePrivate', false);
	const fits = filterOf(query, settings);
	const found = calls
		.known()
		.filter((call) => (withPrivate || !call.plan.isPrivate) && fits(call))
		.sort(orderOf(query));
	const media = mediaOf(query, settings);
	return {
		calls: found.slice(skip, skip + limit).map(({ plan, state }) => callObject(plan, state, media)),
		...(query.flag('includePagination', true) && {
			pagination: paginationOf(found.length, skip + limit),
		}),
	};
}

/** The answer of `GET /call-details`. */
export function callDetailsAnswer(
	request: FastifyRequest,
	calls: Calls,
	settings: CopilotSettings,
): Record<string, unknown> {
	const query = new Query(request);
	const call = calls.get(query.text('id') ?? '');
	if (!call) throw new CopilotApiError(404, 'Call not found');
	const { plan, state } = call;
	return {
		call: {
			...callObject(plan, state, mediaOf(query, settings)),
			...detailsOf(plan, state, settings.textPersonIds),
		},
	};
}

function mediaOf(query: Query, { callPadding }: CopilotSettings) {
	return {
		includeAudio: query.flag('includeAudio', false),
		includeVideo: query.flag('includeVideo', false),
		padding: callPadding,
	};
}

function filterOf(query: Query, { timeBounds }: CopilotSettings): (call: Known) => boolean {
	const isIn = (list: string[], ...values: string[]) =>
		list.length === 0 || values.some((value) => list.includes(value));
	const users = query.list('filterUser');
	const attendees = query.list('filterAttendees');
	const topics = query.list('filterTopics');
	const statuses = query.list('filterStatus');
	const types = query.list('filterType');
	const sources = query.list('filterSourceId');
	const time: [number?, number?] = [query.time('filterTimeGt'), query.time('filterTimeLt')];
	const modified: [number?, number?] = [
		query.time('filterModifiedGt'),
		query.time('filterModifiedLt'),
	];
	const longer = query.integer('filterDurationGt');
	const shorter = query.integer('filterDurationLt');
	return ({ plan, state }) =>
		isIn(users, ...plan.users.map(({ email }) => email)) &&
		isIn(attendees, ...(plan.customer?.contacts ?? []).map(({ email }) => email)) &&
		isIn(topics, ...plan.topics) &&
		isIn(statuses, state.status) &&
		isIn(types, plan.type) &&
		isIn(sources, plan.sourceId) &&
		isWithin(plan.time, [time[0], time[1]], timeBounds) &&
		isWithin(state.changedAt, [modified[0], modified[1]], timeBounds) &&
		isWithin(plan.durationSeconds, [longer, shorter], 'inclusive');
}

/** Calls at the same time come in no order that means anything, but always in the same. */
function orderOf(query: Query): (a: Known, b: Known) => number {
	const byTime = query.text('sortTime');
	const byProcessed = query.text('sortProcessed');
	const sign = (byProcessed ?? byTime ?? 'desc') === 'asc' ? 1 : -1;
	const key = ({ plan, state }: Known) => (byProcessed ? state.changedAt : plan.time);
	return (a, b) => sign * (key(a) - key(b)) || (a.plan.id < b.plan.id ? -1 : 1);
}
