import { DateTime } from 'luxon';

/**
 * A time of the panel or of an expression: ISO 8601, or a date object. A text without offset is a time in the zone; one
 * with an offset keeps it.
 *
 * @returns `undefined` when it is no time
 */
export function readTime(value: unknown, zone: string): DateTime | undefined {
	const time = DateTime.isDateTime(value)
		? value
		: value instanceof Date
			? DateTime.fromJSDate(value, { zone })
			: DateTime.fromISO(typeof value === 'string' ? value.trim() : '', { zone, setZone: true });
	return time.isValid ? time : undefined;
}
