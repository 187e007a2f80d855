import { DateTime } from 'luxon';

import { isQuiet, readTimeOfDay, type QuietHours } from '../../../nodes/shared/time/quietHours';

const BERLIN = 'Europe/Berlin';
const quietAt = (text: string, hours: QuietHours, zone = BERLIN) =>
	isQuiet(DateTime.fromISO(text).setZone(zone), hours);

const NIGHT: QuietHours = { window: { from: 20 * 60, to: 7 * 60 + 30 }, days: [] };
const NOON: QuietHours = { window: { from: 12 * 60, to: 13 * 60 }, days: [] };
const WEEKEND: QuietHours = { days: [6, 7] };

test.each([
	['before it', '2026-03-04T11:59:59+01:00', NOON, false],
	['at its start', '2026-03-04T12:00:00+01:00', NOON, true],
	['at its end', '2026-03-04T13:00:00+01:00', NOON, false],
	['before midnight', '2026-03-04T23:59:00+01:00', NIGHT, true],
	['after midnight', '2026-03-05T00:00:00+01:00', NIGHT, true],
	['at the end of the night', '2026-03-05T07:30:00+01:00', NIGHT, false],
	['in the afternoon', '2026-03-04T15:00:00+01:00', NIGHT, false],
	['on Friday', '2026-03-06T23:59:00+01:00', WEEKEND, false],
	['on Saturday', '2026-03-07T00:00:00+01:00', WEEKEND, true],
	['on Sunday', '2026-03-08T23:59:00+01:00', WEEKEND, true],
	['on Monday', '2026-03-09T00:00:00+01:00', WEEKEND, false],
])('a window, %s', (_name, at, hours, expected) => {
	expect(quietAt(at, hours)).toBe(expected);
});

test('a window that ends at midnight', () => {
	const evening: QuietHours = { window: { from: 20 * 60, to: 0 }, days: [] };
	expect(quietAt('2026-03-04T23:59:00+01:00', evening)).toBe(true);
	expect(quietAt('2026-03-05T00:00:00+01:00', evening)).toBe(false);
});

test('without hours and days nothing is quiet', () => {
	expect(quietAt('2026-03-04T23:59:00+01:00', { days: [] })).toBe(false);
});

test('the time zone decides what the clock says', () => {
	const moment = '2026-03-04T19:30:00Z';
	expect(quietAt(moment, NIGHT, BERLIN)).toBe(true);
	expect(quietAt(moment, NIGHT, 'America/New_York')).toBe(false);
	expect(quietAt('2026-03-06T23:30:00Z', WEEKEND, BERLIN)).toBe(true);
});

describe('the nights that change the clocks', () => {
	const early: QuietHours = { window: { from: 2 * 60 + 30, to: 4 * 60 }, days: [] };

	test('spring: the hour from 2 to 3 is not there, so the window starts at 3', () => {
		expect(quietAt('2026-03-29T00:59:00Z', early)).toBe(false); // 01:59
		expect(quietAt('2026-03-29T01:00:00Z', early)).toBe(true); // 03:00
		expect(quietAt('2026-03-29T02:00:00Z', early)).toBe(false); // 04:00
	});

	test('autumn: the hour from 2 to 3 comes twice, and both are quiet', () => {
		expect(quietAt('2026-10-25T00:15:00Z', early)).toBe(false); // 02:15, summer
		expect(quietAt('2026-10-25T00:45:00Z', early)).toBe(true); // 02:45, summer
		expect(quietAt('2026-10-25T01:15:00Z', early)).toBe(false); // 02:15, winter
		expect(quietAt('2026-10-25T01:45:00Z', early)).toBe(true); // 02:45, winter
		expect(quietAt('2026-10-25T03:00:00Z', early)).toBe(false); // 04:00
	});

	test('the night as a whole starts and ends by the clock', () => {
		expect(quietAt('2026-03-28T18:59:00Z', NIGHT)).toBe(false); // 19:59
		expect(quietAt('2026-03-28T19:00:00Z', NIGHT)).toBe(true); // 20:00
		expect(quietAt('2026-03-29T05:29:00Z', NIGHT)).toBe(true); // 07:29
		expect(quietAt('2026-03-29T05:30:00Z', NIGHT)).toBe(false); // 07:30
	});
});

test.each([
	['00:00', 0],
	['7:30', 450],
	[' 07:30 ', 450],
	['23:59', 1439],
	['24:00', undefined],
	['7', undefined],
	['7:5', undefined],
	['12:60', undefined],
	['8 pm', undefined],
	['', undefined],
])('the time of day %j', (text, minutes) => {
	expect(readTimeOfDay(text)).toBe(minutes);
});
