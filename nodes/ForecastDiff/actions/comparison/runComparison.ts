import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toNodeError, type NodeFailure } from '../../../shared/errors/nodeError';
import type { DataQualityItem, ForecastDiff, RowSource } from '../../engine';
import { compareForecasts, compareWithEarlierWeek, previewForecast } from '../../engine';
import { TableFileError } from '../../files/tableFileError';
import type { CompareSettings } from '../settings/compareSettings';
import type { EarlierState } from './earlierState';

/**
 * Compares. Files are read meanwhile, so what is wrong with them comes up here.
 *
 * @throws {NodeOperationError} for settings that make no sense, and for files that cannot be read
 */
export function runComparison(
	context: IExecuteFunctions,
	settings: CompareSettings,
	rows: RowSource,
	earlier: EarlierState,
	dataQuality: DataQualityItem[],
): ForecastDiff {
	const { baseline, engine } = settings;
	const { previous, reference, comparedWith } = earlier;
	return orExplain(context, () => {
		const options = { ...engine, dataQuality };
		if (baseline.home === 'sameExport') {
			return compareWithEarlierWeek(rows, { ...options, weeksBack: baseline.weeksBack });
		}
		return compareForecasts(previous, rows, {
			...options,
			against: baseline.since === 'lastAlert' ? 'lastAlert' : 'lastRun',
			comparedWith,
			...(reference && { reference }),
			...(comparedWith.takenAt !== undefined && { baselineTakenAt: comparedWith.takenAt }),
		});
	});
}

/**
 * Shows what an alert about these rows looks like.
 *
 * @throws {NodeOperationError} as above
 */
export function runPreview(
	context: IExecuteFunctions,
	{ engine }: CompareSettings,
	rows: RowSource,
): ForecastDiff {
	return orExplain(context, () => previewForecast(rows, engine));
}

function orExplain(context: IExecuteFunctions, compare: () => ForecastDiff): ForecastDiff {
	const result = tryCompare(context, compare);
	if ('failure' in result) throw result.failure;
	return result.diff;
}

function tryCompare(
	context: IExecuteFunctions,
	compare: () => ForecastDiff,
): { diff: ForecastDiff } | { failure: NodeFailure } {
	try {
		return { diff: compare() };
	} catch (error) {
		return { failure: explained(context, error) };
	}
}

function explained(context: IExecuteFunctions, error: unknown): NodeFailure {
	const node = context.getNode();
	if (error instanceof TableFileError) {
		const { message: description } = error;
		return new NodeOperationError(node, 'A file cannot be read as a table', { description });
	}
	// The engine refuses options that make no sense with a RangeError that says which.
	if (error instanceof RangeError) {
		const { message: description } = error;
		return new NodeOperationError(node, 'The settings of the comparison do not fit', {
			description,
		});
	}
	return toNodeError(node, error, 0);
}
