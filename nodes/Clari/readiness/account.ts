import { isRecord, readText } from '../../shared/json/read';
import type { AnswerTime } from '../../shared/http/outcome';
import { checkBaseUrl } from '../../shared/readiness/baseUrl';
import type { Check } from '../../shared/readiness/check';
import { fail, pass, skip, warn } from '../../shared/readiness/check';
import { checkClock } from '../../shared/readiness/clock';
import { checkConnection, textsOf } from '../../shared/readiness/connection';
import { checkSecretForm } from '../../shared/readiness/secretForm';
import type { ExportLimits } from '../jobs';
import { apiError } from '../sessionReport';
import type { ClariSession } from '../transport';
import { getLimits, listForecastTypes, listJobs } from '../transport';
import { checkJobs } from './jobs';
import { checkConcurrency, checkQuota } from './limits';
import { CONCURRENCY, JOBS, QUOTA, TAB, TAB_CHECKS, TYPE_LIST } from './names';
import type { TabQuestion } from './tab';
import { checkListedExports, checkTestExports, costOf } from './tab';

/** What is asked about an account. */
export interface AccountQuestion {
	/** Exports that are to be left for others. */
	quotaReserve: number;
	/** Absent when no tab is named. */
	tab?: TabQuestion;
}

/** Looks at everything that an export depends on. Never throws for what it finds. */
export async function checkAccount(
	session: ClariSession,
	question: AccountQuestion,
): Promise<Check[]> {
	const times: AnswerTime[] = [];
	const asking: ClariSession = { ...session, onAnswer: (time) => times.push(time) };
	const { baseUrl, profile, secrets } = session.connection;
	const own = [
		checkBaseUrl(baseUrl, { host: 'api.clari.com', path: `/${profile}` }),
		checkSecretForm([{ name: 'API Token', value: secrets[0] ?? '' }]),
	];
	const asked =
		profile === 'v1'
			? await checkProfileV1(asking, question.tab)
			: await checkProfileV4(asking, question);
	return [...own, ...asked, checkClock(times)];
}

const NOT_ASKED = 'Not asked, since the API did not accept the first request.';

async function checkProfileV4(session: ClariSession, question: AccountQuestion): Promise<Check[]> {
	const { tab } = question;
	const limits = await getLimits(session);
	if (!limits.ok) {
		const error = apiError(session, limits, { attempted: 'Could not read the export limits' });
		const rest = [QUOTA, CONCURRENCY, JOBS, ...TAB_CHECKS].map((name) => skip(name, NOT_ASKED));
		return [...checkConnection(limits, error), ...rest];
	}
	return [
		...checkConnection(),
		checkQuota(limits.value, question.quotaReserve),
		checkConcurrency(limits.value),
		...(await checkExports(session, question, tab, limits.value)),
	];
}

async function checkExports(
	session: ClariSession,
	{ quotaReserve }: AccountQuestion,
	tab: TabQuestion | undefined,
	{ availableMonthlyQuota: left = Infinity }: ExportLimits,
): Promise<Check[]> {
	const jobs = await listJobs(session);
	const error = jobs.ok
		? undefined
		: textsOf(apiError(session, jobs, { attempted: 'Could not list the export jobs' }));
	const ofJobs = jobs.ok
		? checkJobs(jobs.value, Date.now())
		: fail(JOBS, error?.detail ?? '', error?.todo ?? '');

	const skipped = (detail: string, todo: string) =>
		TAB_CHECKS.map((name) => skip(name, detail, todo));
	if (tab === undefined) {
		return [ofJobs, ...skipped('No forecast tab was named.', "Fill in 'Forecast Tab'.")];
	}
	if (tab.polling) {
		const cost = costOf(tab);
		if (left - cost < quotaReserve) {
			const detail = `The test would cost ${cost} exports, and ${left} are left${quotaReserve > 0 ? `, of which ${quotaReserve} are reserved` : ''}.`;
			return [ofJobs, ...skipped(detail, "Lower 'Previous Quarters', or try again later.")];
		}
		return [ofJobs, ...(await checkTestExports(session, tab, tab.polling))];
	}
	if (!jobs.ok) {
		return [ofJobs, ...skipped('Without the list of jobs there is no export to look at.', '')];
	}
	return [ofJobs, ...(await checkListedExports(session, tab, jobs.value))];
}

/** What an API of profile v1 can be asked: whether it answers, takes the token, and has types. */
async function checkProfileV1(session: ClariSession, tab?: TabQuestion): Promise<Check[]> {
	const types = await listForecastTypes(session);
	if (!types.ok) {
		const error = apiError(session, types, { attempted: 'Could not list forecast types' });
		const rest = [TYPE_LIST, TAB].map((name) => skip(name, NOT_ASKED));
		return [...checkConnection(types, error), ...rest];
	}
	const ids = types.value.flatMap((type) => (isRecord(type) ? idsOf(type) : [String(type)]));
	const list =
		types.value.length > 0
			? pass(TYPE_LIST, `${types.value.length} forecast types can be exported.`)
			: fail(TYPE_LIST, 'The list of forecast types is empty.', 'Check the rights of the token.');
	return [...checkConnection(), list, checkListedTab(ids, tab?.forecastId)];
}

function checkListedTab(ids: readonly string[], forecastId?: string): Check {
	if (forecastId === undefined) {
		return skip(TAB, 'No forecast tab was named.', "Fill in 'Forecast Tab'.");
	}
	return ids.includes(forecastId)
		? pass(TAB, `'${forecastId}' is in the list of forecast types.`)
		: warn(
				TAB,
				`'${forecastId}' is not in the list of forecast types.`,
				"See 'Forecast Type: Get Many'.",
			);
}

function idsOf(type: Record<string, unknown>): string[] {
	return [type.id, type.name, type.forecastId].flatMap((value) => readText(value) ?? []);
}
