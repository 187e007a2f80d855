import { difference, percentOf } from './amounts';
import type { Comparison } from './compare';
import { moved } from './decide';
import type { ExportIndex } from './exportIndex';
import type { Hierarchy } from './hierarchy';
import type { Settings } from './options';
import { newestCell } from './snapshot';
import { thresholdsFor } from './thresholds';
import type { Snapshot } from './types';

/**
 * Adds the changes that take back an alert, where an older state is compared with. A call that is back where it was at
 * the start of the week is no difference to the start of the week, but the readers of the alert still believe in it.
 */
export function withResolved(
	comparison: Comparison,
	current: ExportIndex,
	last: Snapshot,
	hierarchy: Hierarchy,
	{ thresholds, baselineTakenAt }: Settings,
): void {
	const known = new Set(comparison.differences.map(({ key }) => key));
	for (const [key, entry] of last.entries) {
		const { alert } = entry;
		const number = alert === undefined || known.has(key) ? undefined : current.calls.find(key);
		if (alert === undefined || number === undefined) continue;
		const call = current.calls.cell(number);
		if (baselineTakenAt !== null && alert.at < baselineTakenAt) continue;
		const cell = newestCell(call);
		if (cell === undefined || typeof cell.value !== 'number' || typeof alert.to !== 'number')
			continue;
		const level = hierarchy.levelOf(cell.owner);
		const limits = thresholdsFor(cell.field, level, thresholds);
		if (!moved(alert.to, cell.value, limits, thresholds.mode)) continue;
		if (moved(alert.from, cell.value, limits, thresholds.mode)) continue;
		const delta = difference(alert.to, cell.value);
		comparison.differences.push({
			key,
			kind: delta > 0 ? 'increased' : 'decreased',
			previous: { ...entry, value: alert.to },
			current: cell,
			call,
			delta,
			changePct: alert.to === 0 ? null : percentOf(delta, alert.to),
			since: alert.at,
			level,
			moves: [],
		});
	}
}
