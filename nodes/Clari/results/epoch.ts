import { DateTime } from 'luxon';

/** ISO 8601 in UTC of milliseconds since the epoch; `null` when there are none, or more than a calendar has. */
export function isoOf(milliseconds: number | undefined): string | null {
	return milliseconds === undefined
		? null
		: DateTime.fromMillis(milliseconds, { zone: 'utc' }).toISO();
}
