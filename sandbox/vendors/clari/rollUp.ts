import type { Member } from './hierarchy';

/** What one member shows in one field in one week. */
export interface Shown {
	member: Member;
	fieldId: string;
	/** `null`: no submission, no quota. */
	value: number | null;
	isUpdated: boolean;
	/** Clari user of the last change; `null` when there was none. */
	updatedBy: string | null;
	/** Epoch milliseconds. */
	updatedOn: number | null;
	/** The manager's override of this member's call; `null` when there is none. */
	adjustment: number | null;
	adjustedBy: string | null;
	adjustedOn: number | null;
	/** Whether that override was made in this week. */
	isAdjusted: boolean;
}

/**
 * Fills in the managers: each shows the sum of what the direct reports stand for (the override where there is one, else
 * the call), and `null` when none of them has anything.
 *
 * @param members in an order in which everybody comes after the manager
 * @param reported what reps show; managers are asked for the override that their own manager made
 * @param counts whether a rep still counts in this week
 */
export function rollUp(
	members: readonly Member[],
	reported: (member: Member) => Shown,
	counts: (member: Member) => boolean,
): Shown[] {
	const shown = members.map(reported);
	const sums = new Map<
		string,
		{ sum: number | null; touchedBy?: string; touchedOn: number; touched: boolean }
	>();

	for (let index = members.length - 1; index >= 0; index--) {
		const member = members[index];
		const row = shown[index];
		if (!member || !row) continue;
		if (member.kind === 'manager') {
			const below = sums.get(member.userId);
			row.value = below?.sum ?? null;
			row.isUpdated = below?.touched ?? false;
			row.updatedBy = below?.touchedBy ?? null;
			row.updatedOn = below?.touchedBy === undefined ? null : below.touchedOn;
		}
		if (member.managerId === undefined || !counts(member)) continue;

		const manager = sums.get(member.managerId) ?? { sum: null, touchedOn: 0, touched: false };
		const contribution = row.adjustment ?? row.value;
		if (contribution !== null) manager.sum = (manager.sum ?? 0) + contribution;
		// Overriding a report's call is what a manager's own update of the forecast is.
		if (row.adjustedBy !== null && (row.adjustedOn ?? 0) >= manager.touchedOn) {
			manager.touchedBy = row.adjustedBy;
			manager.touchedOn = row.adjustedOn ?? 0;
		}
		if (row.isAdjusted) manager.touched = true;
		sums.set(member.managerId, manager);
	}
	return shown;
}
