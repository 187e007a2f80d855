import { isRecord, readNumber, readRecords, readText } from '../../shared/json/read';
import type { ForecastRow, ForecastValueType } from '../../shared/forecast/forecastRow';
import { passThrough } from '../../shared/forecast/forecastRow';
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
		return AMOUNTS.flatMap(({ key, type, name }) => {
			const amount = entry[key];
			const value = amount === null ? null : readNumber(amount);
			if (value === undefined) return [];
			return {
				rowKey: rowKey(ownerId, type, period, '', type),
				ownerId,
				ownerName: readText(entry.ownerName) ?? null,
				ownerEmail: email ?? null,
				fieldId: type,
				fieldName: name,
				type,
				value,
				...('currency' in entry && { currency: currencyOf(entry.currency) }),
				timePeriod: period,
				...(type === 'forecast' &&
					typeof entry.forecastUpdated === 'boolean' && { isUpdated: entry.forecastUpdated }),
				...rest,
			};
		});
	});
}

function currencyOf(value: unknown): string | null {
	return (isRecord(value) ? readText(value.code) : readText(value)) ?? null;
}
