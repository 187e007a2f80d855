import { isolate, plainCode } from './cleanText';
import { createDates, knownTimeZone, type Dates } from './dates';

/** Numbers, money and times for the readers of one alert. */
export interface Format extends Dates {
	/**
	 * The two amounts of a change, each `no call` when null. Without decimals, unless an amount has some and is below
	 * 1,000, or both would read the same.
	 *
	 * @param currencies ISO 4217 codes; an unknown code stands behind the plain number
	 */
	amounts(
		amounts: readonly [number | null, number | null],
		currencies: readonly [string | null, string | null],
	): [string, string];
	/** Start and end of a total: from a million on in short (`$2.10M`), unless both would read the same. */
	totals(start: number, end: number, currency: string | null): [string, string];
	/** With its sign: `+$150,000`, `-$50,000`, `$0`. */
	signed(amount: number, currency: string | null): string;
	/** `+20.0%` @param percent 20 for 20 % */
	percent(percent: number): string;
	/** `1,234` */
	whole(amount: number): string;
	/** `5.2`: a score with one decimal. */
	score(score: number): string;
}

const DEFAULT_LOCALE = 'en-US';

/** Below this size the cents of an amount are worth showing. */
const SHOW_CENTS_BELOW = 1000;
/** From this size on a total is written in short. */
const SHORT_FROM = 1_000_000;
/** An alert has one locale and time zone; more than these come from an expression that gives something else each time. */
const MAX_FORMATS = 20;

const NO_CALL = 'no call';

/** Making one costs more than a thousand uses of it. */
const formats = new Map<string, Format>();

/**
 * @param locale BCP 47; en-US when it is unknown or malformed
 * @param timeZone IANA name; UTC when it is unknown
 */
export function formatFor(locale?: string, timeZone?: string): Format {
	const name = JSON.stringify([locale, timeZone]);
	let format = formats.get(name);
	if (format === undefined) {
		if (formats.size >= MAX_FORMATS) formats.clear();
		format = createFormat(knownLocale(locale), knownTimeZone(timeZone));
		formats.set(name, format);
	}
	return format;
}

function knownLocale(locale: string | undefined): string {
	if (typeof locale !== 'string' || locale.trim() === '') return DEFAULT_LOCALE;
	try {
		const [known] = Intl.NumberFormat.supportedLocalesOf(locale.trim().replace(/_/g, '-'));
		return known ?? DEFAULT_LOCALE;
	} catch {
		return DEFAULT_LOCALE;
	}
}

type MoneyStyle = 'whole' | 'cents' | 'short';

function createFormat(locale: string, timeZone: string): Format {
	const numbers = new Map<string, Intl.NumberFormat>();

	function numberFormat(name: string, options: () => Intl.NumberFormatOptions): Intl.NumberFormat {
		let format = numbers.get(name);
		if (format === undefined) {
			format = new Intl.NumberFormat(locale, options());
			// Currencies come from the data.
			if (numbers.size < 200) numbers.set(name, format);
		}
		return format;
	}

	function money(
		amount: number,
		currency: string | null,
		style: MoneyStyle,
		signDisplay: 'auto' | 'exceptZero' = 'auto',
	): string {
		const code = currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : undefined;
		const format = numberFormat(`${code ?? ''} ${style} ${signDisplay}`, () => ({
			signDisplay,
			...(code === undefined ? {} : { style: 'currency', currency: code }),
			...digitsOf(style, code !== undefined),
		}));
		const text = format.format(amount);
		// −0.4 without decimals reads "-0".
		const number = text === format.format(-0) ? format.format(0) : text;
		return isolate(
			code === undefined && currency !== null ? `${number} ${plainCode(currency)}` : number,
		);
	}

	const amountOrNoCall = (amount: number | null, currency: string | null, style: MoneyStyle) =>
		amount === null ? NO_CALL : money(amount, currency, style);

	const amounts: Format['amounts'] = ([previous, current], [before, after]) => {
		const pair = (style: MoneyStyle): [string, string] => [
			amountOrNoCall(previous, before, style),
			amountOrNoCall(current, after, style),
		];
		if (hasCents(previous) || hasCents(current)) return pair('cents');
		const texts = pair('whole');
		return texts[0] !== texts[1] || previous === current ? texts : pair('cents');
	};

	return {
		...createDates(locale, timeZone),
		amounts,
		totals(start, end, currency) {
			const full = hasCents(start) || hasCents(end) ? 'cents' : 'whole';
			const style = (amount: number) => (Math.abs(amount) >= SHORT_FROM ? 'short' : full);
			const short: [string, string] = [
				money(start, currency, style(start)),
				money(end, currency, style(end)),
			];
			return short[0] === short[1] ? amounts([start, end], [currency, currency]) : short;
		},
		signed: (amount, currency) =>
			money(amount, currency, hasCents(amount) ? 'cents' : 'whole', 'exceptZero'),
		percent: (percent) =>
			isolate(
				numberFormat('percent', () => ({
					style: 'percent',
					minimumFractionDigits: 1,
					maximumFractionDigits: 1,
					signDisplay: 'always',
					useGrouping: false,
				})).format(percent === 0 ? 0 : percent / 100),
			),
		whole: (amount) => numberFormat('number', () => ({ maximumFractionDigits: 0 })).format(amount),
		score: (score) =>
			numberFormat('score', () => ({
				minimumFractionDigits: 1,
				maximumFractionDigits: 1,
			})).format(score),
	};
}

function digitsOf(style: MoneyStyle, isMoney: boolean): Intl.NumberFormatOptions {
	if (style === 'short') {
		return { notation: 'compact', minimumFractionDigits: 2, maximumFractionDigits: 2 };
	}
	if (style === 'whole') return { minimumFractionDigits: 0, maximumFractionDigits: 0 };
	// With decimals the currency decides how many: two for most, none for the yen.
	return isMoney ? {} : { maximumFractionDigits: 2 };
}

function hasCents(amount: number | null): boolean {
	return amount !== null && !Number.isInteger(amount) && Math.abs(amount) < SHOW_CENTS_BELOW;
}
