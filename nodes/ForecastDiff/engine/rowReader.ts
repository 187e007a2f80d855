import { withoutMinusZero } from './amounts';
import type { ColumnNames } from './columns';
import { cellText } from './key';
import type { LabelDictionary } from './labels';
import { readNumberText } from './numberText';
import type { ForecastRowLike, NumericText } from './types';

export interface TableShape {
	keyColumns: readonly string[];
	columns: ColumnNames;
	numericText: NumericText;
	labels: LabelDictionary;
}

/** What a row has for its amount: no such cell (or one that is no number), null, or a number. */
export const ABSENT = 0;
export const NULL = 1;
export const NUMBER = 2;

/** One row, read. */
export interface RowValues {
	/** Numbers in the dictionary of labels. */
	owner: number;
	field: number;
	currency: number;
	week: number;
	/** `ABSENT`, `NULL` or `NUMBER`. */
	stated: number;
	/** When a number is stated. Never anything but a number, which V8 then keeps without an object for each row. */
	amount: number;
	isUpdated: boolean | undefined;
	updatedBy: string | undefined;
	/** What the row has in place of a number. */
	notNumber: unknown;
}

/**
 * Reads the cells of a row.
 *
 * Each column has a line of its own here and in `LabelDictionary`, and not one function for all: a line that always
 * reads the same column is compiled to a plain access, one that reads many is a search in the row.
 */
export class RowReader {
	private readonly values: RowValues = {
		owner: 0,
		field: 0,
		currency: 0,
		week: 0,
		stated: ABSENT,
		amount: 0,
		isUpdated: undefined,
		updatedBy: undefined,
		notNumber: undefined,
	};

	constructor(private readonly shape: TableShape) {}

	timePeriod(row: ForecastRowLike): string {
		const { timePeriod } = this.shape.columns;
		return timePeriod === '' ? '' : cellText(row[timePeriod]);
	}

	/**
	 * @param owner whose row it may be, to spare the search
	 * @param field of which field it may be
	 * @returns the same object each time
	 */
	read(row: ForecastRowLike, owner?: number, field?: number): RowValues {
		const { columns, numericText, labels } = this.shape;
		const { values } = this;
		values.owner = labels.ownerOf(row, owner);
		values.field = labels.fieldOf(row, field);
		values.week = labels.weekOf(row);
		const { isUpdated, updatedBy } = row;
		values.isUpdated = typeof isUpdated === 'boolean' ? isUpdated : undefined;
		values.updatedBy = typeof updatedBy === 'string' ? updatedBy : undefined;
		values.stated = ABSENT;
		values.currency = 0;
		values.notNumber = undefined;

		let value = row[columns.value];
		// What the export stated but nobody could read as a number: not the same as stating nothing.
		if (value === undefined) {
			value = row.rawValue;
			if (value === undefined) return values;
		}
		if (numericText !== 'refuse' && typeof value === 'string') {
			value = readNumberText(value, numericText) ?? value;
		}
		if (typeof value === 'number' && Number.isFinite(value)) {
			values.stated = NUMBER;
			values.amount = withoutMinusZero(value);
		} else if (value === null) values.stated = NULL;
		else {
			values.notNumber = value;
			return values;
		}
		values.currency = labels.currencyOf(row);
		return values;
	}
}
