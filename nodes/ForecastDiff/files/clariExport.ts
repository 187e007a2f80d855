import { CSV_COLUMNS, rowsOfCsv } from '../../shared/forecast/clariExport/csv';
import { rowsOfFiveLists } from '../../shared/forecast/clariExport/fiveLists';
import { isFlat, isFlatEntry, rowsOfFlatEntries } from '../../shared/forecast/clariExport/flatRows';
import type { ForecastRow } from '../../shared/forecast/forecastRow';
import { readRecords } from '../../shared/json/read';
import type { TableNotes } from './tableNotes';

/** The lists that the entries of an export refer to. */
const LOOKUPS = ['users', 'fields', 'timePeriods', 'timeFrames'] as const;

/** Whether a JSON object is an export as Clari writes it: five lists, or entries of the flat shape. */
export function isClariExport(data: Record<string, unknown>): boolean {
	if (!Array.isArray(data.entries)) return false;
	if (LOOKUPS.some((list) => Array.isArray(data[list]))) return true;
	const [first] = readRecords(data.entries);
	return first !== undefined && isFlatEntry(first);
}

/** The rows of an export for which `isClariExport` holds, as the Clari node makes them. */
export function rowsOfClariExport(data: Record<string, unknown>, notes: TableNotes): ForecastRow[] {
	notes.isClariExport = true;
	const [first] = readRecords(data.entries);
	if (isFlat(data) || (first !== undefined && isFlatEntry(first))) {
		return rowsOfFlatEntries(data, undefined);
	}
	const rows = rowsOfFiveLists(data);
	const withoutValue = rows.filter((row) => row.value === undefined).length;
	if (withoutValue > 0) {
		notes.warnings.push(
			`${withoutValue} rows of Clari's export carry no value of a known type: they have no value, which is not the same as 0`,
		);
	}
	return rows;
}

/**
 * Whether a CSV is Clari's: both columns that only its exports have, and most of the others. Other tables have owners
 * and weeks as well.
 */
export function isClariHeader(names: readonly string[]): boolean {
	const found = new Set(names.map((name) => name.toLowerCase()));
	const known = CSV_COLUMNS.filter((name) => found.has(name.toLowerCase()));
	const isTyped = found.has('data type') && found.has('data value');
	return isTyped && known.length * 2 >= CSV_COLUMNS.length;
}

/**
 * The rows of a CSV whose header is Clari's, as the Clari node makes them.
 *
 * @throws the errors of csv-parse
 */
export function rowsOfClariCsv(text: string, notes: TableNotes): ForecastRow[] {
	notes.isClariExport = true;
	// The file has only symbols of currencies; `$` is the currency of several countries.
	const { rows, missingColumns, unreadableValues } = rowsOfCsv(text, undefined);
	if (missingColumns.length > 0) {
		notes.warnings.push(`Clari's export has no column ${missingColumns.join(', ')}`);
	}
	if (unreadableValues > 0) {
		notes.warnings.push(
			`${unreadableValues} values of Clari's export are no numbers: they stand as text in rawValue`,
		);
	}
	return rows;
}
