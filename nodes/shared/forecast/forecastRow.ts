import { isSafeObjectProperty } from 'n8n-workflow';

/**
 * The contract between the nodes that read forecasts and the nodes that compare them.
 *
 * One row is one user × field × period × week × value type. A manager's row already contains the calls of the reps
 * below, and each week restates the whole period: never add up rows without knowing the hierarchy, never add up weeks.
 */
export interface ForecastRow {
	/** Deterministic key for an upsert: the same export job format gives the same key on every run. */
	rowKey: string;
	/** The vendor's id of a user in a role. One person with two roles has two ids (and one e-mail). */
	ownerId: string;
	ownerName?: string | null;
	ownerEmail?: string | null;
	/** The owner's id in the CRM. */
	ownerCrmId?: string | null;
	role?: string | null;
	parentRole?: string | null;
	/** The ids of the two roles, whose names several roles may share. A CSV has none. */
	hierarchyId?: string | null;
	parentHierarchyId?: string | null;
	fieldId: string;
	fieldName?: string | null;
	type: ForecastValueType;
	/** A number, `null` (the vendor says there is no value), or absent (the export did not carry one). Never 0 for "unknown". */
	value?: number | null;
	/** ISO 4217 code; `null` when the vendor gave none. */
	currency?: string | null;
	/** Fiscal quarter as the vendor writes it (`2026_Q1`), or the label of a CSV (`FY26 Q1`). */
	timePeriod: string;
	/** First day of the week, `YYYY-MM-DD`; absent when the export has no weeks. */
	weekStart?: string | null;
	/** Last day of the week, `YYYY-MM-DD`. */
	weekEnd?: string | null;
	/** Whether the owner touched the call in this week. */
	isUpdated?: boolean | null;
	updatedBy?: string | null;
	/** ISO date-time. */
	updatedOn?: string | null;
	/** The forecast tab, where it is known: of a job that is fetched by its ID only the name of the file tells it. Not part of `rowKey`. */
	forecastId?: string;
	/** The export job that the row comes from. */
	jobId?: string;
	/**
	 * ISO date-time in UTC: when Clari began to make the export, so the values are of then or later. Of rows with the same
	 * key, those with the later one are newer, whenever their exports ended. Absent where that is not known.
	 */
	dataAsOf?: string;
	/** Present and true when the vendor cut rows or cells off: the export is incomplete. */
	truncated?: boolean;
	/** Keys that the vendor sends and this contract does not name pass through. */
	[key: string]: unknown;
}

/** The value types of a Clari export; an unknown word passes through as it is. */
export type ForecastValueType =
	| 'forecast'
	| 'quota'
	| 'adjustment'
	| 'crm_total'
	| 'crm_closed'
	| (string & {});

/** The names of the contract: a vendor's own key of such a name does not replace ours. */
const CONTRACT_KEYS: ReadonlySet<string> = new Set([
	'rowKey',
	'ownerId',
	'ownerName',
	'ownerEmail',
	'ownerCrmId',
	'role',
	'parentRole',
	'hierarchyId',
	'parentHierarchyId',
	'fieldId',
	'fieldName',
	'type',
	'value',
	'currency',
	'timePeriod',
	'weekStart',
	'weekEnd',
	'isUpdated',
	'updatedBy',
	'updatedOn',
	'forecastId',
	'jobId',
	'dataAsOf',
	'truncated',
]);

/**
 * The keys of a vendor's record that pass through into a row: those that were not read already, are not names of the
 * contract, and cannot reach an object's prototype.
 */
export function passThrough(
	record: Record<string, unknown>,
	alreadyRead: ReadonlySet<string>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).filter(
			([key]) => !alreadyRead.has(key) && !CONTRACT_KEYS.has(key) && isSafeObjectProperty(key),
		),
	);
}

/**
 * Stands in for rows where there are none, so that an empty export reaches the next node instead of ending the workflow
 * silently (n8n does not run a node that gets no items).
 */
export interface ExportNotice {
	notice: 'empty_export';
	/** One sentence for people. */
	message: string;
	forecastId?: string;
	timePeriod?: string;
	jobId?: string;
	rows: 0;
}

export function isExportNotice(json: object): json is ExportNotice {
	return 'notice' in json && json.notice === 'empty_export';
}
