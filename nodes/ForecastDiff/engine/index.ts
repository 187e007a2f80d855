/**
 * The comparison of two forecast exports: pure functions on plain rows, without n8n, clock, network or randomness.
 *
 * ```js
 * const { compareForecasts } = require('n8n-nodes-revops');
 * const { changes, summary, dataQuality } = compareForecasts(lastWeeksRows, rows, {
 *   detectedAt: new Date().toISOString(),
 * });
 * ```
 */
import { compareViews } from './compare';
import {
	hasCritical,
	inspectExport,
	keyColumnsChanged,
	missingAmounts,
	noBaseline,
	periodItems,
	singleWeek,
} from './dataQuality';
import { indexExport } from './exportIndex';
import { checkOptions, type CompareOptions } from './options';
import { weekPairs } from './previousWeek';
import { report, type ForecastDiff } from './report';
import { takeView, type ExportView } from './snapshot';
import type { ComparedWith, DataQualityItem, ForecastRowLike, Snapshot } from './types';

export { DEFAULT_KEY_COLUMNS } from './key';
export type { CompareOptions } from './options';
export type { ForecastDiff, Summary } from './report';
export type { SummaryCounts } from './summary';
export type * from './types';

/**
 * Compares an export with an earlier one.
 *
 * @param previous the rows of the earlier export, a snapshot of it, or nothing (first run: nothing is compared). A list
 *   without rows is the same as nothing.
 * @param current the rows of the export
 * @throws {RangeError} for options that make no sense, such as a threshold that is not a number
 */
export function compareForecasts(
	previous: readonly ForecastRowLike[] | Snapshot | null | undefined,
	current: readonly ForecastRowLike[],
	options: CompareOptions,
): ForecastDiff {
	const settings = checkOptions(options);
	const index = indexExport(current, settings.keyColumns, settings.numericText);
	const found = [...settings.dataQuality, ...inspectExport(index, 'current')];
	if (hasCritical(found)) return report(undefined, index, found, settings, true, null);

	const view = takeView(index);
	// Nothing to compare this export with, so it becomes the baseline itself.
	const first = (items: DataQualityItem[], blocked: boolean) =>
		report(undefined, index, items, settings, blocked, snapshotOf(view));

	let baseline: Snapshot | undefined;
	if (isSnapshot(previous)) baseline = previous;
	else if (previous && previous.length > 0) {
		const earlier = indexExport(previous, settings.keyColumns, settings.numericText);
		found.push(...inspectExport(earlier, 'baseline'));
		if (hasCritical(found)) return first(found, true);
		baseline = takeView(earlier);
	}
	if (baseline === undefined) {
		return first([...found, noBaseline(view.entries.size)], false);
	}
	if (!sameColumns(baseline.keyColumns, settings.keyColumns)) {
		return first([...found, keyColumnsChanged(baseline.keyColumns, settings.keyColumns)], false);
	}
	const comparison = compareViews(baseline, view, settings.keepPeriods);
	found.push(...periodItems(comparison), ...missingAmounts(comparison));
	return report(comparison, index, found, settings, false, comparison.next);
}

/**
 * Compares the newest week of each period with the weeks before it, within one export that carries its weeks.
 *
 * Needs no baseline. A call that has no newer amount keeps its last one, so an owner whose rows stop is not reported as
 * removed, and a call is not cleared by a week in which its owner made none.
 *
 * @throws {RangeError} for options that make no sense
 */
export function compareWithPreviousWeek(
	current: readonly ForecastRowLike[],
	options: Omit<CompareOptions, 'comparedWith'>,
): ForecastDiff {
	const settings = checkOptions({ ...options, comparedWith: { source: 'previousWeek' } });
	const index = indexExport(current, settings.keyColumns, settings.numericText);
	const found = [...settings.dataQuality, ...inspectExport(index, 'current')];
	if (hasCritical(found)) return report(undefined, index, found, settings, true, null);

	const newest = new Map<string, string>();
	const before = new Map<string, string>();
	for (const [period, pair] of weekPairs(index)) {
		if (pair.before === undefined) continue;
		newest.set(period, pair.newest);
		before.set(period, pair.before);
	}
	const single = [...index.periods].filter((period) => !newest.has(period)).sort();
	if (single.length > 0) found.push(singleWeek(single));
	if (newest.size === 0) return report(undefined, index, found, settings, false, null);

	const comparison = compareViews(takeView(index, newest), takeView(index), 0);
	// They are not new: they have no earlier week, and there is an item that says so.
	comparison.newPeriods = [];
	const weekSettings = {
		...settings,
		comparedWith: comparedWithWeeks([...before.values()]),
		comparedWithOf: (period: string) => comparedWithWeeks([before.get(period)]),
	};
	return report(comparison, index, found, weekSettings, false, null);
}

function isSnapshot(
	previous: readonly ForecastRowLike[] | Snapshot | null | undefined,
): previous is Snapshot {
	return typeof previous === 'object' && previous !== null && 'keyColumns' in previous;
}

function snapshotOf({ keyColumns, entries }: ExportView): Snapshot {
	return { keyColumns, entries: new Map(entries) };
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((column, position) => column === b[position]);
}

function comparedWithWeeks(weeks: Array<string | undefined>): ComparedWith {
	const [week, ...others] = [...new Set(weeks)];
	return week === undefined || others.length > 0
		? { source: 'previousWeek' }
		: { source: 'previousWeek', week };
}
