import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { requireMemory } from '../baseline/requireMemory';
import { packBaseline } from '../baseline/token';
import type { ForecastDiff } from '../engine';
import { findEarlierState, type EarlierState } from './comparison/earlierState';
import { exportNotices, failedExport } from './comparison/exportNotices';
import { keepBaseline, type NewBaseline } from './comparison/keepBaseline';
import { hint, toOutputs, toPreviewOutputs } from './comparison/outputs';
import { standingWarnings } from './comparison/standingWarnings';
import { runComparison, runPreview } from './comparison/runComparison';
import { readInput } from './inputs/inputTable';
import { readCompareSettings, type CompareSettings } from './settings/compareSettings';

/**
 * Compares the rows of the first input with an earlier state.
 *
 * @returns the four outputs: changes, summary, data quality, baseline
 * @throws {NodeOperationError} when the memory is to be compared with and n8n did not give it
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = readCompareSettings(this);
	const current = await readInput(this, 0, settings.data);
	if (settings.preview) {
		const diff = runPreview(this, settings, current.rows);
		for (const remark of current.remarks) hint(this, remark);
		return toPreviewOutputs(this, diff);
	}
	if (settings.baseline.home === 'memory') await requireMemory(this);
	const earlier = await findEarlierState(this, settings);
	const diff = runComparison(this, settings, current.rows, earlier, [
		...earlier.notices,
		...exportNotices(current, settings.data.columns.timePeriod),
		...earlier.errors.map((reason) => failedExport('What comes before the second input', reason)),
	]);
	const next = newBaselineOf(settings, diff);
	const aboutMemory = keepBaseline(settings, earlier, next);
	hintAboutMemory(this, earlier);
	for (const remark of [...current.remarks, ...earlier.remarks]) hint(this, remark);
	const dataQuality = [...diff.dataQuality, ...aboutMemory];
	const known = warnedBefore(earlier);
	return toOutputs(this, settings, current, diff, { dataQuality, known, baseline: next?.item });
}

/** What the run before said about the data; rows of an earlier export do not tell. */
function warnedBefore({ previous }: EarlierState): ReadonlySet<string> {
	return new Set(previous !== undefined && 'keyColumns' in previous ? previous.warned : []);
}

function newBaselineOf(
	{ baseline, clock }: CompareSettings,
	{ nextBaseline, newGroups, changes, dataQuality }: ForecastDiff,
): NewBaseline | undefined {
	if (nextBaseline === null) return undefined;
	const warned = standingWarnings(dataQuality);
	const snapshot = { ...nextBaseline, ...(warned.length > 0 && { warned }) };
	const name = baseline.home === 'sameExport' ? '' : baseline.name;
	const item = packBaseline(name, clock.now, snapshot);
	const moved = changes.filter(({ movedFrom }) => movedFrom?.timePeriod !== undefined);
	const movedKeys = new Set(moved.map(({ key }) => key));
	return { snapshot, item, newGroups, movedKeys };
}

function hintAboutMemory(context: IExecuteFunctions, { memory }: EarlierState): void {
	if (memory === undefined) return;
	if (!memory.baseline.isSaved) {
		hint(
			context,
			'This was a test run: n8n saves no workflow memory in test runs, so this export was compared with the last baseline of the published workflow, if there is one, and will not become the next one.',
		);
	}
	if (context.getMode() === 'integrated') {
		// n8n saves the memory of a sub-workflow in every mode, and its end says nothing about the one that called it.
		hint(
			context,
			'This is a sub-workflow: its baseline moves on also in test runs of the workflow that calls it, and an alert that fails there is not noticed here. Put the alert into this workflow.',
			'warning',
		);
	}
}
