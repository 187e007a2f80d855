import type { ForecastValueType } from '../../shared/forecast/forecastRow';

/**
 * A row of a forecast (see `ForecastRow`) or of any other table, as it comes from any node, file or store: the contract
 * is what it should be, and every cell is checked before it is used.
 */
export type ForecastRowLike = Readonly<Record<string, unknown>>;

/**
 * What happened to one call.
 *
 * - `increased`, `decreased`: both amounts are numbers other than 0 (a call of −50,000 that becomes −25,000 increased)
 * - `from_zero`, `to_zero`: 0 to another number, another number to 0
 * - `set`, `cleared`: no call (null) to a number, a number to no call; 0 is a number here
 * - `added`, `removed`: the key is only in the current export, or only in the baseline, within a period that both have
 * - `moved`: the same thing under another owner, team, field or period; its amount may have changed as well
 * - `currency_changed`: both amounts are numbers, in two known currencies, so no difference can be given
 */
export type ChangeKind =
	| 'increased'
	| 'decreased'
	| 'added'
	| 'removed'
	| 'moved'
	| 'from_zero'
	| 'to_zero'
	| 'set'
	| 'cleared'
	| 'currency_changed';

/** Why, one reason for each change: the first that applies, in this order. */
export type ChangeReason =
	| 'ownership_moved'
	| 'period_rolled_over'
	| 'currency_changed'
	| 'rep_changed_call'
	| 'manager_adjusted'
	| 'crm_rollup_moved'
	| 'quota_changed'
	| 'added'
	| 'removed'
	/** The export does not tell. */
	| 'unknown';

/** Where the total goes: the sign of `delta`. */
export type Direction = 'up' | 'down' | 'none';

export type ChangeSeverity = 'high' | 'medium';

/** Whose row it is: a manager's row already contains the rows of the team. */
export type Level = 'rep' | 'manager';

/** What the current export was compared with. */
export interface ComparedWith {
	source: 'memory' | 'secondInput' | 'sameExport';
	/** Which state of that source. Absent for rows that have no history. */
	since?: 'lastRun' | 'lastAlert' | 'startOfWeek' | 'startOfQuarter' | 'namedBaseline';
	/** The name of the baseline, where it has one. */
	baseline?: string;
	/** When the baseline was taken, ISO date-time. */
	takenAt?: string;
	/** First day of the week that serves as the baseline (`sameExport` only), `YYYY-MM-DD`. */
	week?: string;
}

/** Whose call it is. Text is trimmed; `null` when the export has none. */
export interface Owner {
	ownerId: string | null;
	ownerName: string | null;
	ownerEmail: string | null;
	role: string | null;
	/** The role of the manager. */
	parentRole: string | null;
	/** The ids of the two roles, where the export has them: several roles may have one name. */
	hierarchyId?: string;
	parentHierarchyId?: string;
}

/** What is called: a field of the forecast and the kind of value. In other tables, the category. */
export interface Field {
	fieldId: string | null;
	fieldName: string | null;
	type: ForecastValueType | null;
}

/** The columns that describe a call. */
export interface CallLabels extends Omit<Owner, 'hierarchyId' | 'parentHierarchyId'>, Field {
	timePeriod: string;
}

/** How unusual a change is. */
export interface Anomaly {
	state: 'normal' | 'anomaly' | 'not_enough_history';
	/** Which rules found it unusual: the swing in percent, the score against the history of this call. */
	rules: Array<'swing' | 'score'>;
	/** Robust z-score of the move against the earlier moves of this call, one decimal; `null` without enough history. */
	score: number | null;
	/** How many earlier snapshots the score is based on. */
	snapshots: number;
}

/** A change of a team member that explains a manager's change. */
export interface Explanation {
	ownerName: string | null;
	ownerId: string | null;
	kind: ChangeKind;
	/** Effect on the manager's total. */
	delta: number;
}

/** One significant change of one call. */
export interface Change extends CallLabels {
	kind: ChangeKind;
	reason: ChangeReason;
	direction: Direction;
	/** Amount in `previousCurrency ?? currency`; `null` when there was no call or no such key. */
	previous: number | null;
	/** Amount in `currency`; `null` when there is no call or no such key any more. */
	current: number | null;
	/**
	 * `current − previous`, a missing side counted as 0: the effect on the total. `null` between two currencies.
	 * Free of floating point noise.
	 */
	delta: number | null;
	/** `delta / |previous| × 100`, one decimal; `null` unless both amounts are numbers and `previous` is not 0. */
	changePct: number | null;
	/** ISO 4217 code of `current`, or of `previous` where there is no current amount; `null` when not known. */
	currency: string | null;
	/** Only for `currency_changed`: the code of `previous`. */
	previousCurrency?: string;
	/** Only for `moved`: the labels before that are others now. */
	movedFrom?: Partial<CallLabels>;
	/** First day of the week that the previous amount was stated in; `null` when the export had no weeks. */
	previousWeek: string | null;
	currentWeek: string | null;
	/** When the previous amount was last reported or first seen, ISO date-time; `null` when that is not known. */
	since: string | null;
	level: Level;
	severity: ChangeSeverity;
	anomaly: Anomaly;
	/**
	 * Only for managers: the changes of the team that explain this one, the largest first. Absent where the manager's row
	 * came or went without the team.
	 */
	explainedBy?: Explanation[];
	/**
	 * Only for managers: what is left of `delta` when all changes of the team are taken away; 0 when they explain it.
	 * `null` when nobody can tell: the team moved in another currency as well.
	 */
	unexplained?: number | null;
	/** Only for managers: the team explains this change, so the alert tells it with the team and not once more. */
	leftToTeam?: true;
	/** The move of an earlier alert has been taken back: when that alert was. */
	resolves?: { alertedAt: string };
	/** Reported in spite of the cool-down, because it has moved much further (or the other way) since the alert of this time. */
	escalates?: { alertedAt: string };
	/** Kept back by quiet hours or a cool-down since then, ISO date-time. */
	heldSince?: string;
	comparedWith: ComparedWith;
	/** ISO date-time, as given by the caller. */
	detectedAt: string;
	/** The key columns as one unambiguous text: the same call has the same key in every run. */
	key: string;
}

