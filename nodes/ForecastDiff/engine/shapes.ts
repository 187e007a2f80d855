import { baselineOfRows } from './baselines';
import { compareSides } from './compare';
import { indexExport, Reading } from './exportIndex';
import { Hierarchy } from './hierarchy';
import { LabelDictionary } from './labels';
import type { CompareOptions, Settings } from './options';
import type { ForecastDiff } from './report';
import { TeamMoves } from './teams';
import type { ForecastRowLike } from './types';

let kept: readonly object[] | undefined;

/**
 * Keeps one object of each kind that the engine works with, for as long as the process lives.
 *
 * V8 throws the code that it has optimised for a kind of objects away, with what it learned about it, when a garbage
 * collection finds none of them. In n8n there are hours between two runs, so every run would be a first one: at 20,000
 * rows that made it three times slower (see docs/benchmarks.md for how it is measured).
 */
export function keepShapes(compare: Compare, table: TableNames): void {
	if (kept !== undefined) return;
	// The comparison that is kept asks as well.
	kept = [];
	kept = makeShapes(compare, table);
}

/** Of the first comparison: code that was compiled for some columns reads others more slowly. */
type TableNames = Pick<Settings, 'columns' | 'keyColumns'>;

type Compare = (
	previous: readonly ForecastRowLike[],
	current: readonly ForecastRowLike[],
	options: CompareOptions,
) => ForecastDiff;

function makeShapes(compare: Compare, { columns, keyColumns }: TableNames): readonly object[] {
	const row = (value: number, ownerId: string): ForecastRowLike => ({
		...Object.fromEntries(keyColumns.map((column) => [column, ownerId])),
		[columns.ownerId]: ownerId,
		[columns.role]: ownerId,
		[columns.parentRole]: 'top',
		[columns.fieldId]: 'field',
		[columns.type]: 'forecast',
		[columns.timePeriod]: 'period',
		[columns.value]: value,
	});
	const labels = new LabelDictionary(columns);
	const shape = { keyColumns, columns, numericText: 'refuse' as const, labels };
	const current = [row(1.5, 'top'), row(2.5, 'a'), row(3.5, 'b')];
	const previous = [row(1, 'top'), row(2.5, 'a'), row(3.5, 'c')];
	const index = indexExport(current, shape);
	const earlier = baselineOfRows(previous, index, shape, null);
	const hierarchy = new Hierarchy(labels.owners(), []);
	const comparison = compareSides(index, earlier.baseline, hierarchy, labels, () => 'value');
	const teams = new TeamMoves(comparison.flows, hierarchy, comparison.differences);
	const detectedAt = '2026-01-01T00:00:00.000Z';
	const diff = compare(previous, current, { columns, keyColumns, detectedAt });
	const reading = new Reading(shape, 0);
	return [labels, index, earlier, hierarchy, comparison, teams, diff, reading];
}
