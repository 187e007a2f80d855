import type { DateTime } from 'luxon';

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

function fiscalQuarter(at: DateTime, { firstMonth, yearNamedAfter }: FiscalCalendar): string {
	const monthOfYear = (at.month - firstMonth + 12) % 12;
	const startYear = at.month >= firstMonth ? at.year : at.year - 1;
	const year = startYear + (yearNamedAfter === 'end' && firstMonth > 1 ? 1 : 0);
	return `${year}_Q${Math.floor(monthOfYear / 3) + 1}`;
}
