import type { Random } from '../../sandbox/vendors/random';
import { ADDED, CHANGED_LITTLE, CHANGED_MUCH, REMOVED } from './fates';

/** Amounts in cents, so that sums are exact. */
export interface Amounts {
	previous: Float64Array;
	current: Float64Array;
}

const SMALLEST_CENTS = 100_000;
const LARGEST_CENTS = 50_000_000;

/** Draws the amount of each row before and after: changes are clearly below or clearly above 10 %. Not there is 0. */
export function drawAmounts(fates: Uint8Array, random: Random): Amounts {
	const previous = new Float64Array(fates.length);
	const current = new Float64Array(fates.length);
	fates.forEach((fate, place) => {
		const before = random.between(SMALLEST_CENTS, LARGEST_CENTS);
		if (fate !== ADDED) previous[place] = before;
		if (fate !== REMOVED) current[place] = before + Math.round(before * swing(fate, random));
	});
	return { previous, current };
}

function swing(fate: number, random: Random): number {
	const direction = random.chance(0.5) ? 1 : -1;
	if (fate === CHANGED_MUCH) return direction * (0.12 + 0.5 * random.next());
	if (fate === CHANGED_LITTLE) return direction * (0.01 + 0.07 * random.next());
	return 0;
}
