import { resumeHint } from '../../errors';
import type { ExportProgress } from '../../exports/progress';
import type { ExportJob } from '../../jobs';
import type { ForecastResult } from '../../results/readResult';
import { hint, jobError } from '../../sessionReport';
import type { ClariSession } from '../../transport';
import { checkCurrentQuarter } from './checkCurrentQuarter';
import { emptyNotice } from './emptyNotice';
import type { Asked, LoadedForecast } from './loadForecast';
import type { ResultSettings } from './resultParameters';

/**
 * Stops or warns where the export is not what was asked for, and notes each check for the report.
 *
 * @throws NodeOperationError that names the job: its file stays in Clari and can be fetched again
 */
export function checkForecast(
	session: ClariSession,
	{ job, result, unreadable = '' }: LoadedForecast,
	asked: Asked,
	settings: ResultSettings,
	progress: ExportProgress,
): void {
	if (result === undefined) {
		const message = `The result of export job ${job.jobId} is ${unreadable}`;
		// It is passed on as it is.
		if (settings.output === 'file') return hint(session, `${message}.`);
		throw jobError(
			session,
			message,
			`The export is not one that this node can read. ${resumeHint(job.jobId)} Choose File as 'Output' to see it.`,
		);
	}
	noteChecks(job, result, asked, settings, progress);
	if (result.otherPeriod !== undefined) {
		const message = `Export job ${job.jobId} is of ${result.otherPeriod}, not of ${asked.timePeriod ?? ''}`;
		if (settings.ifPeriodDiffers === 'fail') {
			throw jobError(
				session,
				message,
				`Clari answers a period that it does not know with the current quarter. Check 'Periods' and the fiscal calendar in Clari, or set 'If Period Differs' to Warn. ${resumeHint(job.jobId)}`,
			);
		}
		hint(session, `${message}. Clari does not know the period that was asked for.`);
	}
	checkCurrentQuarter(session, job, result, asked, settings, progress);
	if (job.truncated && settings.ifTruncated === 'fail') {
		throw jobError(
			session,
			`Export job ${job.jobId} is incomplete: Clari cut off rows or cells`,
			`Export less at a time (a narrower 'Scope ID', fewer types, no historical weeks), or set 'If Export Is Truncated' to Flag Rows. ${resumeHint(job.jobId)}`,
		);
	}
	for (const warning of result.warnings) hint(session, `Export job ${job.jobId}: ${warning}.`);
	if (result.rows.length < settings.expectedRows) {
		hint(
			session,
			`Export job ${job.jobId} has ${result.rows.length} rows, fewer than the ${settings.expectedRows} that are expected.`,
		);
	}
	if (result.rows.length > 0) return;
	if (settings.ifEmpty === 'fail') {
		throw jobError(
			session,
			`Export job ${job.jobId} has no rows`,
			`Nobody may have submitted yet, or the token's user does not see this scope. Set 'If Export Is Empty' to Output a Notice to go on without rows. ${resumeHint(job.jobId)}`,
		);
	}
	hint(session, emptyNotice(job, asked).message);
}

/** What cannot be checked is not noted: a period that nobody asked for, or that a CSV does not tell. */
function noteChecks(
	job: ExportJob,
	{ rows, otherPeriod, periodVerified }: ForecastResult,
	asked: Asked,
	{ expectedRows }: ResultSettings,
	progress: ExportProgress,
): void {
	if (asked.timePeriod !== undefined && (periodVerified || otherPeriod !== undefined)) {
		progress.check('period_matches', otherPeriod === undefined);
	}
	progress.check('not_truncated', !job.truncated);
	progress.check('not_empty', rows.length > 0);
	if (expectedRows > 0) progress.check('expected_rows', rows.length >= expectedRows);
}
