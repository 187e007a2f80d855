import type { Anomaly } from './types';

/** Snapshots that a score needs at least: with fewer, the spread of the moves is a guess. */
export const MIN_SNAPSHOTS = 8;

/** Scale factors that make the two spreads comparable with a standard deviation (Iglewicz and Hoaglin, 1993). */
const MAD_SCALE = 1.4826;
const MEAN_DEVIATION_SCALE = 1.2533;

/** A call that has never moved would make any move infinitely unusual; 1 % of it is always usual. */
const SMALLEST_SPREAD = 0.01;

const LARGEST_SCORE = 999;

export interface AnomalyRules {
	/** Percent. */
	swing: number;
	score: number;
}

/**
 * How unusual a change is.
 *
 * @param changePct of the change; `null` when it has none
 * @param movesTotal whether it moves the total at all
 * @param history values of the earlier snapshots, the oldest first, the one before this last
 * @param value the value now
 */
export function rateChange(
	{ changePct, movesTotal }: { changePct: number | null; movesTotal: boolean },
	history: ReadonlyArray<number | null>,
	value: number | null,
	rules: AnomalyRules,
): Anomaly {
	const swings = changePct === null ? movesTotal : Math.abs(changePct) >= rules.swing;
	const score = value === null ? null : scoreOf(history, value);
	const found: Anomaly['rules'] = [];
	if (swings) found.push('swing');
	if (score !== null && Math.abs(score) >= rules.score) found.push('score');
	const state = score === null ? 'not_enough_history' : 'normal';
	return {
		state: found.length > 0 ? 'anomaly' : state,
		rules: found,
		score,
		snapshots: history.length,
	};
}

/** The robust z-score of the last move among the earlier moves; `null` when there are not enough. */
export function scoreOf(history: ReadonlyArray<number | null>, value: number): number | null {
	if (history.length < MIN_SNAPSHOTS) return null;
	const moves: number[] = [];
	let before: number | null = null;
	for (const known of history) {
		if (known !== null && before !== null) moves.push(known - before);
		before = known;
	}
	if (before === null || moves.length < MIN_SNAPSHOTS - 1) return null;
	const middle = median(moves);
	const deviations = moves.map((move) => Math.abs(move - middle));
	const spread =
		MAD_SCALE * median(deviations) ||
		(MEAN_DEVIATION_SCALE * deviations.reduce((sum, part) => sum + part, 0)) / moves.length;
	const smallest = SMALLEST_SPREAD * Math.abs(before);
	const scale = Math.max(spread, smallest);
	const distance = value - before - middle;
	if (distance === 0) return 0;
	const score = scale === 0 ? Math.sign(distance) * LARGEST_SCORE : distance / scale;
	const tenths = Math.round(Math.min(Math.max(score, -LARGEST_SCORE), LARGEST_SCORE) * 10) / 10;
	return tenths === 0 ? 0 : tenths;
}

function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	const upper = sorted[half] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
