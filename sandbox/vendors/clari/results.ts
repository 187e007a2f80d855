import type { Quarter, Week } from './calendar';
import { conversion, type Currency } from './currencies';
import type { ExportRequest, ExportType } from './exportRequest';
import type { FieldType, ForecastField } from './fields';
import { crmStyleId, type Member } from './hierarchy';
import type { Organisation } from './organisation';
import { randomFrom } from '../random';
import type { Shown } from './rollUp';

/** One value of the result file. Which keys it has depends on the types asked for: an absent key is not a zero. */
export interface ResultEntry {
	userId: string;
	fieldId: string;
	timePeriodId: string;
	timeFrameId: string;
	forecastValue?: number | null;
	quotaValue?: number | null;
	adjustmentValue?: number | null;
	adjustedBy?: string | null;
	/** Epoch milliseconds. */
	adjustedOn?: number | null;
	/** Key of `crm_total`, declared by one client of the vendor. */
	aggregationTotal?: number | null;
	/** Key of `crm_closed`: invented by analogy, no file that has one is known. */
	aggregationClosed?: number | null;
	currency?: Currency | null;
	isUpdated?: boolean;
	updatedBy?: string;
	/** Epoch milliseconds. */
	updatedOn?: number | null;
}

export interface ResultUser {
	userId: string;
	name: string;
	email: string;
	crmId: string;
	hierarchyId: string;
	hierarchyName: string;
	parentHierarchyId?: string;
	parentHierarchyName?: string;
	/** JSON text in itself. */
	scopeId: string;
}

export interface ResultTimePeriod {
	timePeriodId: string;
	type: 'quarter';
	label: string;
	/** A string, as the vendor writes it. */
	year: string;
	startDate: string;
	endDate: string;
	crmId: string;
}

/** The result file in JSON: five lists that refer to each other by id. The shape is what six independent clients read. */
export interface FiveLists {
	entries: ResultEntry[];
	users: ResultUser[];
	fields: Array<{ fieldId: string; fieldName: string; fieldType: FieldType }>;
	timePeriods: ResultTimePeriod[];
	timeFrames: Array<{ timeFrameId: string; startDate: string; endDate: string }>;
}

/** The types of an export that put something on a field of this kind. */
const TYPES_OF_FIELD: Record<FieldType, readonly ExportType[]> = {
	forecast: ['forecast', 'forecast_updated', 'adjustment'],
	quota: ['quota'],
	crm_total: ['crm_total'],
	crm_closed: ['crm_closed'],
};

/** The fields that have anything to show for the types asked for. */
export function exportedFields(
	organisation: Organisation,
	request: ExportRequest,
): ForecastField[] {
	return organisation.fields.filter(({ fieldType }) =>
		TYPES_OF_FIELD[fieldType].some((type) => request.types.has(type)),
	);
}

/** What the export lists of one field in one week. */
export function exportedRows(
	organisation: Organisation,
	{ quarter, scope }: ExportRequest,
	week: Week,
	field: ForecastField,
): Shown[] {
	const shown = organisation.show(quarter, week, field);
	return scope ? shown.filter(({ member }) => scope.has(member.userId)) : shown;
}

/** Builds the result file. With history the weeks come in no order, as the vendor warns. */
export function fiveLists(organisation: Organisation, request: ExportRequest): FiveLists {
	const { quarter, types } = request;
	const { currency, convert } = conversion(organisation.currency, request.currency);
	const random = randomFrom(organisation.seed, 'weeks', quarter.timePeriodId);
	const weeks = random.shuffle(request.weeks);
	const fields = exportedFields(organisation, request);
	const members = new Map<string, Member>();
	const entries: ResultEntry[] = [];

	const entryOf = (shown: Shown, field: ForecastField, week: Week): ResultEntry => {
		const entry: ResultEntry = {
			userId: shown.member.userId,
			fieldId: field.fieldId,
			timePeriodId: quarter.timePeriodId,
			timeFrameId: week.timeFrameId,
		};
		const value = convert(shown.value);
		// Null amounts have been seen with and without a currency; a missing call has none here, a missing quota has one.
		if (field.fieldType === 'quota') return { ...entry, quotaValue: value, currency };
		if (field.fieldType === 'crm_total') return { ...entry, aggregationTotal: value, currency };
		if (field.fieldType === 'crm_closed') return { ...entry, aggregationClosed: value, currency };
		if (types.has('forecast')) {
			entry.forecastValue = value;
			entry.currency = value === null ? null : currency;
		}
		if (types.has('adjustment')) {
			entry.adjustmentValue = convert(shown.adjustment);
			entry.adjustedBy = shown.adjustedBy;
			entry.adjustedOn = shown.adjustedOn;
			entry.currency ??= shown.adjustment === null ? null : currency;
		}
		if (types.has('forecast_updated')) {
			entry.isUpdated = shown.isUpdated;
			entry.updatedBy = shown.updatedBy ?? '';
			entry.updatedOn = shown.updatedOn;
		}
		return entry;
	};

	for (const week of weeks) {
		for (const field of fields) {
			for (const shown of exportedRows(organisation, request, week, field)) {
				members.set(shown.member.userId, shown.member);
				entries.push(entryOf(shown, field, week));
			}
		}
	}

	return {
		entries,
		users: [...members.values()].map(userOf),
		fields: fields.map(({ fieldId, fieldName, fieldType }) => ({ fieldId, fieldName, fieldType })),
		timePeriods: [periodOf(quarter)],
		timeFrames: weeks.map(({ timeFrameId, startDate, endDate }) => ({
			timeFrameId,
			startDate,
			endDate,
		})),
	};
}

function userOf(member: Member): ResultUser {
	const { userId, name, email, crmId, hierarchyId, hierarchyName, clariUserId, kind } = member;
	const userType = kind === 'manager' ? 'MGR' : 'REP';
	return {
		userId,
		name,
		email,
		crmId,
		hierarchyId,
		hierarchyName,
		...(member.parentHierarchyId !== undefined && {
			parentHierarchyId: member.parentHierarchyId,
			parentHierarchyName: member.parentHierarchyName,
		}),
		scopeId: JSON.stringify({ type: 'FORECAST_ROLE', userId: clariUserId, userType }),
	};
}

function periodOf({ timePeriodId, year, number, startDate, endDate }: Quarter): ResultTimePeriod {
	return {
		timePeriodId,
		type: 'quarter',
		label: `Q${number}`,
		year: String(year),
		startDate,
		endDate,
		crmId: crmStyleId('026', year * 4 + number),
	};
}
