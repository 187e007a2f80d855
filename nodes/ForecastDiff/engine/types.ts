import type { ForecastValueType } from '../../shared/forecast/forecastRow';

/**
 * A forecast row (see `ForecastRow`) as it comes from any node or store: the contract is what it should be, and every
 * cell is checked before it is used.
 */
export type ForecastRowLike = Readonly<Record<string, unknown>>;

/**
 * What happened to one call.
 *
 * - `increased`, `decreased`: both amounts are numbers other than 0 (a call of −50,000 that becomes −25,000 increased)
 * - `from_zero`, `to_zero`: 0 to another number, another number to 0
 * - `set`, `cleared`: no call (null) to a number, a number to no call; 0 is a number here
 * - `added`, `removed`: the key is only in the current export, or only in the baseline, within a period that both have
 * - `currency_changed`: both amounts are numbers, in two known currencies, so no difference can be given
 */
export type ChangeKind =
	| 'increased'
	| 'decreased'
	| 'added'
	| 'removed'
	| 'from_zero'
	| 'to_zero'
	| 'set'
	| 'cleared'
	| 'currency_changed';

/** Where the total goes: the sign of `delta`. */
export type Direction = 'up' | 'down' | 'none';

export type ChangeSeverity = 'high' | 'medium';

/** What the current export was compared with. */
export interface ComparedWith {
	source: 'memory' | 'secondInput' | 'previousWeek';
	/** When the baseline was taken, ISO date-time. */
	takenAt?: string;
	/** First day of the week that serves as the baseline (`previousWeek` only), `YYYY-MM-DD`. */
	week?: string;
}

/** The columns that describe a call. Text is trimmed; `null` when the export has none. */
export interface CallLabels {
	ownerId: string | null;
	ownerName: string | null;
	ownerEmail: string | null;
	role: string | null;
	parentRole: string | null;
	fieldId: string | null;
	fieldName: string | null;
	type: ForecastValueType | null;
	timePeriod: string;
}

/** One significant change of one call. */
export interface Change extends CallLabels {
	kind: ChangeKind;
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
	/** First day of the week that the previous amount was stated in; `null` when the export had no weeks. */
	previousWeek: string | null;
	currentWeek: string | null;
	severity: ChangeSeverity;
	comparedWith: ComparedWith;
	/** ISO date-time, as given by the caller. */
	detectedAt: string;
	/** The key columns as one unambiguous text: the same call has the same key in every run. */
	key: string;
}

/** One call as of one export: the newest week that has an amount. */
export interface SnapshotEntry extends CallLabels {
	/** `null`: the export says there is no call. `undefined`: the export did not carry an amount. Neither is 0. */
	value: number | null | undefined;
	/** ISO 4217 code in capitals. */
	currency: string | null;
	/** First day of the week that `value` was stated in; `null` when the export has no weeks. */
	week: string | null;
}

/** What one export says about every call: the only thing a later run needs to know of it. */
export interface Snapshot {
	/** The columns that make the key. Two snapshots can be compared only when these are the same. */
	keyColumns: readonly string[];
	/** By key text. */
	entries: ReadonlyMap<string, SnapshotEntry>;
}

/** `read` turns plain decimal text (`"1250.00"`, as databases return it) into a number; `refuse` reports it. */
export type NumericText = 'refuse' | 'read';

export type DataQualityCheck =
	| 'empty_export'
	| 'failed_export'
	| 'missing_amounts'
	| 'truncated_export'
	| 'unusable_rows'
	| 'duplicate_keys'
	| 'not_a_number'
	| 'no_baseline'
	| 'key_columns_changed'
	| 'new_periods'
	| 'gone_periods'
	| 'single_week'
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
