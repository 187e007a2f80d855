import type { Difference } from './compare';
import type { Change, ChangeSeverity, ComparedWith, Direction } from './types';

/** A change counts when it reaches both thresholds. */
export interface Thresholds {
	/** Percent of the previous amount. Does not apply where a change has no percentage. */
	percent: number;
	/** In the currency of the change. Does not apply where a change has no difference. */
	money: number;
}

/** The swing from which the production checklist asks for a review. */
const REVIEW_PERCENT = 20;

/**
 * Compares what is shown (rounded to one decimal), so that a change that reads "+10.0%" passes a threshold of 10.
 * A change of currency has neither a percentage nor a difference, so it always counts.
 */
export function isSignificant({ delta, changePct }: Difference, thresholds: Thresholds): boolean {
	return (
		(changePct === null || Math.abs(changePct) >= thresholds.percent) &&
		(delta === null || Math.abs(delta) >= thresholds.money)
	);
}

/** Turns a difference into the change that users see. */
export function toChange(
	{ key, kind, previous, current, delta, changePct }: Difference,
	comparedWith: ComparedWith,
	detectedAt: string,
): Change | undefined {
	// The newest names are the ones people know.
	const labels = current ?? previous;
	if (labels === undefined) return undefined;
	const { ownerId, ownerName, ownerEmail, role, parentRole, fieldId, fieldName, type } = labels;
	const hasCurrent = typeof current?.value === 'number';
	const currency = hasCurrent
		? (current.currency ?? previous?.currency ?? null)
		: (previous?.currency ?? current?.currency ?? null);
	// In the order in which people read a change, since that is how tables show it.
	const change: Change = {
		kind,
		ownerName,
		fieldName,
		previous: previous?.value ?? null,
		current: current?.value ?? null,
		delta,
		changePct,
		currency,
		timePeriod: labels.timePeriod,
		direction: directionOf(delta),
		severity: severityOf(delta, changePct),
		ownerEmail,
		ownerId,
		role,
		parentRole,
		fieldId,
		type,
		previousWeek: previous?.week ?? null,
		currentWeek: current?.week ?? null,
		comparedWith,
		detectedAt,
		key,
	};
	if (kind === 'currency_changed' && previous?.currency)
		change.previousCurrency = previous.currency;
	return change;
}

/**
 * Changes of currency first, then by size of the difference, then by key: the same for any order of the rows.
 * Sizes are compared as plain numbers, also between currencies: without exchange rates there is no better order.
 */
export function byImportance(a: Difference, b: Difference): number {
	const first = a.delta === null ? Infinity : Math.abs(a.delta);
	const second = b.delta === null ? Infinity : Math.abs(b.delta);
	if (first !== second) return second - first;
	if (a.key === b.key) return 0;
	return a.key < b.key ? -1 : 1;
}

function directionOf(delta: number | null): Direction {
	if (delta === null || delta === 0) return 'none';
	return delta > 0 ? 'up' : 'down';
}

function severityOf(delta: number | null, changePct: number | null): ChangeSeverity {
	const high =
		changePct === null ? delta !== 0 && delta !== null : Math.abs(changePct) >= REVIEW_PERCENT;
	return high ? 'high' : 'medium';
}