/** An amount with its currency and the time from which on it was known. */
export interface KnownAmount {
	value: number | null;
	/** ISO 4217 code in capitals. */
	currency: string | null;
	/** ISO date-time of the snapshot that first had it. */
	at: string;
}

/** The last alert about a call. */
export interface LastAlert {
	/** ISO date-time. */
	at: string;
	/** The amount before the move that was reported; `null` when there was none. */
	from: number | null;
	/** The amount that was reported. */
	to: number | null;
	severity: ChangeSeverity;
}

/** One call as of one export: the newest week that has an amount. */
export interface SnapshotEntry {
	owner: Owner;
	field: Field;
	timePeriod: string;
	/** `null`: the export says there is no call. `undefined`: the export did not carry an amount. Neither is 0. */
	value: number | null | undefined;
	/** ISO 4217 code in capitals. */
	currency: string | null;
	/** First day of the week that `value` was stated in; `null` when the export has no weeks. */
	week: string | null;
	/** What the readers of alerts were told last, where it is not `value`: small moves since then add up. */
	told?: KnownAmount;
	alert?: LastAlert;
	/** The values of the snapshots before this one, the oldest first; for the anomaly score. */
	history?: ReadonlyArray<number | null>;
}

/** A change that was kept back, and belongs into the next digest. */
export interface HeldChange extends Pick<Change, 'kind' | 'previous' | 'current' | 'currency'> {
	/** When it was first kept back, ISO date-time. */
	at: string;
	why: 'quietHours' | 'coolDown';
	labels: CallLabels;
}

/** What one export says about every call: the only thing a later run needs to know of it. */
export interface Snapshot {
	/** The columns that make the key. Two snapshots can be compared only when these are the same. */
	keyColumns: readonly string[];
	/** By key text. */
	entries: ReadonlyMap<string, SnapshotEntry>;
	/** By key text. Absent when there is none. */
	held?: ReadonlyMap<string, HeldChange>;
	/** The warnings that the last run gave out, so that one that stays is not given out by every run. */
	warned?: readonly string[];
	/** The forecast tabs that it was taken of, sorted. Absent where the rows did not say it. */
	tabs?: readonly string[];
	/** Groups of `entries` that the last export did not have (see `groupReader`). Absent when there is none. */
	missing?: readonly string[];
}

/**
 * What to do with amounts that are text.
 *
 * - `refuse`: report them
 * - `point`: read them, with a decimal point (`1250.00`, `"$1,234.00"`, `(500)`)
 * - `comma`: read them, with a decimal comma (`1.234,50 €`)
 */
export type NumericText = 'refuse' | 'point' | 'comma';

export type DataQualityCheck =
	| 'empty_export'
	| 'failed_export'
	| 'missing_amounts'
	| 'truncated_export'
	| 'unusable_rows'
	| 'duplicate_keys'
	| 'not_a_number'
	| 'row_count_drop'
	| 'row_count_mismatch'
	| 'wrong_period'
	| 'stale_export'
	| 'mixed_currencies'
	| 'ambiguous_roles'
	| 'no_baseline'
	| 'key_columns_changed'
	| 'forecast_tab_changed'
	| 'forecast_tab_added'
	| 'mixed_tabs'
	| 'fields_changed'
	| 'new_periods'
	| 'gone_periods'
	| 'single_week'
	| 'memory_size'
	| 'previous_run_failed'
	| 'previous_run_unknown'
	| 'baseline_not_committed';

/** `critical`: the export cannot be trusted. `warning`: part of it was left out. `info`: worth knowing. */
export type DataQualitySeverity = 'critical' | 'warning' | 'info';

/** Something about the data, not about the forecast. */
export interface DataQualityItem {
	check: DataQualityCheck;
	severity: DataQualitySeverity;
	/** What is the matter and what follows from it, for people. */
	message: string;
	/** `message` as one line that can be posted to Slack: escaped, with an emoji. */
	text: string;
	/** Counts and bounded examples, for machines. */
	details: Record<string, unknown>;
}
