import { DateTime } from 'luxon';

import {
	calendarOf,
	fiscalQuarters,
	isSameCalendar,
} from '../../../nodes/shared/time/fiscalQuarter';

const at = (iso: string, zone = 'utc') => DateTime.fromISO(iso, { zone: 'utc' }).setZone(zone);

describe('fiscalQuarters', () => {
	test('calendar year: the current quarter and four before it', () => {
		expect(fiscalQuarters(at('2026-02-10'), { firstMonth: 1, yearNamedAfter: 'end' }, 4)).toEqual([
			'2026_Q1',
			'2025_Q4',
			'2025_Q3',
			'2025_Q2',
			'2025_Q1',
		]);
	});

	test.each([
		['2026-01-31', '2026_Q4'],
		['2026-02-01', '2027_Q1'],
		['2026-12-31', '2027_Q4'],
		['2026-10-31', '2027_Q3'],
	])('a year that starts in February and is named after its end: %s is in %s', (day, quarter) => {
		expect(fiscalQuarters(at(day), { firstMonth: 2, yearNamedAfter: 'end' }, 0)).toEqual([quarter]);
	});

	test('the same year named after its start', () => {
		expect(fiscalQuarters(at('2026-02-01'), { firstMonth: 2, yearNamedAfter: 'start' }, 1)).toEqual(
			['2026_Q1', '2025_Q4'],
		);
	});

	test('the last day of a long month goes back to the right quarter', () => {
		expect(fiscalQuarters(at('2026-05-31'), { firstMonth: 1, yearNamedAfter: 'end' }, 1)).toEqual([
			'2026_Q2',
			'2026_Q1',
		]);
	});

	test('the time zone decides which quarter it is', () => {
		const calendar = { firstMonth: 1, yearNamedAfter: 'end' } as const;
		const moment = '2026-04-01T02:00:00Z';
		expect(fiscalQuarters(at(moment), calendar, 0)).toEqual(['2026_Q2']);
		expect(fiscalQuarters(at(moment, 'America/New_York'), calendar, 0)).toEqual(['2026_Q1']);
	});
});

describe('calendarOf', () => {
	const CALENDARS = Array.from({ length: 12 }, (_, month) => month + 1).flatMap((firstMonth) =>
		(['start', 'end'] as const).map((yearNamedAfter) => ({ firstMonth, yearNamedAfter })),
	);

	test('finds the calendar by which a quarter was named, for each quarter of each calendar', () => {
		for (const calendar of CALENDARS) {
			for (let back = 0; back < 4; back++) {
				const first = DateTime.utc(2026, calendar.firstMonth, 1).plus({ months: 3 * back });
				const last = first.plus({ months: 3 }).minus({ days: 1 });
				const [timePeriod = ''] = fiscalQuarters(first, calendar, 0);
				const found = calendarOf({
					timePeriod,
					startDate: first.toFormat('yyyy-MM-dd'),
					endDate: last.toFormat('yyyy-MM-dd'),
				});
				expect(found && isSameCalendar(found, calendar)).toBe(true);
				const others = CALENDARS.filter((other) => !isSameCalendar(other, calendar));
				expect(others.some((other) => found && isSameCalendar(other, found))).toBe(false);
			}
		}
	});

	test('also where quarters are made of whole weeks', () => {
		const weeks = { timePeriod: '2026_Q1', startDate: '2025-01-31', endDate: '2025-05-01' };
		expect(calendarOf(weeks)).toEqual({ firstMonth: 2, yearNamedAfter: 'end' });
		const late = { timePeriod: '2026_Q2', startDate: '2026-04-05', endDate: '2026-07-04' };
		expect(calendarOf(late)).toMatchObject({ firstMonth: 1 });
	});

	test.each([
		['a month', '2026_Q1', '2026-01-01', '2026-01-31'],
		['a label', 'FY26 Q1', '2026-01-01', '2026-03-31'],
		['a year that no rule gives', '2029_Q1', '2026-01-01', '2026-03-31'],
		['days that are none', '2026_Q1', 'soon', '2026-03-31'],
	])('%s tells nothing', (_, timePeriod, startDate, endDate) => {
		expect(calendarOf({ timePeriod, startDate, endDate })).toBeUndefined();
	});
});
