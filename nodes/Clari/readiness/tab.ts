import type { NodeFailure } from '../../shared/errors/nodeError';
import { attempt } from '../../shared/errors/nodeError';
import { mayHaveActed } from '../../shared/http/request';
import { isRecord } from '../../shared/json/read';
import type { Polling } from '../../shared/polling/polling';
import type { Check } from '../../shared/readiness/check';
import { fail, pass, skip } from '../../shared/readiness/check';
import { textsOf } from '../../shared/readiness/connection';
import type { FiscalCalendar } from '../../shared/time/fiscalQuarter';
import { readVendorAnswer } from '../errors';
import { forecastExport } from '../exports/exportRequest';
import { fetchResult, waitForJob } from '../exports/wait';
import type { ExportJob } from '../jobs';
import { periodIn } from '../jobs';
import type { ForecastResult, UnreadableResult } from '../results/readResult';
import { readResult } from '../results/readResult';
import { apiError } from '../sessionReport';
import type { ClariSession } from '../transport';
import { postExport } from '../transport';
import type { PeriodFound } from './content';
import { checkCalendar, checkContent, checkPeriods, checkTypes } from './content';
import { checkHierarchy } from './hierarchy';
import { finishedExports } from './jobs';
import { CALENDAR, CONTENT, HIERARCHY, PERIODS, TAB, TAB_CHECKS, TYPES } from './names';
import { quartersBefore } from './quarters';

/** What is asked about a forecast tab. */
export interface TabQuestion {
	forecastId: string;
	/** Types that the workflows export. */
	types: string[];
	/** Quarters before the current one that the workflows export. */
	previousQuarters: number;
	/** By which the workflows count quarters. */
	calendar: FiscalCalendar;
	/** How to wait for test exports; absent when none may be made. */
	polling?: Polling;
}

/** Exports that a test costs: the current quarter and each one before it. */
export function costOf({ previousQuarters }: Pick<TabQuestion, 'previousQuarters'>): number {
	return previousQuarters + 1;
}

const TURN_ON = "Turn on 'Include Test Export', or export the tab once.";

/** Looks at the newest export of the tab that Clari still has; costs nothing, and proves nothing about today. */
export async function checkListedExports(
	session: ClariSession,
	question: TabQuestion,
	jobs: readonly ExportJob[],
): Promise<Check[]> {
	const { forecastId, previousQuarters } = question;
	const finished = finishedExports(jobs, forecastId, Date.now());
	const [newest] = finished;
	if (newest === undefined) {
		const detail = `The list of jobs has no finished export of forecast tab '${forecastId}' that could be looked at.`;
		return TAB_CHECKS.map((name) => skip(name, detail, TURN_ON));
	}
	const { job } = newest;
	const made = job.endTime === undefined ? '' : ` on ${new Date(job.endTime).toISOString()}`;
	const known = pass(
		TAB,
		`Forecast tab '${forecastId}' was exported${made} (job ${job.jobId}): it exists, and the token's user was opted in.`,
	);

	// Any quarter may have been the last one exported, so the latest one counts as current.
	const listed = new Set(finished.map(({ timePeriod }) => timePeriod));
	const latest = [...listed].sort().at(-1) ?? newest.timePeriod;
	const wanted = [latest, ...quartersBefore(latest, previousQuarters)];
	const unknown = wanted.filter((period) => !listed.has(period));
	const periods =
		unknown.length === 0
			? pass(PERIODS, `The list of jobs has finished exports of ${wanted.join(', ')}.`)
			: skip(PERIODS, `The list of jobs has no finished export of ${unknown.join(', ')}.`, TURN_ON);
	return [known, ...(await checkFile(session, job, question)), periods].sort(inOrder);
}

/** Exports the tab for the current quarter and those before it, and looks at what comes. Each costs a unit of quota. */
export async function checkTestExports(
	session: ClariSession,
	question: TabQuestion,
	polling: Polling,
): Promise<Check[]> {
	const { forecastId, previousQuarters } = question;
	const first = await testExport(session, question, polling);
	if (first.state === 'refused') return refusedChecks(first.code, first.error);
	const known = pass(
		TAB,
		`Clari took the export of forecast tab '${forecastId}' (job ${first.jobId}): it exists, and the token's user is opted in.`,
	);
	if (first.state === 'failed') {
		const { detail, todo } = textsOf(first.error);
		const rest = [TYPES, PERIODS, CALENDAR, HIERARCHY].map((name) =>
			skip(name, 'There is no export to look at.'),
		);
		return [known, fail(CONTENT, detail, todo), ...rest].sort(inOrder);
	}
	const current = periodOf(first);
	const found: PeriodFound[] = [];
	if (current !== undefined) found.push({ timePeriod: current, state: stateOf(first.result) });
	for (const timePeriod of quartersBefore(current ?? '', previousQuarters)) {
		const more = await testExport(session, question, polling, timePeriod);
		found.push({ timePeriod, state: more.state === 'done' ? stateOf(more.result) : 'failed' });
	}
	const periods =
		current === undefined
			? skip(PERIODS, 'The export does not say which quarter it is of.')
			: checkPeriods(found);
	return [known, ...contentChecks(first, question, true), periods].sort(inOrder);
}

