import { CSV_COLUMNS, rowsOfCsv } from '../../shared/forecast/clariExport/csv';
import { periodsOfFiveLists, rowsOfFiveLists } from '../../shared/forecast/clariExport/fiveLists';
import { isFlat, rowsOfFlatEntries } from '../../shared/forecast/clariExport/flatRows';
import type { ForecastRow } from '../../shared/forecast/forecastRow';
import type { FileAnswer } from '../../shared/http/outcome';
import { isRecord } from '../../shared/json/read';
import type { ExportJob } from '../jobs';
import { periodIn } from '../jobs';

/** Rows of one export, and what a user should know about them. */
export interface ForecastResult {
	rows: ForecastRow[];
	/** Set when the export is of another fiscal quarter than asked: Clari falls back to the current one silently. */
	otherPeriod?: string;
	/** Sentences for people, without the period at the end. */
	warnings: string[];
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

function truncation(job: ExportJob): string[] {
	return job.truncated ? ['Clari cut off rows or cells: the export is incomplete'] : [];
}

/**
 * Another quarter than asked: what Clari gives when it does not know the period, for example because of a typing error.
 * Ids of another kind (months, years) prove nothing either way.
 */
function mismatch(asked: string | undefined, found: string[]): { otherPeriod?: string } {
	if (asked === undefined || found.includes(asked)) return {};
	const other = found.find((period) => FISCAL_QUARTER.test(period));
	return other === undefined ? {} : { otherPeriod: other };
}
