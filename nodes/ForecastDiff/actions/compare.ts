import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ExportNotice } from '../../shared/forecast/forecastRow';
import { toItemData } from '../../shared/json/read';
import type { MemoryState } from '../baseline/memory';
import type { BaselineItem } from '../baseline/token';
import { packBaseline } from '../baseline/token';
import { WorkflowBaseline } from '../baseline/workflowBaseline';
import type {
	ComparedWith,
	DataQualityItem,
	ForecastDiff,
	ForecastRowLike,
	Snapshot,
} from '../engine';
import { compareForecasts, compareWithPreviousWeek } from '../engine';
import { dataQualityItem } from '../engine/dataQuality';
import { withNewPeriods } from '../engine/newPeriods';
import { decode, inputItems, readRows, readSecondInput } from './inputs';
import type { CompareParameters } from './parameters';
import { SEVERITIES, readCompareParameters } from './parameters';

/** What the current export is compared with, and what was noticed on the way there. */
interface Reference {
	previous: Snapshot | ForecastRowLike[] | undefined;
	comparedWith: ComparedWith;
	notices: DataQualityItem[];
	/** Set when the workflow's memory is used. */
	memory?: { baseline: WorkflowBaseline; state: MemoryState };
}

/**
 * Compares the items of the first input with a baseline.
 *
 * @returns the four outputs: changes, summary, data quality, baseline
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = readCompareParameters(this);
	const current = inputItems(this, 0);
	const { rows, notices, errors } = readRows(current);
	const detectedAt = new Date().toISOString();

	const reference = await readReference(this, parameters);
	// Without any row, the engine itself reports an empty export.
	if (rows.length > 0) {
		reference.notices.push(...notices.map((notice) => emptyPart(notice, rows)));
	}
	reference.notices.push(...errors.map(failedPart));
	const diff = compare(this, parameters, rows, reference, detectedAt);
	const next =
		diff.nextBaseline === null
			? undefined
			: packBaseline(parameters.baselineName, detectedAt, diff.nextBaseline);
	if (reference.memory) {
		const { baseline, state } = reference.memory;
		baseline.store(knowNewPeriods(state, reference, diff), next, parameters.moveBaseline);
		if (!baseline.isSaved) hintNotSaved(this);
		if (this.getMode() === 'integrated') hintSubWorkflow(this);
	}
	return toOutputs(this, parameters, current, diff, next);
}

async function readReference(
	context: IExecuteFunctions,
	{ compareWith, baselineName }: CompareParameters,
): Promise<Reference> {
	if (compareWith === 'previousWeek') {
		return { previous: undefined, comparedWith: { source: 'previousWeek' }, notices: [] };
	}
	if (compareWith === 'secondInput') {
		const { snapshot, takenAt, rows } = readSecondInput(
			context,
			inputItems(context, 1),
			baselineName,
		);
		return {
			previous: snapshot ?? rows,
			comparedWith: { source: 'secondInput', ...(takenAt !== undefined && { takenAt }) },
			notices: [],
		};
	}
	const baseline = new WorkflowBaseline(context, baselineName);
	const { state, baseline: stored, notices } = await baseline.resolve();
	return {
		previous: stored && decode(context, stored.token).snapshot,
		comparedWith: { source: 'memory', ...(stored && { takenAt: stored.takenAt }) },
		notices,
		memory: { baseline, state },
	};
}

function compare(
	context: IExecuteFunctions,
	parameters: CompareParameters,
	rows: ForecastRowLike[],
	{ previous, comparedWith, notices }: Reference,
	detectedAt: string,
): ForecastDiff {
	const options = {
		detectedAt,
		keyColumns: parameters.keyColumns,
		percentThreshold: parameters.percentThreshold,
		moneyThreshold: parameters.moneyThreshold,
		numericText: parameters.numericText,
		topChanges: parameters.topChanges,
		dataQuality: notices,
	};
	const result = attemptCompare(() =>
		parameters.compareWith === 'previousWeek'
			? compareWithPreviousWeek(rows, options)
			: compareForecasts(previous, rows, { ...options, comparedWith }),
	);
	if ('changes' in result) return result;
	throw new NodeOperationError(context.getNode(), 'The settings of the comparison do not fit', {
		description: result.reason,
	});
}

/** An earlier node was set to continue after a failure: what it should have given is missing, not removed. */
function failedPart(reason: string): DataQualityItem {
	return dataQualityItem(
		'failed_export',
		'critical',
		`An export failed: ${reason} Nothing was compared and the baseline stays.`,
		{ reason },
	);
}

