import { conversion } from './currencies';
import type { ExportRequest, ExportType } from './exportRequest';
import type { FieldType } from './fields';
import type { Organisation } from './organisation';
import { exportedRows } from './results';
import type { Shown } from './rollUp';

/**
 * A row of the v1 profile: one per rep, no weeks, no fields. Some guides describe it; no source of the vendor confirms it.
 * It has no key but the e-mail, so a person with two roles is one row with both roles added up.
 */
export interface FlatRow {
	ownerName: string;
	ownerEmail: string;
	/** The call of the first forecast field; `null` without a submission. */
	forecastAmount?: number | null;
	quotaAmount?: number | null;
	crmTotal?: number | null;
	crmClosed?: number | null;
	adjustmentAmount?: number | null;
	forecastUpdated?: boolean;
	timePeriod: string;
	/** ISO 4217 code. */
	currency: string;
}

type AmountKey = 'forecastAmount' | 'quotaAmount' | 'crmTotal' | 'crmClosed' | 'adjustmentAmount';

const AMOUNTS: ReadonlyArray<{
	type: ExportType;
	fieldType: FieldType;
	key: AmountKey;
	read: (shown: Shown) => number | null;
}> = [
	{ type: 'forecast', fieldType: 'forecast', key: 'forecastAmount', read: ({ value }) => value },
	{ type: 'quota', fieldType: 'quota', key: 'quotaAmount', read: ({ value }) => value },
	{ type: 'crm_total', fieldType: 'crm_total', key: 'crmTotal', read: ({ value }) => value },
	{ type: 'crm_closed', fieldType: 'crm_closed', key: 'crmClosed', read: ({ value }) => value },
	{
		type: 'adjustment',
		fieldType: 'forecast',
		key: 'adjustmentAmount',
		read: ({ adjustment }) => adjustment,
	},
];

/** Builds the rows of the latest week; only the amounts of the types asked for. */
export function flatRows(
	organisation: Organisation,
	request: ExportRequest,
): { entries: FlatRow[] } {
	const { convert } = conversion(organisation.currency, request.currency);
	const week = request.weeks.at(-1);
	const rows = new Map<string, FlatRow>();
	if (!week) return { entries: [] };

	const rowOf = ({ member: { name: ownerName, email: ownerEmail } }: Shown): FlatRow => {
		const row = rows.get(ownerEmail) ?? {
			ownerName,
			ownerEmail,
			timePeriod: request.quarter.timePeriodId,
			currency: request.currency,
		};
		rows.set(ownerEmail, row);
		return row;
	};
	const shownReps = (fieldType: FieldType): Shown[] => {
		const field = organisation.fields.find((candidate) => candidate.fieldType === fieldType);
		if (!field) return [];
		const shown = exportedRows(organisation, request, week, field);
		return shown.filter(({ member }) => member.kind === 'rep');
	};

	for (const { type, fieldType, key, read } of AMOUNTS) {
		if (!request.types.has(type)) continue;
		for (const shown of shownReps(fieldType)) {
			const row = rowOf(shown);
			const amount = convert(read(shown));
			row[key] = amount === null ? (row[key] ?? null) : (row[key] ?? 0) + amount;
		}
	}
	if (request.types.has('forecast_updated')) {
		for (const shown of shownReps('forecast')) {
			const row = rowOf(shown);
			row.forecastUpdated = shown.isUpdated || row.forecastUpdated === true;
		}
	}
	return { entries: [...rows.values()] };
}
