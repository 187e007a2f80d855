import type { AlertOptions } from '../alert';
import { checkColumns, type ColumnNames } from './columns';
import { checkKeyColumns, DEFAULT_KEY_COLUMNS } from './key';
import type { ThresholdRule, Thresholds } from './thresholds';
import type { ComparedWith, DataQualityItem, NumericText, Snapshot } from './types';

export interface CompareOptions {
	/** When the comparison is made, ISO date-time; stands in every change. */
	detectedAt: string;
	/** What the baseline is. Default: the second input. `compareWithEarlierWeek` sets its own. */
	comparedWith?: ComparedWith;
	/** When the baseline was taken, ISO date-time; the `since` of amounts that carry none of their own. */
	baselineTakenAt?: string;
	/**
	 * `lastRun`: the amounts of the baseline. `lastAlert`: the amounts that the readers of alerts were told last, so that
	 * many small moves add up until they are told. Default `lastRun`; the node's default is `lastAlert`.
	 */
	against?: 'lastRun' | 'lastAlert';
	/**
	 * An older state to compare with (start of the week, start of the quarter). The baseline then only tells what has been
	 * reported since.
	 */
	reference?: Snapshot;
	/** Columns that identify a call. Default: owner, field, period, type. The period is always one of them. */
	keyColumns?: readonly string[];
	/** Names of the columns of a table that is not a Clari export. */
	columns?: Partial<ColumnNames>;
	/** Smallest change that counts, in percent of the previous amount. Default 10. */
	percentThreshold?: number;
	/** Smallest change that counts, in money of the change's currency. Default 0. */
	moneyThreshold?: number;
	/** Whether a change must reach both thresholds (default) or one of them. A threshold of 0 is no threshold. */
	thresholdMode?: 'both' | 'either';
	/** Thresholds of their own for fields and levels; the first rule that fits counts. */
	thresholdRules?: readonly ThresholdRule[];
	/** What to do with amounts that are text. Default `refuse`. */
	numericText?: NumericText;
	/** Swing from which a change is an anomaly (and its severity high), in percent. Default 20. */
	swingPercent?: number;
	/** Robust z-score from which a change is an anomaly. Default 3.5 (Iglewicz and Hoaglin). */
	anomalyScore?: number;
	/** Hours after an alert in which the same call is kept back, unless it escalates or resolves. Default 0. */
	coolDownHours?: number;
	/** Quiet hours: every change is kept back for the next digest. Default false. */
	quiet?: boolean;
	/** Rows that the export should have; another number is critical. */
	expectedRows?: number;
	/** Periods that the export should be of; others are critical. */
	expectedPeriods?: readonly string[];
	/** Largest fall in the number of calls that is still believed, in percent; 100 believes everything. Default 30. */
	maxRowDropPercent?: number;
	/** Age of the newest week or update from which an export is stale, in days; 0 never. Default 0. */
	staleAfterDays?: number;
	/** Changes that the summary and the alert show. Default 10. */
	topChanges?: number;
	/** Periods that the next baseline holds at most, unless the current export has more. Default 8. */
	keepPeriods?: number;
	/** Snapshots whose values are kept for the anomaly score; 0 keeps none. Default 20. */
	keepHistory?: number;
	/** Items found before, such as those of the baseline's memory; they come first and into the alert. */
	dataQuality?: readonly DataQualityItem[];
	/** How the alert is written. */
	alert?: AlertOptions;
}

/** Options with their defaults. */
export interface Settings
	extends Required<
		Omit<
			CompareOptions,
			| 'columns'
			| 'percentThreshold'
			| 'moneyThreshold'
			| 'thresholdMode'
			| 'thresholdRules'
			| 'baselineTakenAt'
			| 'reference'
			| 'expectedRows'
		>
	> {
	/** Where periods are compared with different weeks. */
	comparedWithOf?: (timePeriod: string) => ComparedWith;
	baselineTakenAt: string | null;
	reference: Snapshot | undefined;
	expectedRows: number | null;
	columns: ColumnNames;
	thresholds: Thresholds;
}

/** @throws {RangeError} for options that make no sense */
export function checkOptions(options: CompareOptions): Settings {
	const columns = checkColumns(options.columns ?? {});
	const { expectedRows } = options;
	return {
		detectedAt: options.detectedAt,
		comparedWith: options.comparedWith ?? { source: 'secondInput' },
		baselineTakenAt: options.baselineTakenAt ?? options.comparedWith?.takenAt ?? null,
		against: options.against ?? 'lastRun',
		reference: options.reference,
		columns,
		keyColumns: checkKeyColumns(options.keyColumns ?? DEFAULT_KEY_COLUMNS, columns.timePeriod),
		thresholds: {
			percent: notNegative('percentThreshold', options.percentThreshold ?? 10),
			money: notNegative('moneyThreshold', options.moneyThreshold ?? 0),
			mode: options.thresholdMode ?? 'both',
			rules: (options.thresholdRules ?? []).map((rule) => ({
				...rule,
				percent: notNegative('percent of a threshold rule', rule.percent),
				money: notNegative('money of a threshold rule', rule.money),
			})),
		},
		numericText: options.numericText ?? 'refuse',
		swingPercent: notNegative('swingPercent', options.swingPercent ?? 20),
		anomalyScore: notNegative('anomalyScore', options.anomalyScore ?? 3.5),
		coolDownHours: notNegative('coolDownHours', options.coolDownHours ?? 0),
		quiet: options.quiet ?? false,
		expectedRows: expectedRows === undefined ? null : notNegative('expectedRows', expectedRows),
		expectedPeriods: options.expectedPeriods ?? [],
		maxRowDropPercent: notNegative('maxRowDropPercent', options.maxRowDropPercent ?? 30),
		staleAfterDays: notNegative('staleAfterDays', options.staleAfterDays ?? 0),
		topChanges: Math.floor(notNegative('topChanges', options.topChanges ?? 10)),
		keepPeriods: Math.floor(notNegative('keepPeriods', options.keepPeriods ?? 8)),
		keepHistory: Math.floor(notNegative('keepHistory', options.keepHistory ?? 20)),
		dataQuality: options.dataQuality ?? [],
		alert: options.alert ?? {},
	};
}

/** A threshold that is not a number would silence every alert, because no comparison with it is ever true. */
function notNegative(name: string, value: number): number {
	if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
	throw new RangeError(`${name} must be a number of 0 or more, but it is ${String(value)}.`);
}
