import { withoutMinusZero } from './amounts';
import { cellText, keyReader, missingKeyColumns } from './key';
import type { ForecastRowLike, NumericText } from './types';

/** An amount (or `null`, no call) in a currency. */
export interface StatedAmount {
	value: number | null;
	currency: string | null;
}

/** What an export says about one call in one week. `value` is absent when its rows carry no amount. */
export interface WeekCell {
	/** First day of the week; '' stands for the one week of an export without weeks. */
	week: string;
	/** The row that the labels are taken from. */
	row: ForecastRowLike;
	/** How many rows the export has for this call and week. */
	rows: number;
	value: number | null | undefined;
	currency: string | null;
	/** All amounts and the currencies each was stated in, where not all rows say the same. */
	stated?: Map<number | null, Set<string | null>>;
	/** Values that are not numbers. */
	notNumbers?: unknown[];
}

/** One call in all its weeks. Most exports have one, and a `Map` for each of 50,000 calls is dear. */
export interface CallHistory {
	timePeriod: string;
	first: WeekCell;
	/** The other weeks, by week. */
	more?: Map<string, WeekCell>;
}

export interface UnusableRow {
	ownerId: string;
	ownerEmail: string;
	fieldId: string;
	timePeriod: string;
	/** The key columns that are empty. */
	missing: string[];
}

/** All rows of one export, by key and week. */
export interface ExportIndex {
	keyColumns: readonly string[];
	rows: number;
	calls: Map<string, CallHistory>;
	periods: Set<string>;
	truncatedRows: number;
	/** Cells that more than one row of the export belongs to. */
	repeated: Array<{ key: string; cell: WeekCell }>;
	/** Keys that have a cell with contradictory rows, or with values that are not numbers. */
	unclear: Set<string>;
	unusable: UnusableRow[];
}

/** Sorts rows into calls and weeks, in one pass. The rows are not changed. */
export function indexExport(
	rows: readonly ForecastRowLike[],
	keyColumns: readonly string[],
	numericText: NumericText,
): ExportIndex {
	const index: ExportIndex = {
		keyColumns,
		rows: rows.length,
		calls: new Map(),
		periods: new Set(),
		truncatedRows: 0,
		repeated: [],
		unclear: new Set(),
		unusable: [],
	};
	const keyOf = keyReader(keyColumns);
	for (const row of rows) {
		if (row.truncated === true) index.truncatedRows++;
		const key = keyOf(row);
		if (key === null) {
			index.unusable.push(describeUnusable(row, keyColumns));
			continue;
		}
		const cell = readRow(row, numericText);
		const call = index.calls.get(key);
		if (call === undefined) {
			const timePeriod = cellText(row.timePeriod);
			index.calls.set(key, { timePeriod, first: cell });
			index.periods.add(timePeriod);
		}
		const known = call === undefined ? undefined : findOrAdd(call, cell);
		if (known === undefined) {
			if (cell.notNumbers !== undefined) index.unclear.add(key);
		} else {
			if (known.rows === 1) index.repeated.push({ key, cell: known });
			merge(known, cell);
		}
	}
	for (const { key, cell } of index.repeated) if (isUnclear(cell)) index.unclear.add(key);
	return index;
}

/** Calls `visit` with each week of a call, in no particular order. */
export function eachWeek(call: CallHistory, visit: (cell: WeekCell) => void): void {
	visit(call.first);
	call.more?.forEach(visit);
}

/** Contradictory rows, or values that are not numbers. */
export function isUnclear(cell: WeekCell): boolean {
	return cell.notNumbers !== undefined || contradictions(cell).length > 0;
}

/** The amounts that contradict each other. A row without a currency agrees with one that has any. */
export function contradictions({ stated }: WeekCell): StatedAmount[] {
	if (stated === undefined) return [];
	const amounts: StatedAmount[] = [];
	for (const [value, currencies] of stated) {
		const known = [...currencies].filter((currency) => currency !== null);
		if (known.length === 0) amounts.push({ value, currency: null });
		for (const currency of known) amounts.push({ value, currency });
	}
	return amounts.length > 1 ? amounts : [];
}

/** A week that has a number in it, if perhaps a contradicted one. */
export function hasAmount({ value, stated }: WeekCell): boolean {
	return typeof value === 'number' || (stated !== undefined && stated.size > 1);
}

/** The cell of the same week, or `undefined` after a new week has been added. */
function findOrAdd(call: CallHistory, cell: WeekCell): WeekCell | undefined {
	if (call.first.week === cell.week) return call.first;
	call.more ??= new Map();
	const known = call.more.get(cell.week);
	if (known === undefined) call.more.set(cell.week, cell);
	return known;
}

function describeUnusable(row: ForecastRowLike, keyColumns: readonly string[]): UnusableRow {
	return {
		ownerId: cellText(row.ownerId),
		ownerEmail: cellText(row.ownerEmail),
		fieldId: cellText(row.fieldId),
		timePeriod: cellText(row.timePeriod),
		missing: missingKeyColumns(row, keyColumns),
	};
}

/** Databases hand a day back as a date-time or as a `Date`; weeks are compared as days, `YYYY-MM-DD`. */
function weekOf({ weekStart }: ForecastRowLike): string {
	if (weekStart instanceof Date) {
		return Number.isNaN(weekStart.getTime()) ? '' : weekStart.toISOString().slice(0, 10);
	}
	const week = cellText(weekStart);
	return week.length > 10 && week[10] === 'T' ? week.slice(0, 10) : week;
}

const PLAIN_DECIMAL = /^[+-]?\d+(\.\d+)?$/;

function readRow(row: ForecastRowLike, numericText: NumericText): WeekCell {
	const cell: WeekCell = { week: weekOf(row), row, rows: 1, value: undefined, currency: null };
	let { value } = row;
	// What the export stated but nobody could read as a number: not the same as stating nothing.
	if (value === undefined && row.rawValue !== undefined) value = row.rawValue;
	if (value === undefined) return cell;
	if (numericText === 'read' && typeof value === 'string' && PLAIN_DECIMAL.test(value.trim())) {
		value = Number(value);
	}
	if (value === null) cell.value = null;
	else if (typeof value === 'number' && Number.isFinite(value)) {
		cell.value = withoutMinusZero(value);
	} else {
		cell.notNumbers = [value];
		return cell;
	}
	cell.currency = cellText(row.currency).toUpperCase() || null;
	return cell;
}

/** Takes another row of the same call and week into its cell. The outcome does not depend on the order of the rows. */
function merge(cell: WeekCell, other: WeekCell): void {
	cell.rows++;
	if (labelText(other.row) < labelText(cell.row)) cell.row = other.row;
	if (other.notNumbers !== undefined) {
		cell.notNumbers ??= [];
		cell.notNumbers.push(...other.notNumbers);
	}
	const { value, currency } = other;
	if (value === undefined) return;
	if (cell.value === undefined) {
		cell.value = value;
		cell.currency = currency;
	} else if (cell.stated !== undefined || value !== cell.value || currency !== cell.currency) {
		cell.stated ??= new Map([[cell.value, new Set([cell.currency])]]);
		const currencies = cell.stated.get(value);
		if (currencies === undefined) cell.stated.set(value, new Set([currency]));
		else currencies.add(currency);
		cell.currency ??= currency;
	}
}

function labelText(row: ForecastRowLike): string {
	const { ownerId, ownerName, ownerEmail, role, parentRole, fieldId, fieldName, type } = row;
	return JSON.stringify([
		[ownerId, ownerName, ownerEmail, role, parentRole].map(cellText),
		[fieldId, fieldName, type].map(cellText),
	]);
}
