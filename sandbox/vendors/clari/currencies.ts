/** A currency as results name it. */
export interface Currency {
	code: string;
	symbol: string;
}

/** Invented rates: units of the currency for one US dollar. A code that is not here is refused as the vendor refuses one. */
const CURRENCIES: Record<string, { symbol: string; perDollar: number }> = {
	USD: { symbol: '$', perDollar: 1 },
	EUR: { symbol: '€', perDollar: 0.92 },
	GBP: { symbol: '£', perDollar: 0.79 },
	JPY: { symbol: '¥', perDollar: 150 },
	CHF: { symbol: 'CHF', perDollar: 0.88 },
	CAD: { symbol: 'CA$', perDollar: 1.36 },
};

export const isKnownCurrency = (code: string): boolean => Object.hasOwn(CURRENCIES, code);

export interface Conversion {
	currency: Currency;
	/** Rounded to cents; `null` stays `null`. */
	convert(amount: number | null): number | null;
}

/** From the organisation's currency to the one that an export asks for. */
export function conversion(from: string, to: string): Conversion {
	const source = CURRENCIES[from];
	const target = CURRENCIES[to];
	if (!source || !target) throw new Error(`No rate from ${from} to ${to}`);
	const rate = target.perDollar / source.perDollar;
	return {
		currency: { code: to, symbol: target.symbol },
		convert: (amount) =>
			amount === null || rate === 1 ? amount : Math.round(amount * rate * 100) / 100,
	};
}
