import type { HttpFailure } from '../../shared/http/outcome';
import { mayHaveActed } from '../../shared/http/request';
import { waitUnlessCancelled } from '../../shared/http/wait';
import { GET_RESULT, readVendorAnswer } from '../errors';
import type { ExportJob } from '../jobs';
import { findNewJob, lessOneJob } from '../jobs';
import { apiError, log } from '../sessionReport';
import type { ClariSession } from '../transport';
import { listJobs, postExport } from '../transport';
import type { AdoptableJob } from './adopt';
import { canVerify } from './adopt';
import type { ExportRequest } from './exportRequest';
import type { ExportSettings } from './exportSettings';
import type { ExportProgress } from './progress';
import { QueuedJobs } from './queuedJobs';
import { pauseAfterRefusal, waitForRoom } from './room';
import type { Survey } from './survey';
import type { QueuedHere } from './underWay';
import { jobsOfOtherRequests } from './underWay';

/** Pauses before looking for a job whose queueing was not answered: Clari may list it a moment later. */
const LOOK_AFTER_MS = [500, 2_000, 4_000];

/**
 * Queues an export and returns its job id, as soon as there is room for it.
 *
 * Clari has no idempotency key and every job costs a unit of quota, so an unclear end (no answer, a 5xx) is settled by
 * looking for the job in the list: found, it is taken where its file can prove that it is of this request, since somebody
 * else may have queued one like it meanwhile; not found after a 500 of Clari's own, the export is queued again; otherwise
 * the node stops and says so, since the request may still be under way.
 *
 * @param first what Clari has said just now; asked when absent
 * @param findRunning finds a job to take over instead; it is asked again whenever a slot was waited for
 * @throws NodeApiError, NodeOperationError that say what to do
 */
export async function queueExport(
	session: ClariSession,
	wanted: ExportRequest,
	settings: ExportSettings,
	progress: ExportProgress,
	first?: Survey,
	findRunning?: (survey: Survey) => AdoptableJob | undefined,
): Promise<string> {
	const deadline = Date.now() + settings.polling.timeoutMs;
	const attempted = `Could not queue the export of ${wanted.subject}`;
	const aim = { attempted, deadline, findRunning };
	let survey = await waitForRoom(session, aim, settings, progress, first);

	for (let attempt = 1; ; ) {
		const running = findRunning?.(survey);
		if (running !== undefined) return noteAdopted(session, wanted, progress, running);
		const sentAt = Date.now();
		const answer = await postExport(session, wanted);
		const answeredAt = Date.now();
		progress.queueMs += answeredAt - sentAt;
		if (answer.ok) {
			log(session, `Queued export job ${answer.value} of ${wanted.subject}`);
			const queued = { jobId: answer.value, queuedAt: sentAt };
			return noteQueued(session, wanted, progress, survey, queued);
		}

		if (isLimitRefusal(answer)) {
			await pauseAfterRefusal(session, answer, aim, settings, progress);
			survey = await waitForRoom(session, aim, settings, progress);
			continue;
		}
		if (!mayHaveActed(answer)) throw apiError(session, answer, { attempted });

		const job = await lookForJob(session, wanted, survey.jobs);
		progress.queueMs += Date.now() - answeredAt;
		if (job.state === 'found' && canVerify(session, wanted, settings)) {
			log(session, `Found export job ${job.jobId}, whose queueing was not answered`);
			session.queuedJobIds.add(job.jobId);
			progress.queued(job.jobId, sentAt, true);
			return job.jobId;
		}
		if (job.state === 'found') throw unclearError(session, wanted, answer, job.jobId);
		if (job.state !== 'absent' || !hasCertainlyFailed(answer)) {
			throw unclearError(session, wanted, answer);
		}
		if (attempt >= session.retry.maxAttempts) {
			throw apiError(session, answer, { attempted, detail: 'No job was queued.' });
		}
		attempt++;
	}
}

/**
 * The error about an export of which it is not known whether it was queued.
 *
 * @param jobId a job that looks like it, and that nothing proves to be it
 */
function unclearError(
	session: ClariSession,
	{ subject, kind }: ExportRequest,
	answer: HttpFailure,
	jobId?: string,
) {
	const attempted = `Could not queue the export of ${subject}`;
	const doubt = 'It is not certain whether Clari queued the export.';
	const fetch = `fetch it with ${GET_RESULT[kind]} before you run this again: each run costs an export.`;
	if (jobId === undefined) {
		const todo = `Look for it with 'Export Job: Get Many' and ${fetch}`;
		return apiError(session, answer, { attempted, detail: doubt, todo });
	}
	return apiError(session, answer, {
		attempted,
		detail: `${doubt} Export job ${jobId} appeared at that moment and looks like it, but Clari does not tell its types and scope, and there is no earlier run to compare its file with: it may be somebody else's.`,
		todo: `When nobody else exports this tab with the same token, ${fetch}`,
	});
}

function noteAdopted(
	session: ClariSession,
	{ subject }: ExportRequest,
	progress: ExportProgress,
	running: AdoptableJob,
): string {
	const { jobId } = running;
	log(session, `Export job ${jobId} of ${subject} is running already: it is adopted`);
	progress.adopt(running);
	return jobId;
}

function noteQueued(
	session: ClariSession,
	wanted: ExportRequest,
	progress: ExportProgress,
	survey: Survey,
	queued: QueuedHere,
): string {
	const { jobId, queuedAt } = queued;
	session.queuedJobIds.add(jobId);
	progress.queued(jobId, queuedAt, false);
	// Exports of one run share what Clari said before the first of them.
	if (survey.limits) survey.limits = lessOneJob(survey.limits);
	progress.limits = survey.limits;
	new QueuedJobs(session).remember(wanted, queued);
	return jobId;
}

function isLimitRefusal(failure: HttpFailure): boolean {
	return readVendorAnswer(failure.answer).code === 'export_monthly_quota_reached';
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
	wanted: ExportRequest,
	listedBefore: ExportJob[] | undefined,
): Promise<Search> {
	// Without knowing what was there before, any job found could belong to somebody else's run.
	if (listedBefore === undefined) return { state: 'unclear' };
	const knownBefore = listedBefore.map(({ jobId }) => jobId);
	let ambiguous = false;
	for (const pause of LOOK_AFTER_MS) {
		if (!(await waitUnlessCancelled(pause, session.signal))) return { state: 'unclear' };
		const answer = await listJobs(session);
		if (!answer.ok) return { state: 'unclear' };
		// Another execution may have queued one meanwhile that looks alike, and is of other types or another scope.
		const ofOthers = jobsOfOtherRequests(session, wanted);
		const others = new Set([...knownBefore, ...session.queuedJobIds, ...ofOthers]);
		const found = findNewJob(answer.value, others, wanted.fingerprint);
		if (found.job) return { state: 'found', jobId: found.job.jobId };
		ambiguous = found.ambiguous;
	}
	return { state: ambiguous ? 'unclear' : 'absent' };
}
