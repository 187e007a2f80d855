import { calendarOf, isSameCalendar } from '../../../shared/time/fiscalQuarter';
import { resumeHint } from '../../errors';
import type { ExportProgress } from '../../exports/progress';
import { fiscalYearSettings, fiscalYearText } from '../../fiscalYear';
import type { ExportJob } from '../../jobs';
import { areCurrent } from '../../results/currentPeriod';
import type { ForecastResult } from '../../results/readResult';
import { hint, jobError } from '../../sessionReport';
import type { ClariSession } from '../../transport';
import type { Asked } from './loadForecast';
import type { ResultSettings } from './resultParameters';

/**
 * Checks by the days in the file that a quarter which was counted as the current one is: with another fiscal calendar
 * than Clari's it is one that Clari knows as well, a year or some months off.
 *
 * @throws NodeOperationError with both calendars and what to set
 */
export function checkCurrentQuarter(
	session: ClariSession,
	{ jobId }: ExportJob,
	{ periods, otherPeriod }: ForecastResult,
	{ timePeriod = '', currentBy }: Asked,
	{ ifPeriodDiffers }: ResultSettings,
	progress: ExportProgress,
): void {
	const [period] = periods;
	// Another period than asked is Clari's own current quarter, and told already.
	if (currentBy === undefined || otherPeriod !== undefined) return;
	if (period === undefined) {
		hint(
			session,
			`Export job ${jobId} has no days, so it could not be verified that ${timePeriod} is the current quarter.`,
		);
		return;
	}
	const isCurrent = areCurrent(periods, Date.now());
	progress.check('period_is_current', isCurrent);
	const { startDate, endDate } = period;
	const theirs = calendarOf({ timePeriod: period.timePeriod ?? timePeriod, startDate, endDate });
	const differs = theirs !== undefined && !isSameCalendar(theirs, currentBy);
	const ours = `By the node's settings the fiscal year ${fiscalYearText(currentBy)}`;
	const both = differs
		? `${ours}; in Clari it ${fiscalYearText(theirs)}. Set ${fiscalYearSettings(theirs)}.`
		: `${ours}: compare 'Fiscal Year Starts In' and 'Fiscal Year Named After' with the fiscal calendar in Clari.`;
	if (isCurrent) {
		if (differs)
			hint(session, `${timePeriod} is the current quarter, but will not always be. ${both}`);
		return;
	}
	const message = `Export job ${jobId} is of ${startDate} to ${endDate}, which Clari calls ${timePeriod}: not of the current quarter`;
	if (ifPeriodDiffers === 'warn') return hint(session, `${message}. ${both}`);
	throw jobError(session, message, `${both} ${resumeHint(jobId)}`);
}
