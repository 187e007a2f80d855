/** Below this size the cents of an amount are worth showing. */
const SHOW_CENTS_BELOW = 1000;

const NO_CALL = 'no call';

/**
 * The two amounts of a change for people, each `no call` when null. Without decimals, unless an amount has some and is
 * below 1,000, or both would read the same.
 *
 * @param currencies ISO 4217 codes of the two amounts; an unknown code stands behind the plain number
 */
export function formatAmounts(
	amounts: readonly [number | null, number | null],
	currencies: readonly [string | null, string | null],
): [string, string] {
	const decimals = amounts.some(
		(amount) => amount !== null && !Number.isInteger(amount) && Math.abs(amount) < SHOW_CENTS_BELOW,
	);
	const [previous, current] = amounts;
	const [before, after] = currencies;
	const texts: [string, string] = [
		formatMoney(previous, before, decimals),
		formatMoney(current, after, decimals),
	];
	if (decimals || texts[0] !== texts[1] || previous === current) return texts;
	return [formatMoney(previous, before, true), formatMoney(current, after, true)];
}

function formatMoney(amount: number | null, currency: string | null, decimals: boolean): string {
	if (amount === null) return NO_CALL;
	const known = currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : undefined;
	const text = withoutMinusZero(numberFormat(known, decimals).format(amount));
	return known === undefined && currency !== null ? `${text} ${currency}` : text;
}

/** Making one costs more than a thousand uses of it. */
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(currency: string | undefined, decimals: boolean): Intl.NumberFormat {
	const name = `${currency ?? ''} ${decimals}`;
	let format = formats.get(name);
	if (format === undefined) {
		// With decimals the currency decides how many: two for most, none for the yen.
		const digits = decimals ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 };
		format = new Intl.NumberFormat(
			'en-US',
			currency === undefined
				? { maximumFractionDigits: 2, ...digits }
				: { style: 'currency', currency, ...digits },
		);
		formats.set(name, format);
	}
	return format;
}

/** −0.4 without decimals reads "-0". */
function withoutMinusZero(text: string): string {
	return /[1-9]/.test(text) ? text : text.replace('-', '');
}
