import { stringify } from 'csv-stringify/sync';
import { conversion } from './currencies';
import type { ExportRequest, ExportType } from './exportRequest';
import type { Organisation } from './organisation';
import { exportedFields, exportedRows } from './results';
import type { Shown } from './rollUp';

/** How amounts are written: `$1,234.00` or `1234.0`. Both have been seen in real files. */
export type CsvAmounts = 'money' | 'plain';

export const CSV_COLUMNS = [
	'User',
	'Email',
	'CRM User ID',
	'Role',
	'Parent Role',
	'Timeframe',
	'Field',
	'Week',
	'Start Day',
	'End Day',
	'Data Type',
	'Data Value',
] as const;

/** The first two labels are seen in the vendor's files; the others are ours. */
const DATA_TYPES: Record<ExportType, string> = {
	forecast: 'Forecast Value',
	forecast_updated: 'Forecast Updated',
	adjustment: 'Adjustment Value',
	quota: 'Quota Value',
	crm_total: 'CRM Total',
	crm_closed: 'CRM Closed',
};

const americanDay = (isoDate: string) => isoDate.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');

function amountWriter(style: CsvAmounts, symbol: string): (amount: number | null) => string {
	const money = new Intl.NumberFormat('en-US', {
		minimumFractionDigits: 2,
		maximumFractionDigits: 2,
	});
	return (amount) => {
		if (amount === null) return '';
		if (style === 'plain') return Number.isInteger(amount) ? amount.toFixed(1) : String(amount);
		return `${amount < 0 ? '-' : ''}${symbol}${money.format(Math.abs(amount))}`;
	};
}

/** Builds the result file with its twelve columns; one line per value, blank where there is none. */
export function resultsCsv(
	organisation: Organisation,
	request: ExportRequest,
	style: CsvAmounts = 'money',
): { content: string; rows: number } {
	const { currency, convert } = conversion(organisation.currency, request.currency);
	const write = amountWriter(style, currency.symbol);
	const { year, number } = request.quarter;
	const timeframe = `FY${String(year).slice(-2)} Q${number}`;
	const dataValue: Record<ExportType, (shown: Shown) => string> = {
		forecast: ({ value }) => write(convert(value)),
		forecast_updated: ({ isUpdated }) => (isUpdated ? 'Yes' : 'No'),
		adjustment: ({ adjustment }) => write(convert(adjustment)),
		quota: ({ value }) => write(convert(value)),
		crm_total: ({ value }) => write(convert(value)),
		crm_closed: ({ value }) => write(convert(value)),
	};

	const lines: string[][] = [];
	for (const week of request.weeks) {
		for (const field of exportedFields(organisation, request)) {
			const types = [...request.types].filter((type) =>
				field.fieldType === 'forecast'
					? ['forecast', 'forecast_updated', 'adjustment'].includes(type)
					: type === field.fieldType,
			);
			for (const shown of exportedRows(organisation, request, week, field)) {
				const { member } = shown;
				for (const type of types) {
					lines.push([
						member.name,
						member.email,
						member.crmId,
						member.hierarchyName,
						member.parentHierarchyName ?? '',
						timeframe,
						field.fieldName,
						String(week.index + 1),
						americanDay(week.startDate),
						americanDay(week.endDate),
						DATA_TYPES[type],
						dataValue[type](shown),
					]);
				}
			}
		}
	}
	return { content: stringify([[...CSV_COLUMNS], ...lines]), rows: lines.length };
}
