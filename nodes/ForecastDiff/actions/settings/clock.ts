import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import { toList, toText } from '../../../shared/parameters/read';
import { isQuiet, readTimeOfDay, type QuietHours } from '../../../shared/time/quietHours';
import { startOfFiscalQuarter, startOfWeek } from '../../../shared/time/periodStart';
import { badParameter, choiceOf, numberOf, shown } from './checks';

const WEEKDAYS = [
	'monday',
	'tuesday',
	'wednesday',
	'thursday',
	'friday',
	'saturday',
	'sunday',
] as const;

/** The moment of a run, and what the calendar of the workflow says about it. */
export interface Clock {
	/** ISO date-time. */
	now: string;
	/** IANA name. */
	timeZone: string;
	startOfWeek: DateTime;
	startOfQuarter: DateTime;
	isQuiet: boolean;
}

/**
 * Reads the clock in the time zone of the workflow.
 *
 * @throws {NodeOperationError} for times of day and weekdays that are none
 */
export function readClock(context: IExecuteFunctions, options: Record<string, unknown>): Clock {
	const zoned = DateTime.now().setZone(context.getTimezone());
	const at = zoned.isValid ? zoned : DateTime.utc();
	const firstDay = choiceOf(context, 'Week Starts On', options.weekStart, WEEKDAYS);
	const firstMonth = numberOf(context, 'First Month of Fiscal Year', options.fiscalYearStart, {
		fallback: 1,
		min: 1,
		max: 12,
		whole: true,
	});
	return {
		now: new Date(at.toMillis()).toISOString(),
		timeZone: at.zoneName ?? 'UTC',
		startOfWeek: startOfWeek(at, WEEKDAYS.indexOf(firstDay) + 1),
		startOfQuarter: startOfFiscalQuarter(at, firstMonth),
		isQuiet: isQuiet(at, quietHours(context, options)),
	};
}

function quietHours(context: IExecuteFunctions, options: Record<string, unknown>): QuietHours {
	const days = toList(options.quietDays).map(
		(day) => WEEKDAYS.indexOf(choiceOf(context, 'Quiet Days', day.toLowerCase(), WEEKDAYS)) + 1,
	);
	const from = timeOfDay(context, 'Quiet From', options.quietFrom);
	const to = timeOfDay(context, 'Quiet To', options.quietTo);
	if (from === undefined && to === undefined) return { days };
	if (from === undefined || to === undefined) {
		const missing = from === undefined ? 'Quiet From' : 'Quiet To';
		throw badParameter(
			context,
			missing,
			'is empty',
			`Quiet hours need a start and an end. Add '${missing}' under Options, such as ${from === undefined ? '20:00' : '07:00'}, or remove the other one.`,
		);
	}
	if (from === to) {
		throw badParameter(
			context,
			'Quiet To',
			"is the same as 'Quiet From'",
			"Enter a later time, or an earlier one for the next day. For days without any alert, use 'Quiet Days'.",
		);
	}
	return { days, window: { from, to } };
}

function timeOfDay(context: IExecuteFunctions, label: string, value: unknown): number | undefined {
	const text = toText(value, '').trim();
	if (text === '') return undefined;
	const minutes = readTimeOfDay(text);
	if (minutes !== undefined) return minutes;
	throw badParameter(
		context,
		label,
		'is not a time of day',
		`It is ${shown(text)}. Enter hours and minutes from 00:00 to 23:59, such as 20:00.`,
	);
}
