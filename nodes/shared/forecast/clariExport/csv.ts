import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';

import type { ForecastRow, ForecastValueType } from '../forecastRow';
import { passThrough } from '../forecastRow';
import { rowKey } from './rowKey';

/** The columns of a CSV export. Source: Clari API Reference 5.0.0, confirmed by a real file. */
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

/**
 * The labels of Data Type that have been seen are `Forecast Value` and `Forecast Updated`; those of the other types have
 * not, so they are recognised by the word that tells them apart. A label that fits nothing becomes the type itself.
 */
const TYPES: ReadonlyArray<{ pattern: RegExp; type: ForecastValueType }> = [
	{ pattern: /quota/i, type: 'quota' },
	{ pattern: /adjust/i, type: 'adjustment' },
	{ pattern: /closed/i, type: 'crm_closed' },
	{ pattern: /crm|total|aggregat/i, type: 'crm_total' },
	{ pattern: /forecast/i, type: 'forecast' },
];

const NONE_READ: ReadonlySet<string> = new Set();

/** What a CSV gave. */
export interface CsvRows {
	rows: ForecastRow[];
	/** Columns of the export that the file does not have. */
	missingColumns: string[];
	/** Rows whose Data Value is neither a number nor empty; the text stands in `rawValue`. */
	unreadableValues: number;
}

/**
 * Turns a CSV export into rows. The file has labels where JSON has ids, so its keys are made of those: use one format
 * for one warehouse table.
 *
 * @param currency of the job; the file itself has only symbols
 */
export function rowsOfCsv(content: string, currency: string | undefined): CsvRows {
	const records: string[][] = parse(content, {
		bom: true,
		skip_empty_lines: true,
		trim: true,
	});
	const header = records[0] ?? [];
	const at = new Map(header.map((name, index) => [name.toLowerCase(), index]));
	const known = new Set<string>(CSV_COLUMNS.map((name) => name.toLowerCase()));
	const extra = header.filter((name) => !known.has(name.toLowerCase()));

	const rows: ForecastRow[] = [];
	const calls = new Map<string, ForecastRow>();
	const flagsOnly: Array<{ call: string; row: ForecastRow }> = [];
	let unreadableValues = 0;

	for (const record of records.slice(1)) {
		const cell = (name: string) => record[at.get(name.toLowerCase()) ?? -1] ?? '';
		const role = cell('Role');
		const weekStart = isoDay(cell('Start Day'));
		const ownerId = `${cell('CRM User ID') || cell('Email').toLowerCase() || cell('User')}:${role}`;
		const call = rowKey(ownerId, cell('Field'), cell('Timeframe'), weekStart);
		const row = {
			ownerId,
			ownerName: cell('User') || null,
			ownerEmail: cell('Email') || null,
			ownerCrmId: cell('CRM User ID') || null,
			role: role || null,
			parentRole: cell('Parent Role') || null,
			fieldId: cell('Field'),
			fieldName: cell('Field') || null,
			...(currency !== undefined && { currency }),
			timePeriod: cell('Timeframe'),
			weekStart,
			weekEnd: isoDay(cell('End Day')),
			week: cell('Week'),
			...passThrough(Object.fromEntries(extra.map((name) => [name, cell(name)])), NONE_READ),
		};
		const label = cell('Data Type');
		const text = cell('Data Value');

		if (/updated/i.test(label)) {
			const flagged = {
				...row,
				rowKey: `${call}|forecast`,
				type: 'forecast',
				isUpdated: yesNo(text),
			};
			flagsOnly.push({ call, row: flagged });
			continue;
		}
		const type = TYPES.find(({ pattern }) => pattern.test(label))?.type ?? label;
		const value = text === '' ? null : parseAmount(text);
		if (value === undefined) unreadableValues++;
		const full = {
			...row,
			rowKey: `${call}|${rowKey(type)}`,
			type,
			...(value === undefined ? { rawValue: text } : { value }),
		};
		rows.push(full);
		if (type === 'forecast') calls.set(call, full);
	}

	for (const { call, row } of flagsOnly) {
		const withValue = calls.get(call);
		if (withValue) withValue.isUpdated = row.isUpdated;
		else rows.push(row);
	}
	const missingColumns = CSV_COLUMNS.filter((name) => !at.has(name.toLowerCase()));
	return { rows, missingColumns, unreadableValues };
}

/**
 * Reads an amount as Clari formats it: `$1,234.00`, `-1234.0`, `($500)`, `€ 1,000`.
 *
 * @returns `undefined` for a text that is no amount in this notation (grouping by commas, decimals by a point)
 */
export function parseAmount(text: string): number | undefined {
	const compact = text.replace(/[\s\u00a0\u202f']/g, '').replace(/\u2212/g, '-');
	const inParentheses = /^\((.*)\)$/.exec(compact);
	const bare = (inParentheses?.[1] ?? compact).replace(
		/^(-?)(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})|(?:[A-Z]{3}|\p{Sc})$/gu,
		'$1',
	);
	const match = /^(-?)(?:[A-Z]{3}|\p{Sc})?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?$/u.exec(bare);
	if (!match) return undefined;
	// `1.234` is a thousand and more where a point groups digits: money has no three decimals, so it is not guessed.
	if (/^\d{1,3}$/.test(match[2] ?? '') && match[3]?.length === 4) return undefined;
	const amount = Number(`${match[2]?.replace(/,/g, '')}${match[3] ?? ''}`);
	const negative = inParentheses !== null || match[1] === '-';
	return negative && amount !== 0 ? -amount : amount;
}

/** `MM/DD/YYYY` as `YYYY-MM-DD`; another text stays as it is, since it still tells one week from the next. */
function isoDay(text: string): string | null {
	if (text === '') return null;
	const day = DateTime.fromFormat(text, 'M/d/yyyy', { zone: 'utc' });
	return day.isValid ? day.toISODate() : text;
}

function yesNo(text: string): boolean | null {
	if (/^(yes|true)$/i.test(text)) return true;
	return /^(no|false)$/i.test(text) ? false : null;
}
