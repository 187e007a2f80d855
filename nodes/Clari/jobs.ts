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
	/** What it is an export of, in the vendor's word: `FORECAST`. */
	module?: string;
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
		module: readText(raw.module),
		fileName: readText(raw.fileName),
		fileType: readText(raw.fileType),
		downloadUrl: readText(raw.downloadUrl),
		startTime: milliseconds(raw.startTime),
		endTime: milliseconds(raw.endTime),
		expiredTime: milliseconds(raw.expiredTime),
		raw,
	};
}

/** Whether somebody has stopped the job: its unit of quota is given back. */
export function isCancelled({ status }: Pick<ExportJob, 'status'>): boolean {
	return ['ABORTED', 'CANCELLED'].includes(status.toUpperCase());
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

/** What tells one export request from another in the list of jobs; of other exports than forecasts it tells nothing. */
export type ExportFingerprint =
	| {
			kind: 'forecast';
			forecastId: string;
			timePeriod?: string;
			format: 'JSON' | 'CSV';
			currency?: string;
			/** Not told by the list. */
			scopeId?: string;
	  }
	| { kind: 'activity' | 'auditEvents' };

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

/**
 * Finds the running job that may be taken over instead of queueing the same export once more, as far as the list tells:
 * the only running one of the same tab, period, format and currency. What the list does not show (types, scope, weeks)
 * must be verified otherwise.
 *
 * @param knownOthers jobs that are known to be of other requests
 * @returns the job, and all that could be it
 */
export function findRunningJob(
	jobs: ExportJob[],
	wanted: ExportFingerprint,
	knownOthers: ReadonlySet<string>,
): { job?: ExportJob; candidates: ExportJob[] } {
	const candidates = jobs.filter(
		(job) => job.state === 'running' && !knownOthers.has(job.jobId) && isOurs(job, wanted) === true,
	);
	const [job, ...more] = candidates;
	if (job === undefined || more.length > 0 || wanted.kind !== 'forecast') return { candidates };
	// A request without a period or a currency gets Clari's own: the job is of these when nothing in the list speaks
	// against it.
	const ofTab = jobs.filter(
		({ fileName = '' }) => readFileName(fileName)?.tab === wanted.forecastId,
	);
	const period = periodIn(job.fileName ?? '') ?? '';
	const isLatest = ofTab.every(({ fileName = '' }) => (periodIn(fileName) ?? '') <= period);
	const isOnlyCurrency = ofTab.every(({ currency }) => currency === job.currency);
	if (wanted.timePeriod === undefined && !isLatest) return { candidates };
	if (wanted.currency === undefined && !isOnlyCurrency) return { candidates };
	return wanted.scopeId === undefined ? { job, candidates } : { candidates };
}

/** `undefined` when the job does not tell: a name of another form, or none yet. */
function isOurs(job: ExportJob, wanted: ExportFingerprint): boolean | undefined {
	// The word is known for forecasts only (Clari API Reference 5.0.0); a job without it may be anything.
	const isForecast = job.module === undefined ? undefined : job.module.toUpperCase() === 'FORECAST';
	if (wanted.kind !== 'forecast') return isForecast === true ? false : undefined;
	if (isForecast === false) return false;
	if (job.fileType !== undefined && job.fileType.toUpperCase() !== wanted.format) return false;
	if (wanted.currency !== undefined && job.currency !== undefined) {
		if (job.currency !== wanted.currency) return false;
	}
	const name = readFileName(job.fileName ?? '');
	if (name === undefined) return undefined;
	if (name.tab !== wanted.forecastId) return false;
	return wanted.timePeriod === undefined || name.period === wanted.timePeriod;
}

/** Tab and quarter in the name of an export file. Source: samples in the reference, no rule. */
export function readFileName(fileName: string): { tab: string; period: string } | undefined {
	const [, tab, period] = /^clari_export_(.+?)_(\d{4}_Q[1-4])/.exec(fileName) ?? [];
	return tab === undefined || period === undefined ? undefined : { tab, period };
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

/** What is left after one more job has been queued. */
export function lessOneJob(limits: ExportLimits): ExportLimits {
	const { availableMonthlyQuota, availableConcurrentLimit } = limits;
	return {
		...limits,
		...(availableMonthlyQuota !== undefined && {
			availableMonthlyQuota: Math.max(0, availableMonthlyQuota - 1),
		}),
		...(availableConcurrentLimit !== undefined && {
			availableConcurrentLimit: Math.max(0, availableConcurrentLimit - 1),
		}),
	};
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
