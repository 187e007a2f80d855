const DEFAULT_DIGITS = 2;

const scales = new Map<string | null, number>();

/** Minor units of a currency in one unit of it: 100 for most, 1 for the yen, 1000 for the dinar of Kuwait (ISO 4217). */
export function minorUnits(currency: string | null): number {
	let scale = scales.get(currency);
	if (scale === undefined) {
		scale = 10 ** digitsOf(currency);
		scales.set(currency, scale);
	}
	return scale;
}

/** An amount in whole minor units, halves away from zero: sums of these are exact up to 2^53. */
export function toMinor(amount: number, scale: number): number {
	const whole = amount * scale;
	if (Number.isInteger(whole)) return whole;
	return Math.sign(whole) * Math.round(Math.abs(whole));
}

function digitsOf(currency: string | null): number {
	if (currency === null || !/^[A-Z]{3}$/.test(currency)) return DEFAULT_DIGITS;
	const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
	return format.resolvedOptions().maximumFractionDigits ?? DEFAULT_DIGITS;
}
