import { NodeOperationError } from 'n8n-workflow';

import { redactSecrets } from '../shared/errors/vendorError';
import type { FileAnswer, HttpFailure } from '../shared/http/outcome';
import { isPassing } from '../shared/http/request';
import { waitUnlessCancelled } from '../shared/http/wait';
import type { Polling } from '../shared/polling/polling';
import { nextPause } from '../shared/polling/polling';
import { readVendorAnswer, resumeHint, toClariError } from './errors';
import type { ExportJob, ExportLimits } from './jobs';
import { findNewJob } from './jobs';
import type { ClariSession, ForecastExportBody } from './transport';
import { downloadResult, getJob, getLimits, listJobs, postForecastExport } from './transport';

/** One export to queue. */
export interface ForecastExport {
	forecastId: string;
	body: ForecastExportBody;
}

/** Pauses before looking for a job whose queueing was not answered: Clari may list it a moment later. */
const LOOK_AFTER_MS = [500, 2_000, 4_000];

/**
 * Queues an export and returns its job id.
 *
 * Clari has no idempotency key and every job costs a unit of quota, so an unclear end (no answer, a 5xx) is settled by
 * looking for the job in the list: found, it is adopted; not found after a 500 of Clari's own, the export is queued
 * again; not found after anything else, the node stops and says so, since the request may still be under way.
 *
 * @throws NodeApiError that says what to do
 */
export async function queueExport(
	session: ClariSession,
	wanted: ForecastExport,
	polling: Polling,
): Promise<string> {
	const deadline = Date.now() + polling.timeoutMs;
	const attempted = `Could not queue the export of forecast tab '${wanted.forecastId}'${periodText(wanted)}`;
	const knownBefore = await knownJobIds(session);

	for (let attempt = 1; ; ) {
		const answer = await postForecastExport(session, wanted.forecastId, wanted.body);
		if (answer.ok) {
			session.queuedJobIds.add(answer.value);
			log(session, `Queued export job ${answer.value}${periodText(wanted)}`);
			return answer.value;
		}

		if (isLimitRefusal(answer)) {
			await waitForSlot(session, answer, attempted, polling, deadline);
			continue;
		}
		if (!mayHaveBeenTaken(answer)) throw apiError(session, answer, { attempted });

		const job = await lookForJob(session, wanted, knownBefore);
		if (job.state === 'found') {
			session.queuedJobIds.add(job.jobId);
			log(session, `Found export job ${job.jobId}, whose queueing was not answered`);
			return job.jobId;
		}
		if (job.state !== 'absent' || !hasCertainlyFailed(answer)) {
			throw apiError(session, answer, {
				attempted,
				detail: 'It is not certain whether Clari queued the export.',
				todo: "Look for it with 'Export Job: Get Many' and fetch it with 'Forecast Export: Get Result' before you run this again: each run costs an export.",
			});
		}
		if (attempt >= session.retry.maxAttempts) {
			throw apiError(session, answer, { attempted, detail: 'No job was queued.' });
		}
		attempt++;
	}
}

/**
 * Waits until a job is done.
 *
 * @param followFailed go on waiting after FAILED, because Clari itself was asked to try again (`schedule`)
 * @returns the finished job
 * @throws NodeApiError, NodeOperationError: both name the job, which can be fetched later at no cost
 */
export async function waitForJob(
	session: ClariSession,
	jobId: string,
	polling: Polling,
	followFailed = false,
): Promise<ExportJob> {
	const deadline = Date.now() + polling.timeoutMs;
	let pause = polling.firstWaitMs;
	let lastStatus = '';
	for (;;) {
		if (pause > 0 && !(await pauseUntil(session, pause, deadline))) {
			throw jobError(
				session,
				`Stopped waiting for export job ${jobId}: the execution was cancelled`,
				resumeHint(jobId),
			);
		}
		const answer = await getJob(session, jobId, deadline);
		if (!answer.ok && isPassing(answer) && Date.now() < deadline) {
			// Clari goes on with the job while its API does not answer: so does the waiting.
			log(session, `The status of export job ${jobId} is not known yet`);
			pause = nextPause(pause, polling);
			continue;
		}
		if (!answer.ok) {
			throw apiError(session, answer, {
				attempted: `Could not read the status of export job ${jobId}`,
				jobId,
			});
		}
		const job = answer.value;
		if (job.status !== lastStatus) log(session, `Export job ${jobId} is ${job.status}`);
		lastStatus = job.status;

		if (job.state === 'done') return job;
		if (job.state === 'ended' && !(followFailed && job.status === 'FAILED')) {
			throw endedError(session, job);
		}
		if (Date.now() >= deadline) throw timeoutError(session, job, polling);
		pause = nextPause(pause, polling);
	}
}

/** Downloads the file of a finished job. */
export async function fetchResult(session: ClariSession, job: ExportJob): Promise<FileAnswer> {
	const answer = await downloadResult(session, job);
	if (answer.ok) return answer;
	throw apiError(session, answer, {
		attempted: `Could not download the result of export job ${job.jobId}`,
		jobId: job.jobId,
		...expiry(job),
	});
}

/** An n8n error for a failed request of this session. */
export function apiError(
	session: ClariSession,
	failure: HttpFailure,
	subject: { attempted: string; jobId?: string; detail?: string; todo?: string },
) {
	return toClariError(session.context.getNode(), failure, {
		...subject,
		itemIndex: session.itemIndex,
		secrets: session.connection.secrets,
	});
}

