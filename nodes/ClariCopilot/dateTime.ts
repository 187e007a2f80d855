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
	if (value === undefined || value === null || value === '') return undefined;
	const text = readTime(value, session.context.getTimezone())?.toUTC().toISO();
	if (text) return text;
	throw sessionError(
		session,
		`'${label}' is no date`,
		'Choose one from the calendar, or give an ISO 8601 time, e.g. 2026-01-31T09:00:00Z.',
	);
}
