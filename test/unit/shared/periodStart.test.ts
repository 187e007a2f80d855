import { DateTime } from 'luxon';

import { startOfFiscalQuarter, startOfWeek } from '../../../nodes/shared/time/periodStart';

const at = (text: string, zone: string) => DateTime.fromISO(text, { zone });

describe('the start of the week', () => {
	test.each([
		// 2026-03-04 is a Wednesday.
		['2026-03-04T10:00', 1, '2026-03-02'],
		['2026-03-04T10:00', 3, '2026-03-04'],
		['2026-03-04T10:00', 4, '2026-02-26'],
		['2026-03-04T10:00', 7, '2026-03-01'],
		['2026-03-01T00:00', 7, '2026-03-01'],
		['2026-03-01T23:59', 1, '2026-02-23'],
		['2026-01-01T00:30', 1, '2025-12-29'],
	])('of %s, weeks from day %i on: %s', (moment, firstDay, start) => {
		expect(startOfWeek(at(moment, 'America/New_York'), firstDay).toISO()).toContain(
			`${start}T00:00:00.000`,
		);
	});

	test('is a matter of the time zone', () => {
		const moment = DateTime.fromISO('2026-03-02T03:00:00Z');
		expect(startOfWeek(moment.setZone('Europe/Berlin'), 1).toISODate()).toBe('2026-03-02');
		expect(startOfWeek(moment.setZone('America/Los_Angeles'), 1).toISODate()).toBe('2026-02-23');
	});

	test.each([
		['spring', '2026-03-29T12:00', '2026-03-23T00:00:00.000+01:00'],
		['autumn', '2026-10-25T12:00', '2026-10-19T00:00:00.000+02:00'],
	])('is midnight by the clock also over the change of clocks in %s', (_season, moment, start) => {
		expect(startOfWeek(at(moment, 'Europe/Berlin'), 1).toISO()).toBe(start);
	});

	test('is the first moment of a day that has no midnight', () => {
		// Cairo goes from 00:00 to 01:00 on Friday, 2026-04-24.
		const start = startOfWeek(at('2026-04-26T12:00', 'Africa/Cairo'), 5);
		expect(start.toISODate()).toBe('2026-04-24');
		expect(start.hour).toBe(1);
	});
});

describe('the start of the fiscal quarter', () => {
	test.each([
		['2026-01-01T00:00', 1, '2026-01-01'],
		['2026-03-31T23:59', 1, '2026-01-01'],
		['2026-04-01T00:00', 1, '2026-04-01'],
		['2026-01-31T12:00', 2, '2025-11-01'],
		['2026-02-01T00:00', 2, '2026-02-01'],
		['2026-01-15T12:00', 12, '2025-12-01'],
		['2026-05-15T12:00', 7, '2026-04-01'],
	])('of %s, fiscal years from month %i on: %s', (moment, firstMonth, start) => {
		expect(startOfFiscalQuarter(at(moment, 'America/New_York'), firstMonth).toISO()).toContain(
			`${start}T00:00:00.000`,
		);
	});
});
