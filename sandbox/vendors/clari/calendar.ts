import { DateTime } from 'luxon';

/** Seven days; the unit in which forecasts are kept. Dates are `YYYY-MM-DD`, both ends included. */
export interface Week {
	/** `TF:` and the first day. The same frame can belong to two quarters. */
	timeFrameId: string;
	startDate: string;
	endDate: string;
	/** Position in its quarter, from 0. */
	index: number;
}

/** One fiscal quarter. */
export interface Quarter {
	/** `2026_Q1`, the notation of the vendor's `timePeriod`. */
	timePeriodId: string;
	/** Fiscal year, four digits. */
	year: number;
	/** 1 to 4. */
	number: number;
	startDate: string;
	endDate: string;
	/** In order. The first frame contains the first day of the quarter, so it may start before it. */
	weeks: Week[];
}

export interface CalendarOptions {
	/** Month in which the fiscal year starts, 1 to 12; default 1. */
	fiscalYearStartMonth?: number;
	/** ISO weekday on which a frame starts, 1 (Monday) to 7; default 5: the vendor's own samples start on Fridays. */
	weekStartsOn?: number;
}

const TIME_PERIOD = /^(\d{4})_Q([1-4])$/;

const isoDate = (date: DateTime) => date.toFormat('yyyy-MM-dd');
const utc = (year: number, month: number) => DateTime.utc(year, month, 1);

/**
 * The fiscal calendar of the invented company, in UTC.
 *
 * A fiscal year is named after the calendar year in which it ends, as the customers do whose clients we know
 * (one that starts in February 2026 is fiscal 2027).
 */
export class FiscalCalendar {
	private readonly startMonth: number;
	private readonly weekStartsOn: number;
	private readonly quarters = new Map<string, Quarter>();

	constructor({ fiscalYearStartMonth = 1, weekStartsOn = 5 }: CalendarOptions = {}) {
		if (fiscalYearStartMonth < 1 || fiscalYearStartMonth > 12) {
			throw new RangeError('fiscalYearStartMonth must be 1 to 12');
		}
		if (weekStartsOn < 1 || weekStartsOn > 7) throw new RangeError('weekStartsOn must be 1 to 7');
		this.startMonth = fiscalYearStartMonth;
		this.weekStartsOn = weekStartsOn;
	}

	/** The quarter that a date belongs to. */
	quarterOf(date: Date): Quarter {
		const day = DateTime.fromJSDate(date, { zone: 'utc' });
		const monthsIn = (day.month - this.startMonth + 12) % 12;
		const start = day.startOf('month').minus({ months: monthsIn });
		return this.quarter(start.plus({ months: 11 }).year, Math.floor(monthsIn / 3) + 1);
	}

	/** The quarter named `YYYY_QN`, or `undefined` when the text is not such a name. */
	parse(timePeriodId: string): Quarter | undefined {
		const [, year, number] = TIME_PERIOD.exec(timePeriodId) ?? [];
		if (year === undefined || number === undefined) return undefined;
		return this.quarter(Number(year), Number(number));
	}

	/** The weeks of a quarter that have begun; for a quarter that lies ahead, its first week alone. */
	weeksUntil(quarter: Quarter, now: Date): Week[] {
		const today = isoDate(DateTime.fromJSDate(now, { zone: 'utc' }));
		const begun = quarter.weeks.filter((week) => week.startDate <= today);
		return begun.length > 0 ? begun : quarter.weeks.slice(0, 1);
	}

	/** The week of a quarter that an export without history shows: this week, or the nearest one of the quarter. */
	currentWeek(quarter: Quarter, now: Date): Week {
		const week = this.weeksUntil(quarter, now).at(-1);
		if (week === undefined) throw new Error(`${quarter.timePeriodId} has no weeks`);
		return week;
	}

	private quarter(year: number, number: number): Quarter {
		const timePeriodId = `${year}_Q${number}`;
		const known = this.quarters.get(timePeriodId);
		if (known) return known;

		const firstYear = this.startMonth === 1 ? year : year - 1;
		const start = utc(firstYear, this.startMonth).plus({ months: (number - 1) * 3 });
		const end = start.plus({ months: 3 }).minus({ days: 1 });
		const quarter: Quarter = {
			timePeriodId,
			year,
			number,
			startDate: isoDate(start),
			endDate: isoDate(end),
			weeks: this.weeksBetween(start, end),
		};
		this.quarters.set(timePeriodId, quarter);
		return quarter;
	}

	private weeksBetween(start: DateTime, end: DateTime): Week[] {
		const weeks: Week[] = [];
		let day = start.minus({ days: (start.weekday - this.weekStartsOn + 7) % 7 });
		while (day <= end) {
			const startDate = isoDate(day);
			weeks.push({
				timeFrameId: `TF:${startDate}`,
				startDate,
				endDate: isoDate(day.plus({ days: 6 })),
				index: weeks.length,
			});
			day = day.plus({ days: 7 });
		}
		return weeks;
	}
}
