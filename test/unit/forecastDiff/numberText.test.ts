import fc from 'fast-check';

import { readNumberText } from '../../../nodes/ForecastDiff/engine/numberText';

describe('with a decimal point', () => {
	test.each([
		// Databases.
		['1250.00', 1250],
		['-1250.5', -1250.5],
		['0', 0],
		['-0', 0],
		['-0.00', 0],
		['007', 7],
		['.5', 0.5],
		['-.5', -0.5],
		['1.234', 1.234],
		['1e6', 1_000_000],
		['1.5E+06', 1_500_000],
		['-2.5e-3', -0.0025],
		['  12 ', 12],
		['+5', 5],
		// Groups.
		['1,000.00', 1000],
		['1,234,567.891', 1234567.891],
		['12,34,567.00', 1234567],
		['1,23,456', 123456],
		['1 234.50', 1234.5],
		['1\u00a0234\u00a0567', 1234567],
		['1\u202f234', 1234],
		["1'234.50", 1234.5],
		['1\u2019234\u2019567.5', 1234567.5],
		// Negative.
		['(500)', -500],
		['( 500.25 )', -500.25],
		['500-', -500],
		['1,000.00-', -1000],
		['\u2212500', -500],
		['- 5', -5],
		['(0)', 0],
		// Currencies.
		['$1,234.00', 1234],
		['($1,234.50)', -1234.5],
		['$(500)', -500],
		['(500) EUR', -500],
		['(500 EUR)', -500],
		['-$5', -5],
		['$-5', -5],
		['$ -5', -5],
		['5-$', -5],
		['$5-', -5],
		['5 €-', -5],
		['€ 1,000.50', 1000.5],
		['CA$12', 12],
		['R$ 12', 12],
		['USD 12', 12],
		['USD12', 12],
		['12 EUR', 12],
		['12EUR', 12],
		['\u20b912,34,567.00', 1234567],
		['1 234.50 CHF', 1234.5],
	])('%p is %d', (text, amount) => {
		expect(readNumberText(text, 'point')).toBe(amount);
	});

	test.each([
		['', ' ', '-', '()', '$', 'EUR', '.', ',', 'n/a', 'null', 'NaN', 'Infinity', '-Infinity'],
		['1,23', '1,2345', '1,000,00', '1,,000', ',123', '1,000,', '0,125', '1234,567', '123,45,678'],
		['1.234.5', '1.234,50', '1..5', '5.', '1 23', '1 234,567', "1,234'567", '1.000.000'],
		['12%', '12 percent', '0x10', '0b1', '1_000', '1e', 'e5', '1e6e6', '1e999', '1,000e3'],
		['--5', '-+5', '(-5)', '-(5)', '-5-', '(5-)', '+5-', '(5', '5)', '((5))'],
		['$5 USD', '$$5', 'USD EUR 5', '$5€', 'USDX 5', 'usd 5', 'US5', '$ USD 5'],
		['2026-01-02', '12:30', '1/2', '5 000 000 and more', '1\n234', '٣', '1'.repeat(65).concat(' ')],
	])('%p and the like are refused', (...texts) => {
		expect(texts.map((text) => [text, readNumberText(text, 'point')])).toEqual(
			texts.map((text) => [text, undefined]),
		);
	});
});

describe('with a decimal comma', () => {
	test.each([
		['1250,00', 1250],
		['-1250,5', -1250.5],
		['1250', 1250],
		['-0,00', 0],
		['1.000', 1000],
		['1.234.567,89', 1234567.89],
		['1,234', 1.234],
		['1 234,50', 1234.5],
		["1'234,50", 1234.5],
		['1.234,50 €', 1234.5],
		['1.234,50\u00a0€', 1234.5],
		['-€1.234,50', -1234.5],
		['€ -1.234,50', -1234.5],
		['(1.234,50 €)', -1234.5],
		['1.234,50-', -1234.5],
		['1,5E+06', 1_500_000],
		['1e6', 1_000_000],
		[',5', 0.5],
	])('%p is %d', (text, amount) => {
		expect(readNumberText(text, 'comma')).toBe(amount);
	});

	test.each([
		['1250.00', '1.25', '0.125', '1,234.50', '1,234,567', '1.234.5', '12.34.567', '1.5e6'],
		['', '12%', '--5', '(-5)', '€5 EUR'],
	])('%p and the like are refused', (...texts) => {
		expect(texts.map((text) => [text, readNumberText(text, 'comma')])).toEqual(
			texts.map((text) => [text, undefined]),
		);
	});
});

describe('reads back what Intl.NumberFormat writes', () => {
	const styles: Array<[locale: string, notation: 'point' | 'comma', Intl.NumberFormatOptions]> = [
		['en-US', 'point', {}],
		['en-US', 'point', { useGrouping: false }],
		['en-US', 'point', { style: 'currency', currency: 'USD' }],
		['en-US', 'point', { style: 'currency', currency: 'CAD' }],
		['en-US', 'point', { style: 'currency', currency: 'USD', currencySign: 'accounting' }],
		['en-US', 'point', { style: 'currency', currency: 'CHF', currencyDisplay: 'code' }],
		['en-IN', 'point', { style: 'currency', currency: 'INR' }],
		['de-CH', 'point', { style: 'currency', currency: 'CHF' }],
		['de-DE', 'comma', {}],
		['de-DE', 'comma', { style: 'currency', currency: 'EUR' }],
		['de-DE', 'comma', { style: 'currency', currency: 'USD', currencyDisplay: 'code' }],
		['fr-FR', 'comma', { style: 'currency', currency: 'EUR' }],
		['nl-NL', 'comma', { style: 'currency', currency: 'EUR' }],
		['es-ES', 'comma', { style: 'currency', currency: 'EUR' }],
		['sv-SE', 'comma', {}],
		['pt-BR', 'comma', { style: 'currency', currency: 'BRL' }],
	];

	test.each(styles)('%s, decimal %s, %j', (locale, notation, options) => {
		const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, ...options });
		fc.assert(
			fc.property(fc.integer({ min: -1e13, max: 1e13 }), (cents) => {
				const amount = cents === 0 ? 0 : cents / 100;
				expect(readNumberText(format.format(amount), notation)).toBe(amount);
			}),
		);
	});
});

test('what JSON writes of any number is read', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (amount) => {
			expect(readNumberText(JSON.stringify(amount), 'point')).toBe(amount === 0 ? 0 : amount);
		}),
	);
});

test('no text makes it throw, or answers anything but a finite number', () => {
	const letters = fc.constantFrom(..."0123456789.,-+()$€ eE\u00a0%'USD");
	fc.assert(
		fc.property(
			fc.oneof(fc.string(), fc.string({ unit: letters, maxLength: 12 })),
			fc.constantFrom('point' as const, 'comma' as const),
			(text, notation) => {
				const amount = readNumberText(text, notation);
				expect(amount === undefined || Number.isFinite(amount)).toBe(true);
			},
		),
	);
});