/** A new quarter enters the baseline at once, also where the rest of it waits for its confirmation. */
function knowNewPeriods(
	state: MemoryState,
	{ previous }: Reference,
	{ nextBaseline, summary: { newPeriods } }: ForecastDiff,
): MemoryState {
	const { committed } = state;
	if (committed === undefined || nextBaseline === null || newPeriods.length === 0) return state;
	if (previous === undefined || Array.isArray(previous) || !('entries' in previous)) return state;
	const known = withNewPeriods(previous, nextBaseline, newPeriods);
	return { ...state, committed: packBaseline(committed.baseline, committed.takenAt, known) };
}

/**
 * One of several exports had no rows. Where it was the only one of its period, that period is left out; where others
 * have rows of the same period (several tabs, several scopes), a comparison would report its calls as removed.
 */
function emptyPart(
	{ message, ...details }: ExportNotice,
	rows: readonly ForecastRowLike[],
): DataQualityItem {
	const { timePeriod } = details;
	const alone = timePeriod !== undefined && !rows.some((row) => row.timePeriod === timePeriod);
	return alone
		? dataQualityItem('empty_export', 'warning', message, details)
		: dataQualityItem(
				'empty_export',
				'critical',
				`${message} Nothing was compared and the baseline stays.`,
				details,
			);
}

/** The engine refuses options that make no sense with a RangeError that says which. */
function attemptCompare(run: () => ForecastDiff): ForecastDiff | { reason: string } {
	try {
		return run();
	} catch (error) {
		return { reason: error instanceof Error ? error.message : String(error) };
	}
}

function toOutputs(
	context: IExecuteFunctions,
	parameters: CompareParameters,
	current: INodeExecutionData[],
	diff: ForecastDiff,
	baseline: BaselineItem | undefined,
): INodeExecutionData[][] {
	const itemOf = indexOfChangedRows(current, diff);
	// What stands for all items is linked to the first one: a link to each would be as large as the export itself.
	const whole = { pairedItem: { item: 0 } };

	const lowest = SEVERITIES.indexOf(parameters.dataQualityLevel);
	const [reported, hinted] = partition(
		diff.dataQuality,
		({ severity }) => SEVERITIES.indexOf(severity) >= lowest,
	);
	for (const { message } of hinted) {
		context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
	}
	const withSummary = parameters.summaryAlways || diff.changes.length > 0;
	return [
		diff.changes.map((change) => ({
			json: toItemData(change),
			pairedItem: { item: itemOf.get(labelsOf(toItemData(change), change.currentWeek)) ?? 0 },
		})),
		withSummary ? [{ json: toItemData(diff.summary), ...whole }] : [],
		reported.map((item) => ({ json: toItemData(item), ...whole })),
		baseline === undefined ? [] : [{ json: toItemData(baseline), ...whole }],
	];
}

/** Which input item each change comes from; one pass over the rows. */
function indexOfChangedRows(
	current: INodeExecutionData[],
	diff: ForecastDiff,
): Map<string, number> {
	const wanted = new Set(
		diff.changes.map((change) => labelsOf(toItemData(change), change.currentWeek)),
	);
	const index = new Map<string, number>();
	current.forEach(({ json }, item) => {
		const labels = labelsOf(json, json.weekStart);
		if (wanted.has(labels)) index.set(labels, item);
	});
	return index;
}

function labelsOf(json: ForecastRowLike, week: unknown): string {
	const labels = [json.ownerId, json.fieldId, json.timePeriod, json.type, week];
	// A change carries its labels trimmed.
	return JSON.stringify(
		labels.map((label) => (typeof label === 'string' ? label.trim() : (label ?? null))),
	);
}

function partition<T>(list: T[], belongs: (entry: T) => boolean): [T[], T[]] {
	return [list.filter(belongs), list.filter((entry) => !belongs(entry))];
}

/** n8n saves the memory of a sub-workflow in every mode, and its end says nothing about the workflow that called it. */
function hintSubWorkflow(context: IExecuteFunctions): void {
	context.addExecutionHints({
		message:
			'This is a sub-workflow: its baseline moves on also in test runs of the workflow that calls it, and an alert that fails there is not noticed here. Put the alert into this workflow.',
		type: 'warning',
		location: 'outputPane',
	});
}

function hintNotSaved(context: IExecuteFunctions): void {
	context.addExecutionHints({
		message:
			'This was a test run: n8n saves no workflow memory in test runs, so this export was compared with the last baseline of the active workflow, if there is one, and will not become the next one.',
		type: 'info',
		location: 'outputPane',
	});
}
