import type { NodeOperationError } from 'n8n-workflow';

import type { FileAnswer } from '../../shared/http/outcome';
import { isPassing } from '../../shared/http/request';
import type { Polling } from '../../shared/polling/polling';
import { nextPause } from '../../shared/polling/polling';
import { resumeHint } from '../errors';
import type { ExportJob } from '../jobs';
import { apiError, jobError, log } from '../sessionReport';
import type { ClariSession } from '../transport';
import { downloadResult, getJob } from '../transport';
import type { ExportKind, QueuedExport } from './exportRequest';
import { pauseUntil } from './pause';
import { ExportProgress } from './progress';
import { QueuedJobs } from './queuedJobs';
import { forgetHere } from './underWay';

/** How the waiting for a job ended. */
export interface JobEnd {
	/** `ended`: without a result. `late`: not in time. */
	how: 'done' | 'ended' | 'late';
	job: ExportJob;
}

/**
 * Waits until a job has ended or the time is up.
 *
 * @param followFailed go on waiting after FAILED, because Clari itself was asked to try again (`schedule`)
 * @throws NodeApiError, NodeOperationError when it cannot be told: both name the job
 */
export async function followJob(
	session: ClariSession,
	{ kind, jobId }: QueuedExport,
	polling: Polling,
	progress: ExportProgress,
	followFailed = false,
): Promise<JobEnd> {
	const started = Date.now();
	const deadline = started + polling.timeoutMs;
	let pause = polling.firstWaitMs;
	let lastStatus = '';
	for (;;) {
		if (pause > 0 && !(await pauseUntil(session, pause, deadline))) {
			throw jobError(
				session,
				`Stopped waiting for export job ${jobId}: the execution was canceled`,
				resumeHint(jobId, kind),
			);
		}
		const answer = await getJob(session, jobId, deadline);
		progress.polls++;
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
				kind,
			});
		}
		const job = answer.value;
		progress.seen(job, Date.now() - started);
		if (job.status !== lastStatus) log(session, `Export job ${jobId} is ${job.status}`);
		lastStatus = job.status;

		if (job.state === 'done') return { how: 'done', job };
		if (job.state === 'ended' && !(followFailed && job.status === 'FAILED')) {
			forgetHere(session, jobId);
			return { how: 'ended', job };
		}
		if (Date.now() >= deadline) return { how: 'late', job };
		pause = nextPause(pause, polling);
	}
}

/**
 * Waits until a job is done that was queued before.
 *
 * @returns the finished job
 * @throws NodeApiError, NodeOperationError: both name the job, which can be fetched later at no cost
 */
export async function waitForJob(
	session: ClariSession,
	queued: QueuedExport,
	polling: Polling,
	progress = new ExportProgress(),
): Promise<ExportJob> {
	progress.jobId = queued.jobId;
	const { how, job } = await followJob(session, queued, polling, progress);
	if (how === 'ended') throw endedError(session, queued.kind, job);
	if (how === 'late') throw timeoutError(session, queued.kind, job, polling);
	return job;
}

/** Downloads the file of a finished job. */
export async function fetchResult(
	session: ClariSession,
	kind: ExportKind,
	job: ExportJob,
	progress = new ExportProgress(),
): Promise<FileAnswer> {
	const started = Date.now();
	const answer = await downloadResult(session, job);
	progress.downloadMs += Date.now() - started;
	if (answer.ok) {
		progress.bytes = answer.body.length;
		new QueuedJobs(session).forget(job.jobId);
		return answer;
	}
	throw apiError(session, answer, {
		attempted: `Could not download the result of export job ${job.jobId}`,
		jobId: job.jobId,
		kind,
		...expiry(job),
	});
}

/** The error about a job that has ended without a result. */
export function endedError(
	session: ClariSession,
	kind: ExportKind,
	job: ExportJob,
): NodeOperationError {
	const retries =
		kind === 'forecast' ? "; 'Server-Side Retries' under Options lets Clari itself try again" : '';
	const todo =
		job.status === 'FAILED'
			? `Clari could not make this export. Look at it in Clari, then run the node again${retries}. See with 'Account: Get Limits' whether the attempt was counted.`
			: 'Somebody canceled the job in Clari or by the API. Run the node again when the export is wanted.';
	return jobError(
		session,
		`Export job ${job.jobId} ended as ${job.status}, without a result`,
		todo,
	);
}

/** The error about a job that was not done in time. */
export function timeoutError(
	session: ClariSession,
	kind: ExportKind,
	job: ExportJob,
	polling: Polling,
): NodeOperationError {
	const minutes = Math.round(polling.timeoutMs / 6_000) / 10;
	const word = job.state === 'unknown' ? ` (a status that this node does not know)` : '';
	return jobError(
		session,
		`Export job ${job.jobId} was still ${job.status}${word} after ${minutes} minutes`,
		`Clari goes on working on it. ${resumeHint(job.jobId, kind)} Raise 'Timeout' under Polling for exports of this size.`,
	);
}

function expiry(job: ExportJob): { detail?: string } {
	if (job.expiredTime === undefined || job.expiredTime > Date.now()) return {};
	return { detail: `The file expired on ${new Date(job.expiredTime).toISOString()}.` };
}
