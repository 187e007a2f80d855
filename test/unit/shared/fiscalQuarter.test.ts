import { DateTime } from 'luxon';

import { fiscalQuarters } from '../../../nodes/shared/time/fiscalQuarter';

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
