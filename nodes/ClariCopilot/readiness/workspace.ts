import type { AnswerTime } from '../../shared/http/outcome';
import { checkBaseUrl } from '../../shared/readiness/baseUrl';
import type { Check, CheckName } from '../../shared/readiness/check';
import { fail, pass, skip, warn } from '../../shared/readiness/check';
import { checkClock } from '../../shared/readiness/clock';
import { checkConnection, textsOf } from '../../shared/readiness/connection';
import { checkSecretForm } from '../../shared/readiness/secretForm';
import { toText } from '../../shared/parameters/read';
import { apiError } from '../errors';
import { listUnder } from '../listUnder';
import type { CopilotSession } from '../transport';
import { callCopilot } from '../transport';
import { WEEKLY_REQUESTS, weekOf } from '../weeklyUse';

const USERS: CheckName = { check: 'users', title: 'Users who record' };
const CALLS: CheckName = { check: 'calls', title: 'Calls readable' };
const WEEKLY_USE: CheckName = { check: 'weekly_use', title: "This week's requests" };

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** Share of the week's requests from which the report warns. */
const HIGH = 0.8;

/** Looks at everything that reading Clari Copilot depends on. Never throws for what it finds. */
export async function checkWorkspace(session: CopilotSession): Promise<Check[]> {
	const times: AnswerTime[] = [];
	// A check asks in any case, also a vendor that the circuit breaker leaves alone.
	const asking = {
		...session,
		circuit: undefined,
		onAnswer: (time: AnswerTime) => times.push(time),
	};
	const { baseUrl, credential } = session.connection;
	const secretOf = (name: string, field: string) => ({
		name,
		value: toText(credential[field], '').trim(),
	});
	return [
		checkBaseUrl(baseUrl, { host: 'rest-api.copilot.clari.com', path: '' }),
		checkSecretForm([secretOf('API Key', 'apiKey'), secretOf('API Password', 'apiPassword')]),
		...(await checkApi(asking)),
		checkWeeklyUse(asking),
		checkClock(times),
	];
}

async function checkApi(session: CopilotSession): Promise<Check[]> {
	const users = await callCopilot(session, {
		method: 'GET',
		path: '/users',
		repeat: 'safe',
		read: listUnder('users'),
	});
	if (!users.ok) {
		const error = apiError(session, users, { attempted: 'Could not list the users' });
		const detail = 'Not asked, since the API did not accept the first request.';
		return [...checkConnection(users, error), ...[USERS, CALLS].map((name) => skip(name, detail))];
	}
	return [...checkConnection(), checkUsers(users.value), await checkCalls(session, Date.now())];
}

function checkUsers(users: ReadonlyArray<Record<string, unknown>>): Check {
	const recording = users.filter((user) => user.is_recording === true).length;
	const detail = `${recording} of ${users.length} users record calls.`;
	if (recording > 0) return pass(USERS, detail);
	return warn(
		USERS,
		detail,
		'Without one there are no new calls, and none can be uploaded. Turn recording on for users in Clari Copilot.',
	);
}

/** A call that was analyzed lately shows that there is something for a workflow to wait for. */
async function checkCalls(session: CopilotSession, now: number): Promise<Check> {
	const calls = await callCopilot(session, {
		method: 'GET',
		path: '/calls',
		query: {
			filterStatus: ['POST_PROCESSING_DONE'],
			filterModifiedGt: new Date(now - WEEK_MS).toISOString(),
			limit: 1,
			includePagination: false,
		},
		repeat: 'safe',
		read: listUnder('calls'),
	});
	if (!calls.ok) {
		const error = apiError(session, calls, { attempted: 'Could not list the calls' });
		const { detail, todo } = textsOf(error);
		return fail(CALLS, detail, todo);
	}
	if (calls.value.length > 0)
		return pass(CALLS, 'There are calls that were analyzed in the last 7 days.');
	return warn(
		CALLS,
		'Calls can be read, but none was analyzed in the last 7 days.',
		'Look in Clari Copilot whether calls are recorded and analyzed. Private calls are not counted.',
	);
}

function checkWeeklyUse({ run, connection }: CopilotSession): Check {
	const now = Date.now();
	const used = run.use.inWeek(connection.host, now);
	const figure = (count: number) => count.toLocaleString('en-US');
	const detail = `This workflow has made about ${figure(used)} of the ${figure(WEEKLY_REQUESTS)} requests that the account may make in the week from Sunday ${weekOf(now)} (UTC). Other workflows and integrations are not counted.`;
	return used < HIGH * WEEKLY_REQUESTS
		? pass(WEEKLY_USE, detail)
		: warn(WEEKLY_USE, detail, 'Read less often, or fetch details of fewer calls.');
}
