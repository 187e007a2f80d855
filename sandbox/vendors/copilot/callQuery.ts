import type { FastifyRequest } from 'fastify';
import { CopilotApiError } from './apiError';
import { detailsOf } from './callDetails';
import { callObject } from './callObject';
import { CALL_STATUSES, CALL_TYPES, type CallPlan, type CallState } from './callPlan';
import type { Calls } from './calls';
import { isWithin, MAX_SKIP, paginationOf, Query } from './query';
import type { CopilotSettings } from './settings';

const LIST_PARAMETERS = [
	...['skip', 'limit', 'filterUser', 'filterAttendees', 'filterTopics', 'filterStatus'],
	...['filterType', 'filterSourceId', 'filterTimeGt', 'filterTimeLt', 'filterModifiedGt'],
	...['filterModifiedLt', 'filterDurationGt', 'filterDurationLt', 'sortTime', 'sortProcessed'],
	...['includePrivate', 'includeAudio', 'includeVideo', 'includePagination'],
];

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
	const query = new Query(request, LIST_PARAMETERS);
	const skip = query.integer('skip', 0, MAX_SKIP) ?? 0;
	const limit = query.integer('limit', 1, 100) ?? 25;
	const includePrivate = query.oneOf('includePrivate', ['true', 'false', '0', '1'], 'false');
	const withPrivate = includePrivate === 'true' || includePrivate === '1';
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
	const query = new Query(request, ['id', 'includeAudio', 'includeVideo']);
	const call = calls.get(query.required('id'));
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
	const words = (name: string, known?: readonly string[]) => {
		const list = query.list(name);
		const unknown = known && list.find((word) => !known.includes(word));
		if (unknown !== undefined) throw new CopilotApiError(400, `${name}: unknown value ${unknown}`);
		return list;
	};
	const isIn = (list: string[], ...values: string[]) =>
		list.length === 0 || values.some((value) => list.includes(value));
	const users = words('filterUser');
	const attendees = words('filterAttendees');
	const topics = words('filterTopics');
	const statuses = words('filterStatus', CALL_STATUSES);
	const types = words('filterType', CALL_TYPES);
	const sources = words('filterSourceId');
	const time: [number?, number?] = [query.time('filterTimeGt'), query.time('filterTimeLt')];
	const modified: [number?, number?] = [
		query.time('filterModifiedGt'),
		query.time('filterModifiedLt'),
	];
	const longer = query.integer('filterDurationGt', 0, 7_200);
	const shorter = query.integer('filterDurationLt', 0, 7_200);
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
	const byTime = query.oneOf('sortTime', ['asc', 'desc']);
	const byProcessed = query.oneOf('sortProcessed', ['asc', 'desc']);
	const sign = (byProcessed ?? byTime ?? 'desc') === 'asc' ? 1 : -1;
	const key = ({ plan, state }: Known) => (byProcessed ? state.changedAt : plan.time);
	return (a, b) => sign * (key(a) - key(b)) || (a.plan.id < b.plan.id ? -1 : 1);
}
