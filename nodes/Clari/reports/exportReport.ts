import type { ExportKind } from '../exports/exportRequest';
import type { ExportProgress } from '../exports/progress';
import { readFileName } from '../jobs';
import { isoOf } from '../results/epoch';

/**
 * What became of one export: flat and of scalars, so that it fits into a Data Table or a database as it is. Times are
 * ISO date-times, durations milliseconds, `null` what is not known.
 */
export type ExportReport = {
	/** The same for the same export of the same execution: a key for an upsert. */
	reportId: string;
	jobId: string | null;
	export: ExportKind;
	operation: ReportedOperation;
	forecastId: string | null;
	/** The period that was asked for, or else the quarter in the name of the file. */
	timePeriod: string | null;
	/** Whom it was asked of: two organizations have the same address, so the name of the credential, too. */
	host: string;
	credential: string;
	/** What was asked for beside tab and quarter, in words: `forecast, quota; scope 4102::MGR; EUR; all weeks`. */
	request: string | null;
	outcome: 'completed' | 'failed';
	/** The vendor's word, as it was seen last. */
	jobStatus: string | null;
	errorMessage: string | null;
	startedAt: string;
	finishedAt: string;
	/** When Clari began to make the export, or else when it was asked for: the values are of then or later. */
	dataAsOf: string | null;
	/** Waiting for a free slot; `null`, like the next three, when that was not done. */
	slotWaitMs: number | null;
	/** Asking for the job: not for one that was running or done already. */
	queueMs: number | null;
	/** The job itself, by the vendor's clock where it tells; of a job that began before, by nothing else. */
	runMs: number | null;
	downloadMs: number | null;
	totalMs: number;
	/** Requests for the status of the job. */
	polls: number;
	/** Jobs that were queued for this export. */
	attempts: number;
	/** Whether it took over a job that was running already. */
	adopted: boolean;
	rows: number | null;
	bytes: number | null;
	truncated: boolean | null;
	/**
	 * Whether its rows came out of the node. Not so when another export of the same run failed: this one is done, and can
	 * be fetched by its job.
	 */
	delivered: boolean;
	/** What is left of the organization's quota, and how large it is. */
	quotaLeft: number | null;
	quotaTotal: number | null;
	slotsFree: number | null;
	/** Names separated by commas. */
	checksPassed: string;
	checksFailed: string;
	workflowId: string;
	workflowName: string;
	executionId: string;
	/** How the execution was started, in n8n's word. */
	mode: string;
};

export type ReportedOperation = 'run' | 'getResult';

/** Which export a report is about. */
export interface ReportSubject {
	kind: ExportKind;
	operation: ReportedOperation;
	forecastId?: string;
	timePeriod?: string;
	/** See `requestText`. */
	request?: string;
}

/** Where and when it ran, and for whom. */
export type ReportOrigin = Pick<
	ExportReport,
	'reportId' | 'host' | 'credential' | 'workflowId' | 'workflowName' | 'executionId' | 'mode'
>;

/**
 * Makes the report of an export that has ended.
 *
 * @param errorMessage without secrets; absent when the export was completed
 */
export function exportReport(
	{ reportId, host, credential, ...origin }: ReportOrigin,
	{ kind, operation, forecastId, timePeriod, request }: ReportSubject,
	progress: ExportProgress,
	finishedAt: number,
	errorMessage?: string,
): ExportReport {
	const { startedAt, limits, fileName = '' } = progress;
	const file = kind === 'forecast' ? readFileName(fileName) : undefined;
	return {
		reportId,
		jobId: progress.jobId ?? null,
		export: kind,
		operation,
		forecastId: forecastId ?? file?.tab ?? null,
		timePeriod: timePeriod ?? file?.period ?? null,
		host,
		credential,
		request: request ?? null,
		outcome: errorMessage === undefined ? 'completed' : 'failed',
		jobStatus: progress.jobStatus ?? null,
		errorMessage: errorMessage ?? null,
		startedAt: new Date(startedAt).toISOString(),
		finishedAt: new Date(finishedAt).toISOString(),
		dataAsOf: isoOf(progress.madeAt),
		...phasesOf(operation, progress),
		totalMs: finishedAt - startedAt,
		polls: progress.polls,
		attempts: progress.attempts,
		adopted: progress.adopted !== undefined,
		rows: progress.rows ?? null,
		bytes: progress.bytes ?? null,
		truncated: progress.truncated ?? null,
		delivered: errorMessage === undefined,
		quotaLeft: limits?.availableMonthlyQuota ?? null,
		quotaTotal: limits?.monthlyQuota ?? null,
		slotsFree: limits?.availableConcurrentLimit ?? null,
		checksPassed: progress.checksThat(true),
		checksFailed: progress.checksThat(false),
		...origin,
	};
}

/** A phase that did not happen took no time, which is not the same as 0: percentiles would count it. */
function phasesOf(
	operation: ReportedOperation,
	{ attempts, slotWaitMs, queueMs, runMs, isRunTold, downloadMs, bytes }: ExportProgress,
): Pick<ExportReport, 'slotWaitMs' | 'queueMs' | 'runMs' | 'downloadMs'> {
	const hasQueued = attempts > 0;
	return {
		slotWaitMs: operation === 'run' && (hasQueued || slotWaitMs > 0) ? slotWaitMs : null,
		queueMs: hasQueued || queueMs > 0 ? queueMs : null,
		runMs: isRunTold || (hasQueued && runMs > 0) ? runMs : null,
		downloadMs: bytes !== undefined || downloadMs > 0 ? downloadMs : null,
	};
}
