import { isRecord, readNumber, readRecords, readText } from '../../json/read';
import type { ForecastRow, ForecastValueType } from '../forecastRow';
import { passThrough } from '../forecastRow';
import { rowKey } from './rowKey';

/** Amounts of a flat entry, one row each. Profile v1 only: no vendor source confirms this shape. */
const AMOUNTS: ReadonlyArray<{ key: string; type: ForecastValueType; name: string }> = [
	{ key: 'forecastAmount', type: 'forecast', name: 'Forecast' },
	{ key: 'quotaAmount', type: 'quota', name: 'Quota' },
	{ key: 'adjustmentAmount', type: 'adjustment', name: 'Adjustment' },
	{ key: 'crmTotal', type: 'crm_total', name: 'CRM Total' },
	{ key: 'crmClosed', type: 'crm_closed', name: 'CRM Closed' },
];

const JOINED = new Set([
	'ownerId',
	'ownerName',
	'ownerEmail',
	'timePeriod',
	'currency',
	'forecastUpdated',
	...AMOUNTS.map(({ key }) => key),
]);

/** Whether a result has flat entries (`ownerName`, `ownerEmail`, `forecastAmount`) instead of five lists. */
export function isFlat(result: Record<string, unknown>): boolean {
	const [first] = readRecords(result.entries);
	return first !== undefined && ('ownerEmail' in first || 'forecastAmount' in first);
}

/** Whether a record of any source is a flat entry: it has a key that nothing else has, unlike `ownerEmail`. */
export function isFlatEntry(record: Record<string, unknown>): boolean {
	return 'forecastUpdated' in record || AMOUNTS.some(({ key }) => key in record);
}

/**
 * Turns flat entries into rows: one for each amount that an entry has.
 *
 * @param timePeriod the period that was asked for, for entries that name none
 */
export function rowsOfFlatEntries(
	result: Record<string, unknown>,
	timePeriod: string | undefined,
): ForecastRow[] {
	return readRecords(result.entries).flatMap((entry) => {
		const email = readText(entry.ownerEmail);
		const ownerId =
			readText(entry.ownerId) ?? email?.toLowerCase() ?? readText(entry.ownerName) ?? '';
		const period = readText(entry.timePeriod) ?? timePeriod ?? '';
		const rest = passThrough(entry, JOINED);
		const stated = AMOUNTS.filter(({ key }) => entry[key] !== undefined);
		// An entry without any amount is still somebody in the forecast.
		const amounts = stated.length > 0 ? stated : AMOUNTS.slice(0, 1);
		return amounts.map(({ key, type, name }) => ({
			rowKey: rowKey(ownerId, type, period, '', type),
			ownerId,
			ownerName: readText(entry.ownerName) ?? null,
			ownerEmail: email ?? null,
			fieldId: type,
			fieldName: name,
			type,
			...valueOf(entry[key]),
			...('currency' in entry && { currency: currencyOf(entry.currency) }),
			timePeriod: period,
			...(type === 'forecast' &&
				typeof entry.forecastUpdated === 'boolean' && { isUpdated: entry.forecastUpdated }),
			...rest,
		}));
	});
}

/** A value that is neither a number nor null is kept as it came. */
function valueOf(amount: unknown): { value?: number | null; rawValue?: unknown } {
	if (amount === undefined) return {};
	const value = amount === null ? null : readNumber(amount);
	return value === undefined ? { rawValue: amount } : { value };
}

function currencyOf(value: unknown): string | null {
	return (isRecord(value) ? readText(value.code) : readText(value)) ?? null;
}
