import type { DateTime } from 'luxon';

/**
 * Midnight at the start of the week of a moment, in the moment's own time zone.
 *
 * @param firstDay 1 (Monday) to 7 (Sunday)
 */
export function startOfWeek(at: DateTime, firstDay: number): DateTime {
	return at.startOf('day').minus({ days: (at.weekday - firstDay + 7) % 7 });
}

/**
 * Midnight at the start of the fiscal quarter of a moment, in the moment's own time zone.
 *
 * @param firstMonth first month of the fiscal year, 1 (January) to 12 (December)
 */
export function startOfFiscalQuarter(at: DateTime, firstMonth: number): DateTime {
	return at.startOf('month').minus({ months: (at.month - firstMonth + 12) % 3 });
}
