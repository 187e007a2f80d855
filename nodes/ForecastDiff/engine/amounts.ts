/** Amounts that differ by less than this part of the larger one are the same: 0.1 + 0.2 is 0.3. */
const RELATIVE_TOLERANCE = 1e-9;

/** Doubles carry 15 to 17 significant digits; the last ones of a sum are noise. */
const SIGNIFICANT_DIGITS = 14;

export function sameAmount(a: number, b: number): boolean {
	return a === b || Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** `current − previous` without floating point noise (150000.1 − 125000 is 25000.1). */
export function difference(previous: number, current: number): number {
	const raw = current - previous;
	const size = Math.max(Math.abs(previous), Math.abs(current));
	if (raw === 0 || !Number.isFinite(raw)) return withoutMinusZero(raw);
	const decimals = SIGNIFICANT_DIGITS - Math.ceil(Math.log10(size));
	return withoutMinusZero(Number(raw.toFixed(Math.min(Math.max(decimals, 0), 100))));
}

/** `delta` as a percentage of the size of `previous`, one decimal, halves away from zero; `previous` must not be 0. */
export function percentOf(delta: number, previous: number): number {
	const tenths = Math.round((Math.abs(delta) / Math.abs(previous)) * 1000);
	return withoutMinusZero((Math.sign(delta) * tenths) / 10);
}

/** The size of the larger one; none counts as 0. */
export function largerAmount(a: number | null, b: number | null): number {
	return Math.max(Math.abs(a ?? 0), Math.abs(b ?? 0));
}

/** JSON has no −0, and a stored baseline must equal the fresh one. */
export function withoutMinusZero(amount: number): number {
	return amount === 0 ? 0 : amount;
}
