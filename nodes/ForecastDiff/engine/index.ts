/**
 * The comparison of two forecast exports: pure functions on plain rows, without n8n, clock, network or randomness.
 *
 * ```js
 * const { compareForecasts } = require('n8n-nodes-revops').forecastDiffEngine;
 * const { changes, summary, dataQuality } = compareForecasts(lastWeeksRows, rows, {
 *   detectedAt: new Date().toISOString(),
 * });
 * ```
 */
import {
	baselineOfRows,
	baselineOfSnapshot,
	baselineOfWeeks,
	ownersOfGonePeriods,
	periodsOf,
} from './baselines';
import { compareSides, type Baseline } from './compare';
import {
	ambiguousRoles,
	groupItems,
	hasCritical,
	inspectExport,
	keyColumnsChanged,
	missingAmounts,
	noBaseline,
	periodItems,
	singleWeek,
} from './dataQuality';
import { weekPairs } from './earlierWeek';
import { indexExport, type ExportIndex, type RowSource } from './exportIndex';
import { checkAgainstBaseline, checkExpectations } from './gate';
import { Hierarchy } from './hierarchy';
import { LabelDictionary } from './labels';
import { pairMoves } from './moves';
import { firstSnapshot } from './nextBaseline';
import { checkOptions, type CompareOptions, type Settings } from './options';
import { inventBaseline } from './preview';
import { report, reportNothing, type ForecastDiff } from './report';
import { withResolved } from './resolved';
import { keepShapes } from './shapes';
import { checkTabs, mixedTabs } from './tabs';
import type { ComparedWith, DataQualityItem, Snapshot } from './types';

export type { ColumnNames } from './columns';
export type { RowSource } from './exportIndex';
export { DEFAULT_KEY_COLUMNS } from './key';
export type { CompareOptions } from './options';
export type { ForecastDiff, Summary } from './report';
export type * from './summary';
export type { ThresholdRule } from './thresholds';
export type * from './types';

/** An export that has been read and can be trusted, as far as it tells by itself. */
interface Reading {
	index: ExportIndex;
	labels: LabelDictionary;
	settings: Settings;
	found: DataQualityItem[];
}

/**
 * Compares an export with an earlier one.
 *
 * @param previous the rows of the earlier export, a snapshot of it, or nothing (first run: nothing is compared). A list
 *   without rows is the same as nothing.
 * @param current the rows of the export
 * @throws {RangeError} for options that make no sense, such as a threshold that is not a number
 */
export function compareForecasts(
	previous: RowSource | Snapshot | null | undefined,
	current: RowSource,
	options: CompareOptions,
): ForecastDiff {
	const settings = checkOptions(options);
	keepShapes(compareForecasts, settings);
	const reading = read(current, settings);
	if ('changes' in reading) return reading;
	const { index, labels, found } = reading;
	const currentOwners = labels.owners();
	// Nothing to compare this export with, so it becomes the baseline itself.
	const first = (items: DataQualityItem[], blocked: boolean) =>
		reportNothing(index, items, settings, blocked, () => firstSnapshot(index));

	const last = isSnapshot(previous) ? previous : undefined;
	const stored = settings.reference ?? last;
	let baseline: Baseline | undefined;
	if (stored !== undefined) {
		for (const { keyColumns } of [stored, last ?? stored]) {
			if (sameColumns(keyColumns, settings.keyColumns)) continue;
			return first([...found, keyColumnsChanged(keyColumns, settings.keyColumns)], false);
		}
		found.push(...checkTabs([...(stored.tabs ?? []), ...(last?.tabs ?? [])], index, settings));
		if (hasCritical(found)) return reportNothing(index, found, settings, true, () => null);
		baseline = baselineOfSnapshot(stored, index, labels, settings.baselineTakenAt);
	} else if (hasRows(previous)) {
		const shape = { ...settings, labels };
		const rows = baselineOfRows(previous, index, shape, settings.baselineTakenAt);
		if (rows.index.rows > 0) {
			found.push(...inspectExport(rows.index, 'baseline'));
			if (hasCritical(found)) return first(found, true);
			found.push(...checkTabs(rows.index.tabs, index, settings));
			if (hasCritical(found)) return reportNothing(index, found, settings, true, () => null);
			baseline = rows.baseline;
		}
	}
	if (baseline === undefined) {
		return first([...found, noBaseline(index.calls.size - index.unclear.size)], false);
	}
	// Whether an export is broken shows beside the last one, not beside the start of the quarter.
	const before = last === undefined ? baseline.periods : periodsOf(last, index, index.groupOf);
	found.push(...checkAgainstBaseline(index.periods, before, settings));
	if (hasCritical(found)) return reportNothing(index, found, settings, true, () => null);

	const owners = labels.owners();
	const earlier = owners.slice(currentOwners.length);
	const over = ownersOfGonePeriods(earlier, index, baseline);
	const hierarchy = new Hierarchy(currentOwners, earlier, over);
	const keepsTold = settings.against === 'lastAlert';
	// A change that was kept back, now or when the older state was taken, is counted from what was told.
	const amountOf = (key: string) =>
		keepsTold || stored?.held?.has(key) === true ? 'told' : 'value';
	const comparison = compareSides(index, baseline, hierarchy, labels, amountOf);
	pairMoves(comparison, index, baseline, hierarchy, settings.columns, amountOf);
	if (settings.reference !== undefined && last !== undefined) {
		withResolved(comparison, index, baseline, last, hierarchy, settings);
	}
	found.push(
		...periodItems(comparison),
		...groupItems(comparison),
		...missingAmounts(comparison),
		...ambiguousRoles(hierarchy),
	);
	const compared = { comparison, baseline, hierarchy, owners, last: last ?? settings.reference };
	return report(index, compared, found, settings, { keepsBaseline: false, preview: false });
}

