import type { DecidedChange } from './decide';
import type { CallLabels, Change, ChangeReason, ComparedWith, Direction } from './types';
import { largerAmount } from './amounts';
import { labelsOf } from './labels';

/** What is known about a change beside the change itself. */
export interface ChangeContext {
	reason: ChangeReason;
	comparedWith: ComparedWith;
	detectedAt: string;
	behind: Pick<Change, 'explainedBy' | 'unexplained'>;
}

/** Turns a difference into the change that users see. */
export function toChange(
	{ difference, severity, anomaly, resolves, escalates, heldSince }: DecidedChange,
	{ reason, comparedWith, detectedAt, behind }: ChangeContext,
): Change | undefined {
	const { key, kind, previous, current, delta, changePct, level, since } = difference;
	// The newest names are the ones people know.
	const entry = current ?? previous;
	if (entry === undefined) return undefined;
	const { owner, field, timePeriod } = entry;
	const currency =
		typeof current?.value === 'number'
			? (current.currency ?? previous?.currency ?? null)
			: (previous?.currency ?? current?.currency ?? null);
	// In the order in which people read a change, since that is how tables show it.
	const change: Change = {
		kind,
		ownerName: owner.ownerName,
		fieldName: field.fieldName,
		previous: previous?.value ?? null,
		current: current?.value ?? null,
		delta,
		changePct,
		currency,
		reason,
		timePeriod,
		direction: directionOf(delta),
		severity,
		level,
		anomaly,
		ownerEmail: owner.ownerEmail,
		ownerId: owner.ownerId,
		role: owner.role,
		parentRole: owner.parentRole,
		fieldId: field.fieldId,
		type: field.type,
		previousWeek: previous?.week ?? null,
		currentWeek: current?.week ?? null,
		since,
		comparedWith,
		detectedAt,
		key,
	};
	if (behind.explainedBy !== undefined) {
		change.explainedBy = behind.explainedBy;
		change.unexplained = behind.unexplained ?? null;
	}
	if (resolves !== undefined) change.resolves = resolves;
	if (escalates !== undefined) change.escalates = escalates;
	if (heldSince !== undefined) change.heldSince = heldSince;
	if (delta === null && previous?.currency) change.previousCurrency = previous.currency;
	if (difference.moves.length > 0 && previous !== undefined) {
		change.movedFrom = otherLabels(labelsOf(previous), labelsOf(entry));
	}
	return change;
}

/**
 * By size of the difference (of the larger amount, where the currency is another), then by key: the same for any order
 * of the rows. Sizes are compared as plain numbers, also between currencies: without exchange rates there is no better
 * order.
 */
export function byImportance(a: Sized, b: Sized): number {
	const first = sizeOf(a);
	const second = sizeOf(b);
	if (first !== second) return second - first;
	if (a.key === b.key) return 0;
	return a.key < b.key ? -1 : 1;
}

type Sized = Pick<Change, 'delta' | 'previous' | 'current' | 'key'>;

function sizeOf({ delta, previous, current }: Sized): number {
	return delta === null ? largerAmount(previous, current) : Math.abs(delta);
}

/** The labels of before that are others now. */
function otherLabels(before: CallLabels, now: CallLabels): Partial<CallLabels> {
	const others: Partial<CallLabels> = {};
	if (before.ownerId !== now.ownerId) others.ownerId = before.ownerId;
	if (before.ownerName !== now.ownerName) others.ownerName = before.ownerName;
	if (before.ownerEmail !== now.ownerEmail) others.ownerEmail = before.ownerEmail;
	if (before.role !== now.role) others.role = before.role;
	if (before.parentRole !== now.parentRole) others.parentRole = before.parentRole;
	if (before.fieldId !== now.fieldId) others.fieldId = before.fieldId;
	if (before.fieldName !== now.fieldName) others.fieldName = before.fieldName;
	if (before.type !== now.type) others.type = before.type;
	if (before.timePeriod !== now.timePeriod) others.timePeriod = before.timePeriod;
	return others;
}

function directionOf(delta: number | null): Direction {
	if (delta === null || delta === 0) return 'none';
	return delta > 0 ? 'up' : 'down';
}
