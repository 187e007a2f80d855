import { isRecord, readNumber, readText, readTexts } from '../shared/json/read';

/** An export job as the vendor describes it, with its state made clear. */
export interface ExportJob {
	jobId: string;
	/** The vendor's word: SCHEDULED, STARTED, DONE, FAILED, CANCELLED, ABORTED, or one that is new to us. */
	status: string;
	state: JobState;
	/** The vendor cut off rows or cells: the file is incomplete. */
	truncated: boolean;
	currency?: string;
	fileName?: string;
	fileType?: string;
	/** Where the file is, on APIs that say so (profile v1 only). */
	downloadUrl?: string;
	/** Milliseconds since the epoch. */
	startTime?: number;
	endTime?: number;
	expiredTime?: number;
	/** Everything the vendor sent. */
	raw: Record<string, unknown>;
}

/** `unknown`: a status word that we have not seen; treated as running, and named when the time is up. */
export type JobState = 'running' | 'done' | 'ended' | 'unknown';

/**
 * Status words. v4: Clari API Reference 5.0.0. PENDING, RUNNING and COMPLETED belong to profile v1, which no vendor
 * source confirms.
 */
const STATES: ReadonlyMap<string, JobState> = new Map([
	['SCHEDULED', 'running'],
	['STARTED', 'running'],
	['DONE', 'done'],
	['FAILED', 'ended'],
	['CANCELLED', 'ended'],
	['ABORTED', 'ended'],
	['PENDING', 'running'],
	['RUNNING', 'running'],
	['COMPLETED', 'done'],
]);

/**
 * Reads one job. The reference shows it bare, working clients read it under `job`: both are accepted.
 *
 * @returns `undefined` when the payload is no job
 */
export function readJob(payload: unknown): ExportJob | undefined {
	if (!isRecord(payload)) return undefined;
	const raw = isRecord(payload.job) ? payload.job : payload;
	const jobId = readText(raw.jobId) ?? readText(raw.id);
	const status = readText(raw.status);
	if (jobId === undefined || status === undefined) return undefined;
	return {
		jobId,
		status,
		state: STATES.get(status.toUpperCase()) ?? 'unknown',
		truncated: raw.rowsTruncated === true || raw.cellsTruncated === true,
		currency: readText(raw.currency),
		fileName: readText(raw.fileName),
		fileType: readText(raw.fileType),
		downloadUrl: readText(raw.downloadUrl),
		startTime: milliseconds(raw.startTime),
		endTime: milliseconds(raw.endTime),
		expiredTime: milliseconds(raw.expiredTime),
		raw,
	};
}

/**
 * Reads a list of jobs: a bare array (reference) or one under `jobs`.
 *
 * @returns `undefined` when the payload is no list; entries that are no jobs are left out
 */
export function readJobs(payload: unknown): ExportJob[] | undefined {
	const list = Array.isArray(payload) ? payload : isRecord(payload) ? payload.jobs : undefined;
	if (!Array.isArray(list)) return undefined;
	return list.flatMap((entry) => readJob(entry) ?? []);
}

/** Reads the answer to a queued export: `{ jobId }`, bare or under `job`. */
export function readQueuedJobId(payload: unknown): string | undefined {
	if (!isRecord(payload)) return undefined;
	const holder = isRecord(payload.job) ? payload.job : payload;
	return readText(holder.jobId) ?? readText(holder.id);
}

/** What tells one export request from another in the list of jobs. */
export interface ExportFingerprint {
	forecastId: string;
	timePeriod?: string;
	format: 'JSON' | 'CSV';
	currency?: string;
}

/** The job that was looked for; `ambiguous` when there are new jobs of which it cannot be told. */
export interface NewJob {
	job?: ExportJob;
	ambiguous: boolean;
}

/**
 * Finds the job that a request without an answer may have created: the only one that was not there before and whose
 * file is named after the same tab and period. The vendor has no idempotency key, so a job that could be somebody
 * else's is never taken.
 */
export function findNewJob(
	jobs: ExportJob[],
	knownBefore: ReadonlySet<string>,
	wanted: ExportFingerprint,
): NewJob {
	const fresh = jobs.filter((job) => !knownBefore.has(job.jobId));
	const ours = fresh.filter((job) => isOurs(job, wanted) === true);
	const [job, ...more] = ours;
	if (job && more.length === 0) return { job, ambiguous: false };
	return { ambiguous: fresh.some((candidate) => isOurs(candidate, wanted) !== false) };
}

/** `undefined` when the job does not tell: a name of another form, or none yet. */
function isOurs(job: ExportJob, wanted: ExportFingerprint): boolean | undefined {
	if (job.fileType !== undefined && job.fileType.toUpperCase() !== wanted.format) return false;
	if (wanted.currency !== undefined && job.currency !== undefined) {
		if (job.currency !== wanted.currency) return false;
	}
	const name = /^clari_export_(.+?)_(\d{4}_Q[1-4])/.exec(job.fileName ?? '');
	if (name === null) return undefined;
	if (name[1] !== wanted.forecastId) return false;
	return wanted.timePeriod === undefined || name[2] === wanted.timePeriod;
}

/** The quarter in the name of an export file (`clari_export_forecast_2026_Q1….json`). */
export function periodIn(fileName: string): string | undefined {
	return /\d{4}_Q[1-4]/.exec(fileName)?.[0];
}

/** Quota and concurrency of an organization. Source: GET /admin/limits, Clari API Reference 5.0.0. */
export interface ExportLimits {
	/** Jobs that may be queued or running at a time. */
	concurrentLimit?: number;
	availableConcurrentLimit?: number;
	/** Exports in a rolling window of 30 days. */
	monthlyQuota?: number;
	availableMonthlyQuota?: number;
	runningJobIds: string[];
	submittedJobIds: string[];
}

/** Reads the answer of GET /admin/limits; the figures stand under `jobs`. */
export function readLimits(payload: unknown): ExportLimits | undefined {
	if (!isRecord(payload)) return undefined;
	const jobs = isRecord(payload.jobs) ? payload.jobs : payload;
	const limits: ExportLimits = {
		concurrentLimit: readNumber(jobs.concurrentLimit),
		availableConcurrentLimit: readNumber(jobs.availableConcurrentLimit),
		monthlyQuota: readNumber(jobs.monthlyQuota),
		availableMonthlyQuota: readNumber(jobs.availableMonthlyQuota),
		runningJobIds: readTexts(jobs.runningJobIds),
		submittedJobIds: readTexts(jobs.submittedJobIds),
	};
	const empty = limits.concurrentLimit === undefined && limits.monthlyQuota === undefined;
	return empty ? undefined : limits;
}

function milliseconds(value: unknown): number | undefined {
	return readNumber(typeof value === 'string' ? Number(value) : value);
}
