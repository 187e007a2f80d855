import { baselineOfRows } from './baselines';
import { CLARI_COLUMNS } from './columns';
import { compareSides } from './compare';
import { indexExport, Reading } from './exportIndex';
import { Hierarchy } from './hierarchy';
import { DEFAULT_KEY_COLUMNS } from './key';
import { LabelDictionary } from './labels';
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
export function keepShapes(compare: Compare): void {
	if (kept !== undefined) return;
	// The comparison that is kept asks as well.
	kept = [];
	kept = makeShapes(compare);
}

type Compare = (
	previous: readonly ForecastRowLike[],
	current: readonly ForecastRowLike[],
	options: { detectedAt: string },
) => ForecastDiff;

function makeShapes(compare: Compare): readonly object[] {
	const row = (value: number, ownerId: string): ForecastRowLike => ({
		ownerId,
		role: ownerId,
		parentRole: 'top',
		fieldId: 'field',
		type: 'forecast',
		timePeriod: 'period',
		value,
	});
	const labels = new LabelDictionary(CLARI_COLUMNS);
	const shape = {
		keyColumns: DEFAULT_KEY_COLUMNS,
		columns: CLARI_COLUMNS,
		numericText: 'refuse' as const,
		labels,
	};
	const current = [row(1.5, 'top'), row(2.5, 'a'), row(3.5, 'b')];
	const previous = [row(1, 'top'), row(2.5, 'a'), row(3.5, 'c')];
	const index = indexExport(current, shape);
	const earlier = baselineOfRows(previous, index, shape, null);
	const hierarchy = new Hierarchy(labels.owners(), []);
	const comparison = compareSides(index, earlier.baseline, hierarchy, labels, () => 'value');
	const teams = new TeamMoves(comparison.flows, hierarchy, comparison.differences);
	const diff = compare(previous, current, { detectedAt: '2026-01-01T00:00:00.000Z' });
	const reading = new Reading(shape, 0);
	return [labels, index, earlier, hierarchy, comparison, teams, diff, reading];
}
