import type { ForecastRow } from '../../shared/forecast/forecastRow';
import type { Check } from '../../shared/readiness/check';
import { fail, pass, skip, warn } from '../../shared/readiness/check';
import type { FiscalCalendar } from '../../shared/time/fiscalQuarter';
import { calendarOf, isSameCalendar } from '../../shared/time/fiscalQuarter';
import { fiscalYearSettings, fiscalYearText } from '../fiscalYear';
import type { ExportJob } from '../jobs';
import type { ForecastResult, UnreadableResult } from '../results/readResult';
import { CALENDAR, CONTENT, PERIODS, TYPES } from './names';

/** Whether the file of a finished job holds what a workflow needs. */
export function checkContent(job: ExportJob, result: ForecastResult | UnreadableResult): Check {
	if ('unreadable' in result) {
		return fail(
			CONTENT,
			`The file of job ${job.jobId} is ${result.unreadable}.`,
			"Fetch it with 'Forecast Export: Get Result' and 'Output' File to see what it is.",
		);
	}
	const rows = `${result.rows.length.toLocaleString('en-US')} rows (job ${job.jobId})`;
	if (job.truncated) {
		return fail(
			CONTENT,
			`${rows}, and Clari cut off others: the export is incomplete.`,
			"Export less at a time: a narrower 'Scope ID', fewer types, no historical weeks.",
		);
	}
	if (result.rows.length === 0) {
		return warn(
			CONTENT,
			`The export has no rows (job ${job.jobId}).`,
			"Nobody may have submitted yet, or the token's user does not see this scope.",
		);
	}
	const warning = result.warnings[0];
	if (warning !== undefined) return warn(CONTENT, `${rows}: ${warning}.`, 'Look at the export.');
	return pass(CONTENT, `${rows}.`);
}

/**
 * Whether the types that are wanted have come.
 *
 * @param asked whether this export asked for them; one that was found may have asked for others
 */
export function checkTypes(
	rows: readonly ForecastRow[],
	wanted: readonly string[],
	asked: boolean,
): Check {
	const found = new Set<string>(rows.map(({ type }) => type));
	// Not a type of rows but of a flag on them.
	if (rows.some((row) => 'isUpdated' in row || 'updatedOn' in row)) found.add('forecast_updated');
	const missing = wanted.filter((type) => !found.has(type));
	if (missing.length === 0) return pass(TYPES, `There are rows of ${wanted.join(', ')}.`);
	return warn(
		TYPES,
		`There are no rows of ${missing.join(', ')}.`,
		asked
			? 'Clari took these types and has nothing of them: check that they are in use in this tab.'
			: "This export may not have asked for them. 'Include Test Export' asks for all that are chosen.",
	);
}

/** What came of the export of one period. */
export interface PeriodFound {
	timePeriod: string;
	state: 'covered' | 'empty' | 'otherPeriod' | 'failed';
}

/** Whether the current quarter and those before it can be had. */
export function checkPeriods(periods: readonly PeriodFound[]): Check {
	const of = (state: PeriodFound['state']) =>
		periods.filter((period) => period.state === state).map(({ timePeriod }) => timePeriod);
	const covered = of('covered').join(', ');
	const problems = [
		sentence(of('otherPeriod'), 'Clari knows no such period and gave the current quarter for'),
		sentence(of('failed'), 'The export failed for'),
		sentence(of('empty'), 'There are no rows for'),
	].filter((text) => text !== undefined);
	if (problems.length === 0) return pass(PERIODS, `There are rows for ${covered}.`);
	const detail = [...problems, covered && `There are rows for ${covered}.`]
		.filter(Boolean)
		.join(' ');
	const todo =
		'Check the fiscal calendar in Clari. Clari may hold no numbers from before it was introduced, and none of people who have left.';
	return of('otherPeriod').length + of('failed').length > 0
		? fail(PERIODS, detail, todo)
		: warn(PERIODS, detail, todo);
}

/**
 * Whether exports of the current and previous quarters count as Clari does: by another calendar, the quarter that they take
 * for the current one is another, which Clari knows as well.
 *
 * @param calendar as the exports are set
 */
export function checkCalendar(
	{ periods }: Pick<ForecastResult, 'periods'>,
	calendar: FiscalCalendar,
): Check {
	const [{ timePeriod = '', startDate, endDate } = { startDate: '', endDate: '' }] = periods;
	const theirs = calendarOf({ timePeriod, startDate, endDate });
	if (theirs === undefined) {
		return skip(CALENDAR, 'The export does not tell the days of its quarter.', '');
	}
	const found = `${timePeriod} is ${startDate} to ${endDate}: in Clari the fiscal year ${fiscalYearText(theirs)}`;
	if (isSameCalendar(theirs, calendar)) return pass(CALENDAR, `${found}, as set.`);
	return fail(
		CALENDAR,
		`${found}, while by the settings it ${fiscalYearText(calendar)}.`,
		`Set ${fiscalYearSettings(theirs)}, here and where 'Time Periods' is Current and Previous Quarters.`,
	);
}

function sentence(periods: readonly string[], text: string): string | undefined {
	return periods.length === 0 ? undefined : `${text} ${periods.join(', ')}.`;
}
