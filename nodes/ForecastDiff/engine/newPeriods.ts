import type { Snapshot } from './types';

/**
 * Adds the calls of new periods to a baseline that itself stays. Nothing was compared for a period that the baseline
 * does not have, so no alert is owed for it; but until the baseline has it, none can ever be raised.
 *
 * @param movedKeys calls that came there from a period that was compared: that alert is owed, so they stay out
 */
export function withNewPeriods(
	baseline: Snapshot,
	next: Snapshot,
	newPeriods: readonly string[],
	movedKeys: ReadonlySet<string> = new Set(),
): Snapshot {
	const periods = new Set(newPeriods);
	const entries = new Map(baseline.entries);
	for (const [key, entry] of next.entries) {
		if (periods.has(entry.timePeriod) && !movedKeys.has(key)) entries.set(key, entry);
	}
	return { ...baseline, entries };
}
