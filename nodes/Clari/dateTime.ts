import type { DateTime } from 'luxon';

import { sessionError } from '../shared/errors/sessionError';
import { readTime } from '../shared/time/readTime';
import type { ClariSession } from './transport';

/**
 * A time that the user set; one without offset is in the zone.
 *
 * @param label the parameter's name in the panel
 * @returns `undefined` when it is not filled in
 * @throws NodeOperationError when it is no time
 */
export function toTime(
	session: ClariSession,
	value: unknown,
	label: string,
	zone: string = session.context.getTimezone(),
): DateTime | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = readTime(value, zone);
	if (time !== undefined) return time;
	throw sessionError(
		session,
		`'${label}' is no date`,
		'Choose one from the calendar, or give an ISO 8601 time, e.g. 2026-01-31T09:00:00Z.',
	);
}
