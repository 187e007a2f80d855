import type { PeriodDays } from './readResult';

/** Clari's days are those of the company: a day of difference to UTC proves nothing. */
const DAY_MS = 86_400_000;

/**
 * Whether one of the periods contains today.
 *
 * @param now milliseconds since the epoch
 */
export function areCurrent(periods: readonly PeriodDays[], now: number): boolean {
	return periods.some(
		({ startDate, endDate }) =>
			Date.parse(startDate) - DAY_MS <= now && now <= Date.parse(endDate) + 2 * DAY_MS,
	);
}
