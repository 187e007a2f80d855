import type { Random } from '../../sandbox/vendors/random';

/** What becomes of a row from one snapshot to the next. */
export const SAME = 0;
export const CHANGED_LITTLE = 1;
export const CHANGED_MUCH = 2;
export const REMOVED = 3;
export const ADDED = 4;

const REMOVED_SHARE = 0.01;
const CHANGED_SHARE = 0.05;
const ADDED_SHARE = 0.01;

/**
 * Draws the fates of a table: of `rows` rows of the first snapshot 1 % are removed and 5 % changed (half of these by less
 * than 10 %), and 1 % are added to them. One entry for each row that either snapshot has.
 */
export function drawFates(rows: number, random: Random): Uint8Array {
	const added = Math.round(rows * ADDED_SHARE);
	const removed = Math.round(rows * REMOVED_SHARE);
	const changed = Math.round(rows * CHANGED_SHARE);
	const much = Math.ceil(changed / 2);
	const fates = new Uint8Array(rows + added);
	fates.fill(REMOVED, 0, removed);
	fates.fill(CHANGED_MUCH, removed, removed + much);
	fates.fill(CHANGED_LITTLE, removed + much, removed + changed);
	fates.fill(ADDED, rows);
	shuffleInPlace(fates, random);
	return fates;
}

/** The places of all entries for which `keep` holds, in order. */
export function placesOf(fates: Uint8Array, keep: (fate: number) => boolean): Uint32Array {
	const places = new Uint32Array(fates.length);
	let count = 0;
	fates.forEach((fate, place) => {
		if (keep(fate)) places[count++] = place;
	});
	return places.slice(0, count);
}

/** Fisher and Yates. In place, because a table of a million rows should not cost a second one. */
export function shuffleInPlace(list: Uint8Array | Uint32Array, random: Random): void {
	for (let last = list.length - 1; last > 0; last--) {
		const other = random.between(0, last);
		const kept = list[last] ?? 0;
		list[last] = list[other] ?? 0;
		list[other] = kept;
	}
}
