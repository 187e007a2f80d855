import { DateTime } from 'luxon';

/** How a company counts its fiscal years. */
export interface FiscalCalendar {
	/** 1 (January) to 12 (December). */
	firstMonth: number;
	/** Which calendar year gives a fiscal year its number when the year starts later than January. */
	yearNamedAfter: 'start' | 'end';
}

/**
 * The fiscal quarter of a moment and the quarters before it, as Clari writes them (`2026_Q1`).
 *
 * @param at the moment; its time zone decides which day it is
 * @param previous how many quarters before the current one to add
 * @returns current quarter first, then backwards
 */
export function fiscalQuarters(at: DateTime, calendar: FiscalCalendar, previous: number): string[] {
	return Array.from({ length: previous + 1 }, (_, back) =>
		fiscalQuarter(at.minus({ months: 3 * back }), calendar),
	);
}

/** A fiscal quarter: its name, and its first and last day as `YYYY-MM-DD`. */
export interface NamedQuarter {
	timePeriod: string;
	startDate: string;
	endDate: string;
}

/**
 * The calendar by which a quarter has its name.
 *
 * @returns `undefined` when the name or the days are none of a fiscal quarter
 */
export function calendarOf({
	timePeriod,
	startDate,
	endDate,
}: NamedQuarter): FiscalCalendar | undefined {
	const [, year, quarter] = /^(\d{4})_Q([1-4])$/.exec(timePeriod) ?? [];
	const start = DateTime.fromISO(startDate, { zone: 'utc' });
	const days = DateTime.fromISO(endDate, { zone: 'utc' }).diff(start, 'days').days;
	// From 12 to 14 weeks: what is longer or shorter is no quarter.
	if (year === undefined || !(days > 80 && days < 100)) return undefined;
	// Where quarters are made of whole weeks they begin some days before or after the first of a month.
	const middle = start.plus({ days: Math.floor(days / 2) });
	const first = middle.minus({ months: 3 * Number(quarter) - 2 });
	const after = Number(year) - first.year;
	if (after !== 0 && (after !== 1 || first.month === 1)) return undefined;
	return {
		firstMonth: first.month,
		yearNamedAfter: after === 1 || first.month === 1 ? 'end' : 'start',
	};
}

/** Whether two calendars give every quarter the same name. */
export function isSameCalendar(a: FiscalCalendar, b: FiscalCalendar): boolean {
	if (a.firstMonth !== b.firstMonth) return false;
	return a.firstMonth === 1 || a.yearNamedAfter === b.yearNamedAfter;
}

function fiscalQuarter(at: DateTime, { firstMonth, yearNamedAfter }: FiscalCalendar): string {
	const monthOfYear = (at.month - firstMonth + 12) % 12;
	const startYear = at.month >= firstMonth ? at.year : at.year - 1;
	const year = startYear + (yearNamedAfter === 'end' && firstMonth > 1 ? 1 : 0);
	return `${year}_Q${Math.floor(monthOfYear / 3) + 1}`;
}
