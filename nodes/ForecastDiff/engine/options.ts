import type { Thresholds } from './changes';
import { checkKeyColumns, DEFAULT_KEY_COLUMNS } from './key';
import type { ComparedWith, DataQualityItem, NumericText } from './types';

export interface CompareOptions {
	/** When the comparison is made, ISO date-time; stands in every change. */
	detectedAt: string;
	/** What the baseline is. Default: the second input. `compareWithPreviousWeek` sets its own. */
	comparedWith?: ComparedWith;
	/** Columns that identify a call. Default: owner, field, period, type. The period is always one of them. */
	keyColumns?: readonly string[];
	/** Smallest change that counts, in percent of the previous amount. Default 10. */
	percentThreshold?: number;
	/** Smallest change that counts, in money of the change's currency. Default 0. A change must reach both. */
	moneyThreshold?: number;
	/** What to do with amounts that are text. Default `refuse`. */
	numericText?: NumericText;
	/** Changes that the summary and the alert show. Default 10. */
	topChanges?: number;
	/** Periods that the next baseline holds at most, unless the current export has more. Default 8. */
	keepPeriods?: number;
	/** Items found before, such as those of the baseline's memory; they come first and into the alert. */
	dataQuality?: readonly DataQualityItem[];
}

/** Options with their defaults. */
export interface Settings {
	detectedAt: string;
	comparedWith: ComparedWith;
	/** Where periods are compared with different weeks. */
	comparedWithOf?: (timePeriod: string) => ComparedWith;
	keyColumns: readonly string[];
	thresholds: Thresholds;
	numericText: NumericText;
	topChanges: number;
	keepPeriods: number;
	dataQuality: readonly DataQualityItem[];
}

/** @throws {RangeError} for options that make no sense */
export function checkOptions(options: CompareOptions): Settings {
	return {
		detectedAt: options.detectedAt,
		comparedWith: options.comparedWith ?? { source: 'secondInput' },
		keyColumns: checkKeyColumns(options.keyColumns ?? DEFAULT_KEY_COLUMNS),
		thresholds: {
			percent: notNegative('percentThreshold', options.percentThreshold ?? 10),
			money: notNegative('moneyThreshold', options.moneyThreshold ?? 0),
		},
		numericText: options.numericText ?? 'refuse',
		topChanges: Math.floor(notNegative('topChanges', options.topChanges ?? 10)),
		keepPeriods: Math.floor(notNegative('keepPeriods', options.keepPeriods ?? 8)),
		dataQuality: options.dataQuality ?? [],
	};
}

/** A threshold that is not a number would silence every alert, because no comparison with it is ever true. */
function notNegative(name: string, value: number): number {
	if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
	throw new RangeError(`${name} must be a number of 0 or more, but it is ${String(value)}.`);
}
