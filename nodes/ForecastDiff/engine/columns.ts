/** Where a table has what the comparison needs. Each name is a column; an empty name: the table has no such column. */
export interface ColumnNames {
	ownerId: string;
	ownerName: string;
	ownerEmail: string;
	role: string;
	parentRole: string;
	hierarchyId: string;
	parentHierarchyId: string;
	fieldId: string;
	fieldName: string;
	type: string;
	timePeriod: string;
	value: string;
	currency: string;
	weekStart: string;
}

/** The columns of a Clari export as the Clari node outputs it (see `ForecastRow`). */
export const CLARI_COLUMNS: ColumnNames = {
	ownerId: 'ownerId',
	ownerName: 'ownerName',
	ownerEmail: 'ownerEmail',
	role: 'role',
	parentRole: 'parentRole',
	hierarchyId: 'hierarchyId',
	parentHierarchyId: 'parentHierarchyId',
	fieldId: 'fieldId',
	fieldName: 'fieldName',
	type: 'type',
	timePeriod: 'timePeriod',
	value: 'value',
	currency: 'currency',
	weekStart: 'weekStart',
};

/** Where the rows of the Clari node say which forecast tab they come from. */
export const TAB_COLUMN = 'forecastId';

/** Whether the rows are those of the Clari node; in another table, a column that is called like the tab may be anything. */
export function isClari(columns: Readonly<ColumnNames>): boolean {
	const { ownerId, fieldId, timePeriod, value } = CLARI_COLUMNS;
	return (
		columns.ownerId === ownerId &&
		columns.fieldId === fieldId &&
		columns.timePeriod === timePeriod &&
		columns.value === value
	);
}

/**
 * The columns to read.
 *
 * @throws {RangeError} without a column for the amount
 */
export function checkColumns(columns: Partial<ColumnNames>): ColumnNames {
	const checked = { ...CLARI_COLUMNS, ...columns };
	if (checked.value.trim() === '') {
		throw new RangeError('Name the column of the amount, for example "amount".');
	}
	return checked;
}
