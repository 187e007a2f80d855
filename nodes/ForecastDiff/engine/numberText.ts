/** Which mark separates the decimals: `1,234.50` or `1.234,50`. */
export type DecimalNotation = 'point' | 'comma';

/** How the digits of an amount may be written in one notation. */
interface Digits {
	/** A database's own decimals, the usual case: digits, and decimals after the mark. */
	plain: RegExp;
	/** Without groups, perhaps with an exponent or without a digit before the mark. */
	ungrouped: RegExp;
	/** Groups of three, all with the same mark between them; Indian groups of two before the last three. */
	grouped: readonly RegExp[];
	decimalMark: string;
}

/** Marks between groups in either notation: spaces (also no-break, narrow, thin) and apostrophes. */
const GROUP_MARKS = " \u00a0\u202f\u2009'\u2019";

/** A group of zero at the front (`0,125`) is no group: that comma separates decimals. */
const DIGITS: Readonly<Record<DecimalNotation, Digits>> = {
	point: {
		plain: /^-?\d+(?:\.\d+)?$/,
		ungrouped: /^(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/,
		grouped: [
			new RegExp(`^[1-9]\\d{0,2}([,${GROUP_MARKS}])\\d{3}(?:\\1\\d{3})*(?:\\.\\d+)?$`),
			/^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$/,
		],
		decimalMark: '.',
	},
	comma: {
		plain: /^-?\d+(?:,\d+)?$/,
		ungrouped: /^(?:\d+(?:,\d+)?|,\d+)(?:[eE][+-]?\d{1,3})?$/,
		grouped: [new RegExp(`^[1-9]\\d{0,2}([.${GROUP_MARKS}])\\d{3}(?:\\1\\d{3})*(?:,\\d+)?$`)],
		decimalMark: ',',
	},
};

/** Longer than any amount: spares the search for one in a text of another kind. */
const MAX_LENGTH = 64;

/**
 * What may stand around the digits: a sign, a currency, parentheses. Whether there is one of each at most is checked
 * afterwards. A currency is a sign, perhaps with the letters of its country (`CA$`), or an ISO 4217 code. Each space
 * belongs to one mark, so that a text full of spaces is refused at once.
 */
const AROUND = (() => {
	const currency = '[A-Z]{0,2}\\p{Sc}|[A-Z]{3}';
	const parts = [
		'(?:(?<first>[+-])\\s*)?',
		`(?:(?<outFront>${currency})\\s*)?`,
		'(?:(?<open>\\()\\s*)?',
		`(?:(?<inFront>${currency})\\s*)?`,
		'(?:(?<second>[+-])\\s*)?',
		`(?<digits>[.,]?\\d(?:[\\d.,${GROUP_MARKS}]*\\d)?(?:[eE][+-]?\\d+)?)`,
		'(?<behind>-)?',
		`(?:\\s*(?<inBack>${currency}))?`,
		'(?:\\s*(?<close>\\)))?',
		`(?:\\s*(?<outBack>${currency}))?`,
		'(?<last>-)?',
	];
	return new RegExp(`^${parts.join('')}$`, 'u');
})();

/**
 * Reads an amount that is text: `1250.00`, `$1,234.00`, `(500)` (negative), `500-`, `-€1.234,50`, `1 234,50 €`,
 * `1'234.50`, `12,34,567.00` (Indian groups), `USD 12`, `1e6`.
 *
 * @param notation how the source writes decimals. It is never guessed, since `1.234` is a thousand and more in one
 * notation and a little more than one in the other.
 * @returns `undefined` for a text that is no number, or that does not fit the notation (`1,23` with a decimal point),
 * that is negative twice, or has two currencies; never −0
 */
export function readNumberText(text: string, notation: DecimalNotation): number | undefined {
	const { plain } = DIGITS[notation];
	const amount = plain.test(text)
		? Number(notation === 'point' ? text : text.replace(',', '.'))
		: readFormatted(text, notation);
	if (amount === undefined || !Number.isFinite(amount)) return undefined;
	return amount === 0 ? 0 : amount;
}

function readFormatted(text: string, notation: DecimalNotation): number | undefined {
	const trimmed = text.trim();
	if (trimmed === '' || trimmed.length > MAX_LENGTH) return undefined;
	const around = AROUND.exec(trimmed.replace('\u2212', '-'))?.groups;
	if (around === undefined) return undefined;
	const { first, second, behind, last, open, close } = around;
	if ((open === undefined) !== (close === undefined)) return undefined;
	const signs = [first, second, behind, last, open].filter((mark) => mark !== undefined);
	const { inFront, inBack, outFront, outBack } = around;
	const currencies = [inFront, inBack, outFront, outBack].filter((mark) => mark !== undefined);
	if (signs.length > 1 || currencies.length > 1) return undefined;
	const size = readDigits(around.digits ?? '', notation);
	if (size === undefined) return undefined;
	return signs.length === 1 && signs[0] !== '+' ? -size : size;
}

function readDigits(digits: string, notation: DecimalNotation): number | undefined {
	const { ungrouped, grouped, decimalMark } = DIGITS[notation];
	if (ungrouped.test(digits)) return Number(digits.replace(decimalMark, '.'));
	if (!grouped.some((pattern) => pattern.test(digits))) return undefined;
	const [whole = '', decimals = ''] = digits.split(decimalMark);
	return Number(`${whole.replace(/\D/g, '')}.${decimals}`);
}