interface DoneExport {
	jobId: string;
	job: ExportJob;
	result: ForecastResult | UnreadableResult;
	users: unknown;
}

type TestExport =
	| ({ state: 'done' } & DoneExport)
	| { state: 'refused'; code?: string; error: NodeFailure }
	| { state: 'failed'; jobId: string; error: NodeFailure };

/** Queues once, whatever comes of it: a check must not pay twice. */
async function testExport(
	session: ClariSession,
	{ forecastId, types }: TabQuestion,
	polling: Polling,
	timePeriod?: string,
): Promise<TestExport> {
	const request = forecastExport(forecastId, {
		...(timePeriod !== undefined && { timePeriod }),
		exportFormat: 'JSON',
		...(types.length > 0 && { typesToExport: types }),
	});
	const answer = await postExport(session, request);
	if (!answer.ok) {
		const error = apiError(session, answer, {
			attempted: `Could not queue a test export of ${request.subject}`,
			...(mayHaveActed(answer) && {
				detail: 'It is not certain whether Clari queued the export.',
			}),
		});
		return { state: 'refused', code: readVendorAnswer(answer.answer).code, error };
	}
	const jobId = answer.value;
	const node = session.context.getNode();
	const read = await attempt(node, session.itemIndex, async () => {
		const job = await waitForJob(session, { kind: 'forecast', jobId }, polling);
		return { job, ...(await readFile(session, job, timePeriod)) };
	});
	return read.ok
		? { state: 'done', jobId, ...read.value }
		: { state: 'failed', jobId, error: read.error };
}

async function readFile(session: ClariSession, job: ExportJob, asked?: string) {
	const file = await fetchResult(session, 'forecast', job);
	const users = isRecord(file.data) ? file.data.users : undefined;
	return { result: readResult(file, job, asked), users };
}

/** What the file of a job that is there already tells. */
async function checkFile(
	session: ClariSession,
	job: ExportJob,
	question: TabQuestion,
): Promise<Check[]> {
	const node = session.context.getNode();
	const read = await attempt(node, session.itemIndex, async () => await readFile(session, job));
	if (read.ok) {
		return contentChecks({ jobId: job.jobId, job, ...read.value }, question, false);
	}
	const { detail, todo } = textsOf(read.error);
	const rest = [TYPES, CALENDAR, HIERARCHY].map((name) =>
		skip(name, 'There is no export to look at.'),
	);
	return [fail(CONTENT, detail, todo), ...rest];
}

function contentChecks(
	{ job, result, users }: DoneExport,
	{ types, calendar }: TabQuestion,
	asked: boolean,
): Check[] {
	const content = checkContent(job, result);
	if ('unreadable' in result) {
		const rest = [TYPES, CALENDAR, HIERARCHY].map((name) =>
			skip(name, 'There are no rows to look at.'),
		);
		return [content, ...rest];
	}
	const days = checkCalendar(result, calendar);
	if (result.rows.length === 0) {
		const rest = [TYPES, HIERARCHY].map((name) => skip(name, 'There are no rows to look at.'));
		return [content, days, ...rest];
	}
	return [content, checkTypes(result.rows, types, asked), days, checkHierarchy(users)];
}

/** What a refusal proves: about the tab, its types, or nothing. */
function refusedChecks(code: string | undefined, error: NodeFailure): Check[] {
	const { detail, todo } = textsOf(error);
	const others = TAB_CHECKS.filter((name) => name !== TAB && name !== TYPES);
	const rest = others.map((name) => skip(name, 'There is no export to look at.'));
	if (code === 'type_not_supported') {
		const known = pass(TAB, "Clari knows the forecast tab, and the token's user is opted in.");
		return [known, fail(TYPES, detail, todo), ...rest].sort(inOrder);
	}
	const types = skip(TYPES, 'There is no export to look at.');
	// The quota says nothing about the tab.
	const tab =
		code === 'export_monthly_quota_reached' ? skip(TAB, detail, todo) : fail(TAB, detail, todo);
	return [tab, types, ...rest].sort(inOrder);
}

/** The quarter of an export: in its rows, or where it has none, in the name of its file. */
function periodOf({ job, result }: DoneExport): string | undefined {
	const [row] = 'unreadable' in result ? [] : result.rows;
	return row?.timePeriod ?? periodIn(job.fileName ?? '');
}

function stateOf(result: ForecastResult | UnreadableResult): PeriodFound['state'] {
	if ('unreadable' in result) return 'failed';
	if (result.otherPeriod !== undefined) return 'otherPeriod';
	return result.rows.length === 0 ? 'empty' : 'covered';
}

function inOrder(a: Check, b: Check): number {
	const place = ({ check }: Check) => TAB_CHECKS.findIndex((name) => name.check === check);
	return place(a) - place(b);
}
