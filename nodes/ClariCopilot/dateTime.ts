import type { DateTime } from 'luxon';

import { readTime } from '../shared/time/readTime';
import { sessionError } from './errors';
import type { CopilotSession } from './transport';

/**
 * A time of the panel or of an expression as Copilot takes it: ISO 8601 in UTC, which has no `+`. A time without offset
 * is one in the workflow's time zone.
 *
 * @param label the parameter's name in the panel
 * @throws NodeOperationError when it is no time
 */
export function toUtc(session: CopilotSession, value: unknown, label: string): string | undefined {
	return readDate(session, value, label, (time) => time.toUTC().toISO());
}

/** A day without a time, as a CRM has a close date. */
const DAY = /^\s*\d{4}-\d{2}-\d{2}\s*$/;

/**
 * The same, but a text that is only a day stays that day: Copilot has days as midnight in UTC, and midnight elsewhere would be
 * another day there.
 *
 * @throws NodeOperationError when it is no time
 */
export function toUtcKeepingDays(
	session: CopilotSession,
	value: unknown,
	label: string,
): string | undefined {
	const isDay = typeof value === 'string' && DAY.test(value);
	return isDay ? toUtcDay(session, value, label) : toUtc(session, value, label);
}

/**
 * The day of a time as Copilot has it: midnight in UTC. It is the day on the calendar where the time is told: at its offset, or
 * else in the workflow's time zone.
 *
 * @throws NodeOperationError when it is no time
 */
export function toUtcDay(
	session: CopilotSession,
	value: unknown,
	label: string,
): string | undefined {
	return readDate(session, value, label, (time) =>
		time.setZone('utc', { keepLocalTime: true }).startOf('day').toISO(),
	);
}

function readDate(
	session: CopilotSession,
	value: unknown,
	label: string,
	write: (time: DateTime) => string | null,
): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const time = readTime(value, session.context.getTimezone());
	const text = time && write(time);
	if (text) return text;
	throw sessionError(
		session,
		`'${label}' is no date`,
		'Choose one from the calendar, or give an ISO 8601 time, e.g. 2026-01-31T09:00:00Z.',
	);
}
