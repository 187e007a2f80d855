import { readVendorAnswer, resumeHint } from '../errors';
import type { ExportJob } from '../jobs';
import { isCancelled } from '../jobs';
import { apiError, jobError, log } from '../sessionReport';
import type { ClariSession } from '../transport';
import { cancelJob, getJob } from '../transport';
import type { Beginning } from './begin';
import { beginExport } from './begin';
import type { ExportRequest } from './exportRequest';
import { isRetriedByClari } from './exportRequest';
import type { ExportSettings } from './exportSettings';
import type { ExportProgress } from './progress';
import { QueuedJobs } from './queuedJobs';
import { endedError, followJob, timeoutError } from './wait';

/**
 * Brings one export to its end: takes over a job of the same request that is running, or queues one; waits for it; and
 * cancels and queues again what is not done in time, as often as the user wants.
 *
 * @returns the finished job
 * @throws NodeApiError, NodeOperationError that name the job, once there is one
 */
export async function completeExport(
	session: ClariSession,
	request: ExportRequest,
	settings: ExportSettings,
	progress: ExportProgress,
	beginning: Beginning = {},
): Promise<ExportJob> {
	const { kind } = request;
	let jobId = await beginExport(session, request, settings, progress, beginning);
	for (let requeues = 0; ; ) {
		const followFailed = isRetriedByClari(request);
		const queued = { kind, jobId };
		const end = await followJob(session, queued, settings.polling, progress, followFailed);
		if (end.how === 'done') return end.job;

		let why: string;
		if (end.how === 'ended') {
			// Whoever queued an adopted job has cancelled it, or it failed: this run has not asked for one yet.
			if (isOwnEnd(progress, end.job)) throw endedError(session, kind, end.job);
			why = `Export job ${jobId}, which was running already, ended as ${end.job.status}.`;
		} else {
			// Clari itself tries a failed job again: a second job would be one too many.
			if (requeues >= settings.requeues || end.job.state === 'ended') {
				throw timeoutError(session, kind, end.job, settings.polling);
			}
			requeues++;
			const given = await giveUp(session, request, end.job, progress);
			if (typeof given !== 'string') return given;
			why = given;
		}
		progress.drop();
		jobId = await beginExport(session, request, settings, progress, { why });
	}
}

/** A job that failed for whoever asked for it in the same moment has failed for this run: another would fail as well. */
function isOwnEnd({ adopted }: ExportProgress, { status }: ExportJob): boolean {
	return adopted === undefined || (adopted === 'process' && status.toUpperCase() === 'FAILED');
}

/**
 * Cancels a job that takes too long, which gives its unit of quota back. A job that another execution has queued, or
 * that was taken over by its looks, is left alone: somebody else may wait for it.
 *
 * @returns what became of it, as a sentence; or the job when it has finished meanwhile: there is nothing to queue again
 * @throws NodeApiError when it is not certain that the job is cancelled
 */
async function giveUp(
	session: ClariSession,
	request: ExportRequest,
	job: ExportJob,
	progress: ExportProgress,
): Promise<ExportJob | string> {
	const { jobId } = job;
	const { kind } = request;
	if (progress.byLooks || progress.adopted === 'process') {
		return `Export job ${jobId}, which may be somebody else's, was not done in time. It was left alone.`;
	}
	const attempted = `Could not cancel export job ${jobId}, which was not done in time`;
	const answer = await cancelJob(session, jobId);
	if (!answer.ok && readVendorAnswer(answer.answer).code !== 'export_failed_to_cancel') {
		throw apiError(session, answer, { attempted, jobId, kind });
	}
	if (!answer.ok || answer.value.successful === false) {
		// It has ended as a rule: done just now, or cancelled by this very request, whose first answer was lost.
		const seen = await getJob(session, jobId);
		if (!seen.ok) throw apiError(session, seen, { attempted, jobId, kind });
		progress.seen(seen.value, progress.runMs);
		if (seen.value.state === 'done') return seen.value;
		if (!isCancelled(seen.value)) {
			if (seen.value.state === 'ended') throw endedError(session, kind, seen.value);
			throw jobError(
				session,
				`${attempted}: it is still ${seen.value.status}`,
				resumeHint(jobId, kind),
			);
		}
	}
	new QueuedJobs(session).forget(jobId);
	log(session, `Canceled export job ${jobId}, which was not done in time`);
	return `Export job ${jobId} was not done in time: it was canceled.`;
}
