import type { ExportJob } from '../jobs';
import { findRunningJob } from '../jobs';
import { apiError, hintOnce, jobError } from '../sessionReport';
import { resumeHint } from '../errors';
import type { ClariSession } from '../transport';
import type { ExportRequest } from './exportRequest';
import type { ExportSettings } from './exportSettings';
import { LastFile } from './lastFile';
import { QueuedJobs } from './queuedJobs';
import type { Survey } from './survey';
import { QUEUED_HERE, jobsOfOtherRequests, requestKey } from './underWay';

/**
 * A job that has been running for longer is taken for stuck: adopting it would let every run fail by its timeout. Longer
 * than the retries of Clari itself (three, 30 minutes apart) with their runs.
 */
export const STUCK_AFTER_MS = 3 * 3_600_000;

/**
 * How it is known that a running job stands for a request: this workflow has queued it (`memory`), another execution of
 * this process has (`process`), or it looks so in the list of jobs (`list`): by tab, period, format and currency only, so
 * the file has to prove the rest.
 */
export type KnownBy = 'memory' | 'process' | 'list';

/** A running job that stands for a request. */
export interface AdoptableJob {
	jobId: string;
	knownBy: KnownBy;
	/** When it was queued, where that is remembered; milliseconds since the epoch. */
	queuedAt?: number;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Looks for a job of the same request that is running already: after a crash, a restart, a timeout or an impatient second
 * click. Jobs of this session are left out, since each of its requests wants a job of its own.
 *
 * @param givenUp jobs that did not do for this export; after one, looks are not trusted any more
 * @throws NodeOperationError when there is one and the user wants none to be running; NodeApiError when that is not known
 */
export function findAdoptable(
	session: ClariSession,
	request: ExportRequest,
	settings: ExportSettings,
	{ jobs, jobsFailure }: Survey,
	givenUp: ReadonlySet<string> = NONE,
): AdoptableJob | undefined {
	const { ifRunning } = settings;
	if (ifRunning === 'queue') return undefined;
	if (ifRunning === 'fail' && jobsFailure !== undefined) {
		const attempted = `Could not queue the export of ${request.subject}`;
		const detail =
			'The list of export jobs could not be read, so it is not known whether one is running already. Nothing was queued.';
		throw apiError(session, jobsFailure, { attempted, detail });
	}
	if (jobs === undefined) return undefined;
	const others = jobs.filter(
		({ jobId }) => !session.queuedJobIds.has(jobId) && !givenUp.has(jobId),
	);
	const certain = findCertain(session, request, others);
	if (certain !== undefined) {
		if (ifRunning === 'adopt') return certain;
		const whose = certain.knownBy === 'memory' ? 'This workflow' : 'Another execution';
		const known = `${whose} has queued it for the same export.`;
		throw alreadyRunning(session, request, certain.jobId, known);
	}
	if (givenUp.size > 0) return undefined;

	const { job, candidates } = findByLooks(session, request, others);
	const [running] = candidates;
	if (ifRunning === 'fail' && running !== undefined) {
		const known =
			'It is of the same tab, period and format; Clari does not tell its types and scope.';
		throw alreadyRunning(session, request, running.jobId, known);
	}
	if (job === undefined) return undefined;
	if (canVerify(session, request, settings)) return { jobId: job.jobId, knownBy: 'list' };
	const why = settings.verifiesFile
		? 'the workflow remembers no completed run of this export, which the file could be compared with'
		: 'this operation does not see the file, by which that could be verified';
	hintOnce(
		session,
		`Export job ${job.jobId} looks like the same export [item ${session.itemIndex}], but Clari does not tell its types and scope, and ${why}: it is not adopted.`,
	);
	return undefined;
}

/**
 * Whether it can be verified that a job is of the same request, once its file is there: by the file of the last completed
 * run. Otherwise waiting for it would be of no use.
 */
export function canVerify(
	session: ClariSession,
	request: ExportRequest,
	{ verifiesFile }: ExportSettings,
): boolean {
	return verifiesFile && new LastFile(session, request).read() !== undefined;
}

/** The error about a job that is running although the user wants none to be. */
export function alreadyRunning(
	session: ClariSession,
	{ subject, kind }: ExportRequest,
	jobId: string,
	known: string,
) {
	return jobError(
		session,
		`Could not queue the export of ${subject}: export job ${jobId} is running already`,
		`${known} ${resumeHint(jobId, kind)} Set 'If Already Running' to Adopt or Queue Another to go on.`,
	);
}

/** A job that this workflow or this process has queued for the same request, and that is running. */
function findCertain(
	session: ClariSession,
	request: ExportRequest,
	jobs: readonly ExportJob[],
): AdoptableJob | undefined {
	const here = QUEUED_HERE.get(requestKey(session, request));
	const known = [
		{ knownBy: 'memory', queued: new QueuedJobs(session).jobOf(request) },
		{ knownBy: 'process', queued: here },
	] as const;
	for (const { knownBy, queued } of known) {
		const job = jobs.find(({ jobId, state }) => jobId === queued?.jobId && state === 'running');
		if (job !== undefined && !isStuck(job.startTime ?? queued?.queuedAt)) {
			return { jobId: job.jobId, knownBy, queuedAt: queued?.queuedAt };
		}
	}
	return undefined;
}

/**
 * A job that looks like one of this request. One that does not say when it started may have been stuck for weeks, so it
 * is never adopted; it still counts as one that could be meant.
 */
function findByLooks(
	session: ClariSession,
	request: ExportRequest,
	jobs: readonly ExportJob[],
): ReturnType<typeof findRunningJob> {
	const found = findRunningJob(
		jobs.filter(({ startTime }) => startTime === undefined || !isStuck(startTime)),
		request.fingerprint,
		new Set([
			...new QueuedJobs(session).jobsOfOthers(request),
			...jobsOfOtherRequests(session, request),
		]),
	);
	if (found.job === undefined || found.job.startTime !== undefined) return found;
	hintOnce(
		session,
		`Export job ${found.job.jobId} looks like the same export, but Clari does not say when it started [item ${session.itemIndex}]: it may be stuck, so it is not adopted.`,
	);
	return { candidates: found.candidates };
}

/** @param startedAt milliseconds since the epoch; what is not known is not stuck */
function isStuck(startedAt: number | undefined): boolean {
	return startedAt !== undefined && startedAt < Date.now() - STUCK_AFTER_MS;
}
