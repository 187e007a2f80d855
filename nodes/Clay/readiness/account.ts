import type { AnswerTime } from '../../shared/http/outcome';
import { isRecord, readText } from '../../shared/json/read';
import { checkBaseUrl } from '../../shared/readiness/baseUrl';
import type { Check, CheckName } from '../../shared/readiness/check';
import { pass, skip, warn } from '../../shared/readiness/check';
import { checkClock } from '../../shared/readiness/clock';
import { checkConnection, textsOf } from '../../shared/readiness/connection';
import { checkSecretForm } from '../../shared/readiness/secretForm';
import { apiError } from '../errors';
import type { ClaySession } from '../transport';
import { callClay } from '../transport';

const CREDITS: CheckName = { check: 'credits', title: 'Credits left' };
const SEARCH: CheckName = { check: 'search', title: 'Search available' };
const TABLE_QUERY: CheckName = { check: 'table_query', title: 'Table query available' };

/**
 * Looks at everything that the API key is needed for, without running or creating anything. Never throws for what it
 * finds.
 *
 * @param tableId a table that workflows query; empty when none do
 */
export async function checkAccount(session: ClaySession, tableId: string): Promise<Check[]> {
	const times: AnswerTime[] = [];
	// A check asks in any case, also a vendor that the circuit breaker leaves alone.
	const asking = {
		...session,
		circuit: undefined,
		onAnswer: (time: AnswerTime) => times.push(time),
	};
	const { baseUrl, secrets } = session.connection;
	return [
		checkBaseUrl(baseUrl, { host: 'api.clay.com', path: '/public/v0' }),
		checkSecretForm([{ name: 'API Key', value: secrets[0] ?? '' }]),
		...(await checkApi(asking, tableId)),
		checkClock(times),
	];
}

async function checkApi(session: ClaySession, tableId: string): Promise<Check[]> {
	const me = await callClay(session, {
		method: 'GET',
		path: '/me',
		repeat: 'safe',
		read: readWorkspace,
	});
	if (!me.ok) {
		const error = apiError(session, me, { attempted: 'Could not read the account' });
		const detail = 'Not asked, since the API did not accept the first request.';
		const rest = [CREDITS, SEARCH, TABLE_QUERY].map((name) => skip(name, detail));
		return [...checkConnection(me, error), ...rest];
	}
	return [
		...checkConnection(undefined, undefined, `It belongs to the workspace ${me.value}.`),
		skip(
			CREDITS,
			"Clay's API tells nobody how many credits are left.",
			'See Settings, Plans & Billing in Clay. A search tells what is left of its own quota when it runs.',
		),
		await checkSearch(session),
		await checkTableQuery(session, tableId),
	];
}

/** The names of the filters are free to ask for, and a plan without search has none. */
async function checkSearch(session: ClaySession): Promise<Check> {
	const fields = await callClay(session, {
		method: 'GET',
		path: '/search/filters-mode/fields?source_type=people',
		repeat: 'safe',
		read: (data) => (isRecord(data) ? data : undefined),
	});
	if (fields.ok) return pass(SEARCH, 'People and companies can be searched for.');
	const error = apiError(session, fields, {
		attempted: 'Could not read the filters of the search',
	});
	const { detail, todo } = textsOf(error);
	// Rows and routines do without it.
	return warn(SEARCH, detail, todo);
}

async function checkTableQuery(session: ClaySession, id: string): Promise<Check> {
	if (id === '') {
		return skip(
			TABLE_QUERY,
			'No table was named.',
			"Fill in 'Table ID' if workflows query a table.",
		);
	}
	const answer = await callClay(session, {
		method: 'POST',
		path: '/tables/query',
		body: { query: { tables: [{ id }] }, limit: 1 },
		repeat: 'safe',
		read: (data) => (isRecord(data) && Array.isArray(data.data) ? data.data.length : undefined),
	});
	if (answer.ok) return pass(TABLE_QUERY, 'The table can be queried.');
	const todo =
		'Table queries need an Enterprise workspace with query sync turned on for the table. The ID stands in the address of the table in Clay.';
	const error = apiError(session, answer, { attempted: 'Could not query the table' });
	return warn(TABLE_QUERY, textsOf(error).detail, todo);
}

function readWorkspace(data: unknown): string | undefined {
	return isRecord(data) && isRecord(data.workspace) ? readText(data.workspace.id) : undefined;
}
