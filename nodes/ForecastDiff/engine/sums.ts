import { percentOf, withoutMinusZero } from './amounts';
import type { Flow } from './summary';

/** Sums of one team and group, in minor units: whole numbers, so that the balance is exact. */
export class Sums {
	start = 0;
	added = 0;
	increased = 0;
	decreased = 0;
	removed = 0;
	movedIn = 0;
	movedOut = 0;
	end = 0;
	carried = 0;
	/** Calls with an amount. */
	startCalls = 0;
	endCalls = 0;
	addedCalls = 0;
	removedCalls = 0;
	movedOutCalls = 0;

	add(other: Sums): void {
		this.start += other.start;
		this.added += other.added;
		this.increased += other.increased;
		this.decreased += other.decreased;
		this.removed += other.removed;
		this.movedIn += other.movedIn;
		this.movedOut += other.movedOut;
		this.end += other.end;
		this.carried += other.carried;
		this.startCalls += other.startCalls;
		this.endCalls += other.endCalls;
		this.addedCalls += other.addedCalls;
		this.removedCalls += other.removedCalls;
		this.movedOutCalls += other.movedOutCalls;
	}
}

/** Adds a call that both sides have, with an amount on both of them or on one. */
export function addStayed(sums: Sums, from: number | undefined, to: number | undefined): void {
	sums.start += from ?? 0;
	sums.end += to ?? 0;
	if (from !== undefined) sums.startCalls++;
	if (to !== undefined) sums.endCalls++;
	if (from === undefined && to !== undefined) {
		sums.added += to;
		sums.addedCalls++;
	} else if (to === undefined && from !== undefined) {
		sums.removed += from;
		sums.removedCalls++;
	} else if (from !== undefined && to !== undefined) {
		sums.increased += Math.max(to - from, 0);
		sums.decreased += Math.max(from - to, 0);
	}
}

export function isEmpty({ startCalls, endCalls }: Sums): boolean {
	return startCalls === 0 && endCalls === 0;
}

/** Sums as they are shown. */
export function flowOf(sums: Sums, scale: number): Flow {
	const delta = units(sums.end - sums.start, scale);
	return {
		start: units(sums.start, scale),
		added: units(sums.added, scale),
		increased: units(sums.increased, scale),
		decreased: units(sums.decreased, scale),
		removed: units(sums.removed, scale),
		movedIn: units(sums.movedIn, scale),
		movedOut: units(sums.movedOut, scale),
		end: units(sums.end, scale),
		delta,
		changePct: sums.start === 0 ? null : percentOf(sums.end - sums.start, sums.start),
	};
}

/** Minor units as an amount. */
export function units(minor: number, scale: number): number {
	return withoutMinusZero(minor / scale);
}
