import type { Field, Owner } from './types';

/** One side of a call: whose it is, what it is, and how much. */
export interface Holding {
	owner: Owner;
	field: Field;
	timePeriod: string;
	value: number | null | undefined;
	currency: string | null;
}

/**
 * The two sides of a call as they are added up. No call, and a call in no known currency, has the currency of the other
 * side: nothing has moved out of one currency and into another.
 */
export function sidesOf(
	before: Holding | undefined,
	after: Holding | undefined,
): [Holding | undefined, Holding | undefined] {
	if (before === undefined || after === undefined || before.currency === after.currency) {
		return [before, after];
	}
	if (typeof after.value !== 'number') return [before, inCurrency(after, before.currency)];
	const isUnknown = before.currency === null || after.currency === null;
	return isUnknown || typeof before.value !== 'number'
		? [inCurrency(before, after.currency), after]
		: [before, after];
}

function inCurrency(
	{ owner, field, timePeriod, value }: Holding,
	currency: string | null,
): Holding {
	return { owner, field, timePeriod, value, currency };
}