/**
 * Compares the newest week of each period with an earlier one, within one export that carries its weeks.
 *
 * Needs no baseline. A call that has no newer amount keeps its last one, so an owner whose rows stop is not reported as
 * removed, and a call is not cleared by a week in which its owner made none.
 *
 * @param options.weeksBack how many weeks (with amounts) before the newest one; default 1
 * @throws {RangeError} for options that make no sense
 */
export function compareWithEarlierWeek(
	current: RowSource,
	options: Omit<CompareOptions, 'comparedWith'> & { weeksBack?: number },
): ForecastDiff {
	const { weeksBack = 1, ...rest } = options;
	if (!Number.isInteger(weeksBack) || weeksBack < 1) {
		throw new RangeError(`weeksBack must be a whole number of 1 or more, but it is ${weeksBack}.`);
	}
	const reading = read(
		current,
		checkOptions({ ...rest, comparedWith: { source: 'sameExport' }, reference: undefined }),
	);
	if ('changes' in reading) return reading;
	const { index, settings, labels, found } = reading;

	const pairs = weekPairs(index, weeksBack);
	const limits = new Map<string, string>();
	const weeks = new Map<string, string>();
	for (const [period, { earlier, limit }] of pairs) {
		if (earlier === undefined || limit === undefined) continue;
		limits.set(period, limit);
		weeks.set(period, earlier);
	}
	const single = [...index.periods.keys()].filter((period) => !limits.has(period)).sort();
	if (single.length > 0) found.push(singleWeek(single, weeksBack));
	if (limits.size === 0) return reportNothing(index, found, settings, false, () => null);

	const baseline = baselineOfWeeks(index, limits);
	const owners = labels.owners();
	const hierarchy = new Hierarchy(owners, []);
	const comparison = compareSides(index, baseline, hierarchy, labels, () => 'value');
	// They are not new: they have no earlier week, and there is an item that says so.
	comparison.newPeriods = [];
	found.push(...missingAmounts(comparison), ...ambiguousRoles(hierarchy));
	const weekSettings = {
		...settings,
		comparedWith: comparedWithWeeks([...weeks.values()]),
		comparedWithOf: (period: string) => comparedWithWeeks([weeks.get(period)]),
	};
	const compared = { comparison, baseline, hierarchy, owners, last: undefined };
	return report(index, compared, found, weekSettings, { keepsBaseline: true, preview: false });
}

/**
 * Shows what an alert about this export looks like, without waiting for a change: compares it with an invented
 * baseline. Nothing of the result may be stored or taken for true; `summary.preview` says so.
 *
 * @throws {RangeError} for options that make no sense
 */
export function previewForecast(current: RowSource, options: CompareOptions): ForecastDiff {
	const reading = read(
		current,
		checkOptions({ ...options, reference: undefined, quiet: false, coolDownHours: 0 }),
	);
	if ('changes' in reading) return reading;
	const { index, settings, labels, found } = reading;
	const owners = labels.owners();
	const hierarchy = new Hierarchy(owners, []);
	const invented = inventBaseline(index, hierarchy);
	// What is invented is a call that was added, also where it is the only one of its field.
	const baseline = { ...baselineOfSnapshot(invented, index, labels, null), lacks: () => false };
	const comparison = compareSides(index, baseline, hierarchy, labels, () => 'value');
	const compared = { comparison, baseline, hierarchy, owners, last: undefined };
	return report(index, compared, found, settings, { keepsBaseline: true, preview: true });
}

/** Reads an export; what cannot be trusted is reported at once. */
function read(current: RowSource, settings: Settings): Reading | ForecastDiff {
	const labels = new LabelDictionary(settings.columns);
	const index = indexExport(current, { ...settings, labels });
	const found = [
		...settings.dataQuality,
		...inspectExport(index, 'current'),
		...mixedTabs(index, settings),
		...(index.rows === 0 ? [] : checkExpectations(index, settings)),
	];
	if (hasCritical(found)) return reportNothing(index, found, settings, true, () => null);
	return { index, labels, settings, found };
}

function isSnapshot(previous: RowSource | Snapshot | null | undefined): previous is Snapshot {
	return typeof previous === 'object' && previous !== null && 'keyColumns' in previous;
}

function hasRows(previous: RowSource | Snapshot | null | undefined): previous is RowSource {
	return (
		previous != null && !isSnapshot(previous) && !('length' in previous && previous.length === 0)
	);
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((column, position) => column === b[position]);
}

function comparedWithWeeks(weeks: Array<string | undefined>): ComparedWith {
	const [week, ...others] = [...new Set(weeks)];
	return week === undefined || others.length > 0
		? { source: 'sameExport' }
		: { source: 'sameExport', week };
}
