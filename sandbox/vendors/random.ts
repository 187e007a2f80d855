/** A stream of pseudo-random numbers that is the same on every machine for the same seed. */
export interface Random {
	/** A number from 0 (included) to 1 (excluded). */
	next(): number;
	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number;
	/** True with the given probability (0 to 1). */
	chance(probability: number): boolean;
	/** One element; `undefined` only for an empty list. */
	pick<T>(list: readonly T[]): T | undefined;
	/** A shuffled copy. */
	shuffle<T>(list: readonly T[]): T[];
}

/** FNV-1a: turns the words of a seed into 32 bits, so that neighbouring seeds give unrelated streams. */
function hash(words: string): number {
	let state = 0x811c9dc5;
	for (let index = 0; index < words.length; index++) {
		state = Math.imul(state ^ words.charCodeAt(index), 0x01000193);
	}
	return state >>> 0;
}

/** The stream that belongs to these words, e.g. `randomFrom(seed, '2026_Q1', userId)`. The generator is mulberry32. */
export function randomFrom(...words: Array<string | number>): Random {
	let state = hash(words.join('|'));

	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));

	return {
		next,
		between,
		chance: (probability) => next() < probability,
		pick: (list) => list[Math.floor(next() * list.length)],
		shuffle<T>(list: readonly T[]) {
			return list
				.map((value) => ({ value, order: next() }))
				.sort((a, b) => a.order - b.order)
				.map(({ value }) => value);
		},
	};
}
