import { isRecord, readNumber, readRecords, readText } from '../../shared/json/read';
import { waitUnlessCancelled } from '../../shared/http/wait';
import { isPassing, mayHaveActed } from '../../shared/http/request';
import type { Polling } from '../../shared/polling/polling';
import { nextPause } from '../../shared/polling/polling';
import { EarlierTries } from '../earlierTries';
import { apiError, sessionError } from '../errors';
import type { Answer, ClaySession } from '../transport';
import { callClay } from '../transport';

/** One item of a routine run. Source: Clay's OpenAPI, `RunRoutineRequest`. */
export interface RoutineInput {
	/** 1 to 64 characters; the result has the same. */
	id: string;
	inputs: Record<string, unknown>;
}

/** A result of an item. */
export interface RoutineResult {
	id: string;
	status: string;
	result: Record<string, unknown> | null;
	failure?: { message: string };
}

/** How far a run is. Status words are an open set: only `complete` is final. */
export interface RunProgress {
	status: string;
	finished: number | null;
	total: number | null;
}

/** A page of the results, or how far the run is. */
type ResultsPage =
	| { complete: true; results: RoutineResult[]; cursor?: string; progress: RunProgress }
	| { complete: false; progress: RunProgress };

/** All results, or how far the run is. */
export type RunResults =
	| { complete: true; results: RoutineResult[] }
	| { complete: false; progress: RunProgress };

/** A run that was started. */
interface StartedRun {
	routineRunId: string;
	status: string;
	/** Of what it was started with. */
	itemIds: string[];
}

/** Runs that were started, or may have been, before n8n tried the node again. */
const STARTED = new EarlierTries<Answer<StartedRun>>();

/** Entries of a page at the most. Source: Clay's OpenAPI. */
const PAGE_SIZE = 100;

/**
 * Starts a run. It is sent again only when Clay has certainly not taken it: there are no idempotency keys, and a second
 * run would be charged too. When an earlier try of this run of the node has started the item's, it is that one.
 *
 * @returns the run's id, status and items
 */
export async function startRun(
	session: ClaySession,
	routineId: string,
	items: RoutineInput[],
	webhookId: string,
): Promise<StartedRun> {
	const earlier = STARTED.of(session.context);
	const before = earlier.get(session.itemIndex);
	const answer = before ?? (await requestRun(session, routineId, items, webhookId));
	if (answer.ok || mayHaveActed(answer)) earlier.set(session.itemIndex, answer);
	if (answer.ok) return answer.value;
	throw apiError(session, answer, {
		attempted: `Could not start routine '${routineId}'`,
		byStatus: {
			404: {
				what: 'Clay knows no routine with this ID, or no webhook with the ID that was given',
				todo: 'Routine IDs look like function:t_… or workflow:wf_…, webhook IDs like wh_…. Copy them from Clay.',
			},
		},
		whenUncertain:
			'Clay may have started the run, and it was not asked again, since each run costs credits. Look in Clay before you run this again.',
	});
}

async function requestRun(
	session: ClaySession,
	routineId: string,
	items: RoutineInput[],
	webhookId: string,
): Promise<Answer<StartedRun>> {
	return await callClay(session, {
		method: 'POST',
		path: `/routines/${encodeURIComponent(routineId)}/run`,
		body: { items, ...(webhookId !== '' && { webhook_id: webhookId }) },
		repeat: 'onlyIfNotTaken',
		read: (data) => {
			const routineRunId = isRecord(data) ? readText(data.routine_run_id) : undefined;
			if (!isRecord(data) || routineRunId === undefined) return undefined;
			return {
				routineRunId,
				status: readText(data.status) ?? 'in_progress',
				itemIds: items.map(({ id }) => id),
			};
		},
	});
}

/**
 * The results of a run, page by page, as many as wanted.
 *
 * @param limit results at the most; `Infinity` for all
 */
export async function readResults(
	session: ClaySession,
	runId: string,
	limit: number,
): Promise<RunResults> {
	const first = await getPage(session, runId, undefined, Math.min(limit, PAGE_SIZE));
	if (!first.ok) throw resultsError(session, runId, first);
	return await followPages(session, runId, first.value, limit);
}

/**
 * Waits until a run is complete, with growing pauses.
 *
 * @throws when the time is over or the execution is cancelled; the run goes on, and the error says how to get its results
 */
