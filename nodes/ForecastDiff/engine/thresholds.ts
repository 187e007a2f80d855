import type { Field, Level } from './types';

/** When a change counts. */
export interface ThresholdPair {
	/** Percent of the previous amount; 0: none. Does not apply where a change has no percentage. */
	percent: number;
	/** In the currency of the change; 0: none. Where a change has no difference, the larger amount counts. */
	money: number;
}

/** Thresholds for some changes only. */
export interface ThresholdRule extends ThresholdPair {
	/** Name or id of the field, in any case of letters; absent or empty: every field. */
	field?: string;
	/** Absent: both. */
	level?: Level;
}

export interface Thresholds extends ThresholdPair {
	mode: 'both' | 'either';
	rules: readonly ThresholdRule[];
}

/** Finds the thresholds of a call: those of the first rule that fits, or the general ones. */
export function thresholdsFor(
	{ fieldId, fieldName }: Field,
	level: Level,
	thresholds: Thresholds,
): ThresholdPair {
	const names = [fieldId, fieldName].map((name) => name?.toLowerCase());
	const rule = thresholds.rules.find(
		(candidate) =>
			(candidate.level === undefined || candidate.level === level) &&
			(!candidate.field?.trim() || names.includes(candidate.field.trim().toLowerCase())),
	);
	return rule ?? thresholds;
}

/**
 * Whether a change is worth telling. Compares what is shown (rounded to one decimal), so that a change that reads
 * "+10.0%" passes a threshold of 10. What has no percentage is held back only by the money threshold.
 */
export function reaches(
	{ delta, changePct }: { delta: number; changePct: number | null },
	{ percent, money }: ThresholdPair,
	mode: Thresholds['mode'],
): boolean {
	const percentReached = changePct === null || Math.abs(changePct) >= percent;
	const moneyReached = Math.abs(delta) >= money;
	// A threshold of 0 is none: in "either" it must not let everything through.
	if (mode === 'either' && percent > 0 && money > 0) {
		if (changePct === null) return moneyReached;
		return percentReached || moneyReached;
	}
	return percentReached && moneyReached;
}