/** An n8n error about a job; the message names the job, the description says what to do. */
export function jobError(
	session: ClariSession,
	message: string,
	description: string,
): NodeOperationError {
	const { itemIndex, connection, context } = session;
	return new NodeOperationError(
		context.getNode(),
		redactSecrets(`${message} [item ${itemIndex}]`, connection.secrets),
		{ itemIndex, description: redactSecrets(description, connection.secrets) },
	);
}

/** The jobs there were before, or `undefined` when they cannot be listed. */
async function knownJobIds(session: ClariSession): Promise<ReadonlySet<string> | undefined> {
	const answer = await listJobs(session);
	return answer.ok ? new Set(answer.value.map((job) => job.jobId)) : undefined;
}

function isLimitRefusal(failure: HttpFailure): boolean {
	return readVendorAnswer(failure.answer).code === 'export_monthly_quota_reached';
}

function mayHaveBeenTaken(failure: HttpFailure): boolean {
	return failure.delivery === 'unknown' || (failure.status ?? 0) >= 500 || failure.status === 408;
}

/**
 * Whether Clari itself says that it could not do it. A gateway's 502 or 504 says only that the gateway got no answer:
 * the request may still be under way.
 */
function hasCertainlyFailed({ status, answer }: HttpFailure): boolean {
	return status === 500 && readVendorAnswer(answer).code !== undefined;
}

type Search = { state: 'found'; jobId: string } | { state: 'absent' } | { state: 'unclear' };

async function lookForJob(
	session: ClariSession,
	{ forecastId, body }: ForecastExport,
	knownBefore: ReadonlySet<string> | undefined,
): Promise<Search> {
	// Without knowing what was there before, any job found could belong to somebody else's run.
	if (knownBefore === undefined) return { state: 'unclear' };
	let ambiguous = false;
	for (const pause of LOOK_AFTER_MS) {
		if (!(await waitUnlessCancelled(pause, session.signal))) return { state: 'unclear' };
		const answer = await listJobs(session);
		if (!answer.ok) return { state: 'unclear' };
		const others = new Set([...knownBefore, ...session.queuedJobIds]);
		const found = findNewJob(answer.value, others, {
			forecastId,
			timePeriod: body.timePeriod,
			format: body.exportFormat ?? 'JSON',
			currency: body.currency,
		});
		if (found.job) return { state: 'found', jobId: found.job.jobId };
		ambiguous = found.ambiguous;
	}
	return { state: ambiguous ? 'unclear' : 'absent' };
}

/**
 * Clari answers with one code for two limits. Jobs at a time free up, so that is waited for; the quota of 30 days does
 * not, so that stops the run with the figures.
 */
async function waitForSlot(
	session: ClariSession,
	refusal: HttpFailure,
	attempted: string,
	polling: Polling,
	deadline: number,
): Promise<void> {
	const answer = await getLimits(session);
	if (!answer.ok) throw apiError(session, refusal, { attempted });
	const limits = answer.value;
	if (limits.availableMonthlyQuota !== undefined && limits.availableMonthlyQuota <= 0) {
		throw apiError(session, refusal, { attempted, detail: quotaText(limits) });
	}
	if (Date.now() >= deadline) {
		throw apiError(session, refusal, { attempted, detail: slotText(limits) });
	}
	log(session, `Waiting for a free export slot. ${slotText(limits)}`);
	if (!(await pauseUntil(session, Math.max(polling.firstWaitMs, 1_000), deadline))) {
		throw apiError(session, { ...refusal, networkCode: 'CANCELLED' }, { attempted });
	}
}

function quotaText({ availableMonthlyQuota, monthlyQuota }: ExportLimits): string {
	return `${availableMonthlyQuota ?? 0} of ${monthlyQuota ?? 'an unknown number of'} exports are left in this window of 30 days.`;
}

function slotText(limits: ExportLimits): string {
	// A running job stands in both lists.
	const running = new Set([...limits.runningJobIds, ...limits.submittedJobIds]).size;
	return `All ${limits.concurrentLimit ?? 'available'} export slots are taken (${running} jobs running or queued).`;
}

async function pauseUntil(session: ClariSession, ms: number, deadline: number): Promise<boolean> {
	return await waitUnlessCancelled(
		Math.min(ms, Math.max(0, deadline - Date.now())),
		session.signal,
	);
}

function endedError(session: ClariSession, job: ExportJob): NodeOperationError {
	const todo =
		job.status === 'FAILED'
			? "Clari could not make this export. Look at the tab in Clari, then run the node again; 'Server-Side Retries' under Options lets Clari itself try again. See with 'Account: Get Limits' whether the attempt was counted."
			: 'Somebody cancelled the job in Clari or by the API. Run the node again when the export is wanted.';
	return jobError(
		session,
		`Export job ${job.jobId} ended as ${job.status}, without a result`,
		todo,
	);
}

function timeoutError(session: ClariSession, job: ExportJob, polling: Polling): NodeOperationError {
	const minutes = Math.round(polling.timeoutMs / 6_000) / 10;
	const word = job.state === 'unknown' ? ` (a status that this node does not know)` : '';
	return jobError(
		session,
		`Export job ${job.jobId} was still ${job.status}${word} after ${minutes} minutes`,
		`Clari goes on working on it. ${resumeHint(job.jobId)} Raise 'Timeout' under Polling for exports of this size.`,
	);
}

function expiry(job: ExportJob): { detail?: string } {
	if (job.expiredTime === undefined || job.expiredTime > Date.now()) return {};
	return { detail: `The file expired on ${new Date(job.expiredTime).toISOString()}.` };
}

function periodText({ body }: ForecastExport): string {
	return body.timePeriod ? ` for ${body.timePeriod}` : '';
}

function log(session: ClariSession, message: string): void {
	session.context.logger.info(message, { itemIndex: session.itemIndex });
}