export async function waitForResults(
	session: ClaySession,
	runId: string,
	polling: Polling,
): Promise<RoutineResult[]> {
	const deadline = Date.now() + polling.timeoutMs;
	let pause = polling.firstWaitMs;
	let progress: RunProgress = { status: 'in_progress', finished: null, total: null };
	for (;;) {
		const left = Math.max(0, deadline - Date.now());
		if (!(await waitUnlessCancelled(Math.min(pause, left), session.signal))) {
			throw sessionError(
				session,
				`Stopped waiting for routine run ${runId}: the execution was canceled`,
				fetchHint(runId),
			);
		}
		const page = await getPage(session, runId, undefined, PAGE_SIZE, deadline);
		// Clay goes on with the run while its API does not answer: so does the waiting.
		if (!page.ok && !(isPassing(page) && Date.now() < deadline)) {
			throw resultsError(session, runId, page);
		}
		if (page.ok) {
			const results = await followPages(session, runId, page.value, Infinity);
			if (results.complete) return results.results;
			progress = results.progress;
			session.context.logger.info(`Clay routine run ${runId} is ${progressText(progress)}`, {
				itemIndex: session.itemIndex,
			});
		}
		if (Date.now() >= deadline) throw timeoutError(session, runId, progress, polling);
		pause = nextPause(pause, polling);
	}
}

async function followPages(
	session: ClaySession,
	runId: string,
	first: ResultsPage,
	limit: number,
): Promise<RunResults> {
	if (!first.complete) return { complete: false, progress: first.progress };
	const results = [...first.results];
	const seen = new Set<string>();
	let { cursor } = first;
	// A cursor that comes again would lead round in a circle.
	while (cursor !== undefined && results.length < limit && !seen.has(cursor)) {
		seen.add(cursor);
		const wanted = Math.min(limit - results.length, PAGE_SIZE);
		const page = await getPage(session, runId, cursor, wanted);
		if (!page.ok) throw resultsError(session, runId, page);
		if (!page.value.complete) break;
		results.push(...page.value.results);
		cursor = page.value.cursor;
	}
	return { complete: true, results: results.slice(0, limit) };
}

async function getPage(
	session: ClaySession,
	runId: string,
	cursor: string | undefined,
	limit: number,
	deadline?: number,
): Promise<Answer<ResultsPage>> {
	const query = new URLSearchParams({
		limit: String(limit),
		...(cursor !== undefined && { cursor }),
	});
	return await callClay(session, {
		method: 'GET',
		path: `/routines/run/${encodeURIComponent(runId)}/results?${query.toString()}`,
		repeat: 'safe',
		deadline,
		read: readPage,
	});
}

function readPage(data: unknown): ResultsPage | undefined {
	if (!isRecord(data)) return undefined;
	const status = readText(data.status);
	if (status === undefined) return undefined;
	const progress: RunProgress = {
		status,
		finished: readNumber(data.finished) ?? null,
		total: readNumber(data.total) ?? null,
	};
	if (status !== 'complete') return { complete: false, progress };
	if (!Array.isArray(data.data)) return undefined;
	const cursor = readText(data.cursor);
	return {
		complete: true,
		progress,
		results: readRecords(data.data).map(readResult),
		...(cursor !== undefined && { cursor }),
	};
}

function readResult({ id, status, result, error }: Record<string, unknown>): RoutineResult {
	const message = isRecord(error) ? readText(error.message) : readText(error);
	return {
		id: readText(id) ?? '',
		status: readText(status) ?? 'unknown',
		result: isRecord(result) ? result : null,
		...(message !== undefined && { failure: { message } }),
	};
}

function resultsError(
	session: ClaySession,
	runId: string,
	failure: Parameters<typeof apiError>[1],
) {
	return apiError(session, failure, {
		attempted: `Could not read the results of routine run ${runId}`,
		detail: fetchHint(runId),
		byStatus: {
			404: {
				what: 'Clay knows no routine run with this ID',
				todo: "Copy it from the output of 'Routine: Run'. Runs of uploaded batches have other results, which this node does not read.",
			},
		},
	});
}

function timeoutError(
	session: ClaySession,
	runId: string,
	progress: RunProgress,
	{ timeoutMs }: Polling,
) {
	const minutes = Math.round(timeoutMs / 6_000) / 10;
	return sessionError(
		session,
		`Routine run ${runId} was still ${progressText(progress)} after ${minutes} minutes`,
		`Clay goes on working on it. ${fetchHint(runId)} Raise 'Timeout' under Polling for runs of this size.`,
	);
}

function fetchHint(runId: string): string {
	return `The run is ${runId}: get its results with 'Routine: Get Results', which costs nothing.`;
}

function progressText({ status, finished, total }: RunProgress): string {
	return total === null ? status : `${status} (${finished ?? 0} of ${total})`;
}
