import { CSV_COLUMNS, rowsOfCsv } from '../../shared/forecast/clariExport/csv';
import { periodsOfFiveLists, rowsOfFiveLists } from '../../shared/forecast/clariExport/fiveLists';
import { isFlat, rowsOfFlatEntries } from '../../shared/forecast/clariExport/flatRows';
import type { ForecastRow } from '../../shared/forecast/forecastRow';
import type { FileAnswer } from '../../shared/http/outcome';
import { isRecord, readRecords, readText } from '../../shared/json/read';
import type { ExportJob } from '../jobs';
import { periodIn } from '../jobs';
import { topOfRows, topOfUsers } from './hierarchyTop';

/** Rows of one export, and what a user should know about them. */
export interface ForecastResult {
	rows: ForecastRow[];
	/** First and last day of the periods of the file; or, where it tells none, of the weeks that its rows have. */
	periods: PeriodDays[];
	/** Stands for the top of the hierarchy; absent when the file does not tell it. */
	top?: string;
	/** Set when the export is of another fiscal quarter than asked: Clari falls back to the current one silently. */
	otherPeriod?: string;
	/** Whether the file tells that it is of the period that was asked for. */
	periodVerified: boolean;
	/** Sentences for people, without the period at the end. */
	warnings: string[];
}

/** Days as `YYYY-MM-DD`. */
export interface PeriodDays {
	/** Clari's name of the period; absent when only the weeks of the rows are known. */
	timePeriod?: string;
	startDate: string;
	endDate: string;
}

/** A result that is none of the shapes that Clari is known to send. */
export interface UnreadableResult {
	unreadable: string;
}

const FISCAL_QUARTER = /^\d{4}_Q[1-4]$/;

/**
 * Reads the file of an export: five lists, flat entries, or the 12-column CSV.
 *
 * @param asked the period that was asked for, if one was
 */
export function readResult(
	file: FileAnswer,
	job: ExportJob,
	asked: string | undefined,
): ForecastResult | UnreadableResult {
	if (file.data === undefined) return readCsv(file.body.toString('utf8'), job, asked);
	const { data } = file;
	if (!isRecord(data) || !Array.isArray(data.entries)) {
		return { unreadable: 'a JSON file without the list entries' };
	}
	const flat = isFlat(data);
	const rows = flat ? rowsOfFlatEntries(data, asked) : rowsOfFiveLists(data);
	const found = flat ? [...new Set(rows.map((row) => row.timePeriod))] : periodsOfFiveLists(data);
	const withoutValue = rows.filter((row) => row.value === undefined).length;
	return {
		rows: rows.map((row) => withJob(row, job)),
		periods: daysOf(data.timePeriods) ?? weeksOf(rows),
		top: topOfUsers(data.users),
		...mismatch(asked, found),
		warnings: [
			...truncation(job),
			...(withoutValue > 0 && !flat
				? [
						`${withoutValue} rows carry no value of a known type: they have no value, which is not the same as 0`,
					]
				: []),
		],
	};
}

function readCsv(
	content: string,
	job: ExportJob,
	asked: string | undefined,
): ForecastResult | UnreadableResult {
	const { rows, missingColumns, unreadableValues } = rowsOfCsv(content, job.currency);
	if (missingColumns.length > CSV_COLUMNS.length / 2) {
		return { unreadable: 'a text without the header of a Clari CSV export' };
	}
	// Labels such as "FY26 Q1" do not say which quarter they mean; the name of the file does.
	const period = job.fileName === undefined ? undefined : periodIn(job.fileName);
	return {
		rows: rows.map((row) => withJob(row, job)),
		periods: weeksOf(rows),
		top: topOfRows(rows),
		...mismatch(asked, period === undefined ? [] : [period]),
		warnings: [
			...truncation(job),
			...(missingColumns.length > 0 ? [`the file has no column ${missingColumns.join(', ')}`] : []),
			...(unreadableValues > 0
				? [`${unreadableValues} values are no numbers: they stand as text in rawValue`]
				: []),
			...(asked !== undefined && period === undefined
				? [`a CSV does not say which quarter it is of, so ${asked} could not be verified`]
				: []),
		],
	};
}

function withJob(row: ForecastRow, job: ExportJob): ForecastRow {
	row.jobId = job.jobId;
	if (job.truncated) row.truncated = true;
	return row;
}

function daysOf(timePeriods: unknown): PeriodDays[] | undefined {
	const periods = readRecords(timePeriods).flatMap((period) => {
		const startDate = readText(period.startDate);
		const endDate = readText(period.endDate);
		if (startDate === undefined || endDate === undefined) return [];
		return { timePeriod: readText(period.timePeriodId), startDate, endDate };
	});
	return periods.length > 0 ? periods : undefined;
}

/** From the first day of the earliest week to the last of the latest. */
function weeksOf(rows: ForecastRow[]): PeriodDays[] {
	let first: string | undefined;
	let last: string | undefined;
	for (const { weekStart, weekEnd } of rows) {
		if (isDay(weekStart) && (first === undefined || weekStart < first)) first = weekStart;
		if (isDay(weekEnd) && (last === undefined || weekEnd > last)) last = weekEnd;
	}
	return first === undefined || last === undefined ? [] : [{ startDate: first, endDate: last }];
}

/** A CSV may have days in another notation, which then stand there as they are. */
function isDay(text: string | null | undefined): text is string {
	return /^\d{4}-\d\d-\d\d$/.test(text ?? '');
}

function truncation(job: ExportJob): string[] {
	return job.truncated ? ['Clari cut off rows or cells: the export is incomplete'] : [];
}

/**
 * Another quarter than asked: what Clari gives when it does not know the period, for example because of a typing error.
 * Ids of another kind (months, years) prove nothing either way.
 */
function mismatch(
	asked: string | undefined,
	found: string[],
): Pick<ForecastResult, 'otherPeriod' | 'periodVerified'> {
	if (asked === undefined || found.includes(asked)) return { periodVerified: asked !== undefined };
	const other = found.find((period) => FISCAL_QUARTER.test(period));
	return { periodVerified: false, ...(other !== undefined && { otherPeriod: other }) };
}
