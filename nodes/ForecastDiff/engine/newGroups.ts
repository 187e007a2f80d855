import type { Snapshot } from './types';

/**
 * Adds the calls of new groups (a new period, a field or type that is exported since now) to a baseline that itself
 * stays. Nothing was compared for a group that the baseline does not have, so no alert is owed for it; but until the
 * baseline has it, none can ever be raised.
 *
 * @param groups the groups of calls that may be added; those that the baseline has are left alone
 * @param groupOf what a key shares with the others of its group (see `groupReader`)
 * @param movedKeys calls that came there from a group that was compared: that alert is owed, so they stay out
 * @returns the same baseline when there is nothing to add
 */
export function withNewGroups(
	baseline: Snapshot,
	next: Snapshot,
	groups: ReadonlySet<string>,
	groupOf: (key: string) => string,
	movedKeys: ReadonlySet<string> = new Set(),
): Snapshot {
	const known = groupsOf(baseline, groupOf);
	const entries = new Map(baseline.entries);
	for (const [key, entry] of next.entries) {
		const group = groupOf(key);
		if (groups.has(group) && !known.has(group) && !movedKeys.has(key)) entries.set(key, entry);
	}
	return entries.size === baseline.entries.size ? baseline : { ...baseline, entries };
}

/** The groups that a baseline has calls of. */
export function groupsOf({ entries }: Snapshot, groupOf: (key: string) => string): Set<string> {
	return new Set([...entries.keys()].map(groupOf));
}
