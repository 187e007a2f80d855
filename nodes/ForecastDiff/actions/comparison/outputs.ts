import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import type { BaselineItem } from '../../baseline/token';
import type { DataQualityItem, DataQualitySeverity, ForecastDiff } from '../../engine';
import type { InputTable } from '../inputs/inputTable';
import type { CompareSettings } from '../settings/compareSettings';
import { itemsOfChanges } from './sourceItems';
import { isKnown } from './standingWarnings';

/** From least to most severe. */
const SEVERITIES: readonly DataQualitySeverity[] = ['info', 'warning', 'critical'];

/** What stands for all items is linked to the first one: a link to each would be as large as the export itself. */
const WHOLE = { pairedItem: { item: 0 } };

/** The four outputs: changes, summary, data quality, baseline. What is not severe enough, or known, becomes a hint. */
export function toOutputs(
	context: IExecuteFunctions,
	settings: CompareSettings,
	current: InputTable,
	{ changes, summary }: ForecastDiff,
	more: {
		dataQuality: readonly DataQualityItem[];
		/** Warnings that the run before has given out: with every run, nobody would read them any more. */
		known: ReadonlySet<string>;
		baseline: BaselineItem | undefined;
	},
): INodeExecutionData[][] {
	const { dataQuality, known, baseline } = more;
	const isAll = settings.dataQualityLevel === 'info';
	const lowest = SEVERITIES.indexOf(settings.dataQualityLevel);
	const reported: DataQualityItem[] = [];
	for (const item of dataQuality) {
		const isSevere = SEVERITIES.indexOf(item.severity) >= lowest;
		if (isSevere && (isAll || !isKnown(item, known))) reported.push(item);
		else hint(context, item.message);
	}
	const itemOf = itemsOfChanges(changes, current, settings.data);
	const isNews =
		changes.length > 0 ||
		summary.digest ||
		summary.cameBack.length > 0 ||
		summary.lateChanges.length > 0;
	return [
		changes.map((change) => ({
			json: toItemData(change),
			pairedItem: { item: itemOf(change) },
		})),
		settings.summaryAlways || isNews ? [{ json: toItemData(summary), ...WHOLE }] : [],
		reported.map((item) => ({ json: toItemData(item), ...WHOLE })),
		baseline === undefined ? [] : [{ json: toItemData(baseline), ...WHOLE }],
	];
}

/** Only the summary: nothing of a preview may be taken for true. */
export function toPreviewOutputs(
	context: IExecuteFunctions,
	{ summary }: ForecastDiff,
): INodeExecutionData[][] {
	hint(
		context,
		"This is a preview: its changes are invented, and nothing was compared or saved. Remove 'Preview Alert' to compare.",
	);
	return [[], [{ json: toItemData(summary), ...WHOLE }], [], []];
}

/** Says something on the panel of the node. */
export function hint(
	context: IExecuteFunctions,
	message: string,
	type: 'info' | 'warning' = 'info',
): void {
	context.addExecutionHints({ message, type, location: 'outputPane' });
}
