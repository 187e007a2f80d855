import { formatFor } from '../../../../nodes/ForecastDiff/alert/format';

const AT = '2026-11-20T22:30:00.000Z';
const spaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('writes numbers, money and times as the readers of a locale do', () => {
	const german = formatFor('de-DE', 'Europe/Berlin');
	expect(german.amounts([1_234_567, null], ['EUR', 'EUR']).map(spaces)).toEqual([
		'1.234.567 €',
		'no call',
	]);
	expect(german.totals(2_100_000, 2_250_000, 'EUR').map(spaces)).toEqual([
		'2,10 Mio. €',
		'2,25 Mio. €',
	]);
	expect(spaces(german.percent(20))).toBe('+20,0 %');
	expect(spaces(german.signed(-50_000, 'EUR'))).toBe('-50.000 €');
	expect(german.whole(12_345)).toBe('12.345');
	expect(german.dateTime(AT)).toMatch(/^20\. Nov\. 2026, 23:30 MEZ$/);
	expect(german.date('2026-11-20')).toBe('20. Nov. 2026');
	expect(formatFor('ja-JP', 'Asia/Tokyo').dateTime(AT)).toContain('2026年11月21日');
});

test('keeps the notation of en-US, in any time zone', () => {
	const { dateTime, date, timeBefore } = formatFor('en-US', 'America/New_York');
	expect(dateTime(AT)).toBe('2026-11-20 17:30 EST');
	expect(date('2026-11-21T03:00:00.000Z')).toBe('2026-11-20');
	expect(date('2026-11-21')).toBe('2026-11-21');
	expect(timeBefore(AT, '2026-11-21T08:00:00.000Z')).toBe('17:30');
	expect(timeBefore(AT, '2026-11-25T08:00:00.000Z')).toBe('2026-11-20 17:30 EST');
	expect(formatFor().dateTime('2026-11-20T00:05:00.000+01:00')).toBe('2026-11-19 23:05 UTC');
	expect(formatFor().dateTime('last\nweek')).toBe('last week');
	expect(formatFor().dateTime('2026-99-99T00:00:00Z')).toBe('2026-99-99T00:00:00Z');
});

test.each([
	['xx-invalid-locale-that-is-none', 'Nowhere/Land'],
	['', ''],
	['!!', '+99:99'],
	['tlh', 'UTC'],
])('takes en-US and UTC for %j and %j', (locale, timeZone) => {
	const format = formatFor(locale, timeZone);
	expect(format.percent(-33.3)).toBe('-33.3%');
	expect(format.dateTime(AT)).toBe('2026-11-20 22:30 UTC');
});

test('takes an underscore in a locale', () => {
	expect(formatFor('de_DE').whole(1000)).toBe('1.000');
});

test('closes off amounts that run from right to left', () => {
	for (const text of formatFor('ar-EG').amounts([1000, 2000], ['EGP', 'EGP'])) {
		expect(text).toMatch(/^\u2068.*\u2069$/);
	}
	expect(formatFor('he-IL').percent(5)).toMatch(/5\.0%/);
});

test('totals are short from a million on, and never the same when they differ', () => {
	const { totals } = formatFor();
	expect(totals(2_100_000, 850_000, 'USD')).toEqual(['$2.10M', '$850,000']);
	expect(totals(2_100_000, 2_100_400, 'USD')).toEqual(['$2,100,000', '$2,100,400']);
	expect(totals(0, 12_345_678_901, 'USD')).toEqual(['$0', '$12.35B']);
	expect(totals(2_000_000, -3_000_000, null)).toEqual(['2.00M', '-3.00M']);
});

test('signs what is not nothing', () => {
	const { signed } = formatFor();
	expect([150_000, -0.4, 0, -0, 12.5, -1].map((amount) => signed(amount, 'USD'))).toEqual([
		'+$150,000',
		'-$0.40',
		'$0',
		'$0',
		'+$12.50',
		'-$1',
	]);
});
