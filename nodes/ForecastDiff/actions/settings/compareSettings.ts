import type { IExecuteFunctions } from 'n8n-workflow';

import { collectionParameter, toList, toText } from '../../../shared/parameters/read';
import { DEFAULT_MEMORY_LIMIT_MB } from '../../baseline/memoryLimit';
import type { CompareOptions, DataQualitySeverity } from '../../engine';
import { readBaselineSettings, type BaselineSettings } from './baseline';
import { choiceOf, numberOf } from './checks';
import { readClock, type Clock } from './clock';
import { readDataSettings, type DataSettings } from './data';
import { executionUrlOf } from './executionUrl';
import { readThresholds } from './thresholds';

/** Everything that Compare is told by its parameters. */
export interface CompareSettings {
	data: DataSettings;
	baseline: BaselineSettings;
	clock: Clock;
	/** What goes to the engine as it is. */
	engine: CompareOptions;
	/** Least severe data quality item to output; the others become hints. */
	dataQualityLevel: DataQualitySeverity;
	summaryAlways: boolean;
	memoryLimitMb: number;
	preview: boolean;
}

/**
 * Reads the parameters of Compare; the node compares all items at once, so the first item decides.
 *
 * @throws {NodeOperationError} that names the parameter and says what to do
 */
export function readCompareSettings(context: IExecuteFunctions): CompareSettings {
	const options = collectionParameter(context, 'options', 0);
	const data = readDataSettings(context);
	const baseline = readBaselineSettings(context);
	const clock = readClock(context, options);
	return {
		data,
		baseline,
		clock,
		engine: {
			...readThresholds(context, options),
			...readChecks(context, options),
			detectedAt: clock.now,
			...(data.keyColumns && { keyColumns: data.keyColumns }),
			columns: data.columns,
			quiet: clock.isQuiet,
			alert: readAlertOptions(context, options, clock),
			numericText: choiceOf(
				context,
				'Amounts as Text',
				// In a CSV file everything is text; among items it is the sign of a mistake elsewhere.
				options.numericText ?? (data.fileField === undefined ? 'refuse' : 'point'),
				['refuse', 'point', 'comma'],
			),
		},
		dataQualityLevel: choiceOf(context, 'Data Quality Level', options.dataQualityLevel, [
			'warning',
			'info',
			'critical',
		]),
		summaryAlways:
			choiceOf(context, 'Output Summary', options.outputSummary, ['whenChanged', 'always']) ===
			'always',
		memoryLimitMb: numberOf(context, 'Memory Limit (MB)', options.memoryLimit, {
			fallback: DEFAULT_MEMORY_LIMIT_MB,
		}),
		preview: options.previewAlert === true,
	};
}

type Checks = Pick<
	CompareOptions,
	| 'anomalyScore'
	| 'coolDownHours'
	| 'expectedPeriods'
	| 'expectedRows'
	| 'keepPeriods'
	| 'maxRowDropPercent'
	| 'staleAfterDays'
	| 'swingPercent'
	| 'topChanges'
>;

function readChecks(context: IExecuteFunctions, options: Record<string, unknown>): Checks {
	const number = (label: string, name: string, range: Parameters<typeof numberOf>[3]) =>
		numberOf(context, label, options[name], range);
	const expectedRows = number('Expected Rows', 'expectedRows', { fallback: 0, whole: true });
	return {
		anomalyScore: number('Anomaly Score', 'anomalyScore', { fallback: 3.5 }),
		coolDownHours: number('Cool-Down (Hours)', 'coolDownHours', { fallback: 0 }),
		expectedPeriods: toList(options.expectedPeriods),
		...(expectedRows > 0 && { expectedRows }),
		keepPeriods: number('Periods to Keep', 'keepPeriods', { fallback: 8, whole: true }),
		maxRowDropPercent: number('Largest Fall in Rows (%)', 'maxRowDropPercent', {
			fallback: 30,
			max: 100,
		}),
		staleAfterDays: number('Stale After (Days)', 'staleAfterDays', { fallback: 0 }),
		swingPercent: number('Review Swing (%)', 'swingPercent', { fallback: 20 }),
		topChanges: number('Changes in Alert', 'topChanges', { fallback: 10, min: 1, whole: true }),
	};
}

function readAlertOptions(
	context: IExecuteFunctions,
	options: Record<string, unknown>,
	{ timeZone }: Clock,
): NonNullable<CompareOptions['alert']> {
	const clariUrl = toText(options.clariUrl, '').trim();
	const executionUrl = executionUrlOf(context);
	return {
		locale: toText(options.locale, '').trim() || 'en-US',
		timeZone,
		...(executionUrl !== undefined && { executionUrl }),
		...(clariUrl !== '' && { clariUrl }),
	};
}
