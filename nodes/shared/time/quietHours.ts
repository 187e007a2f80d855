import type { DateTime } from 'luxon';

/** When nobody wants an alert, by the clock on the wall. */
export interface QuietHours {
	/** Every day from the one to the other, in minutes since midnight; `from` after `to` goes over midnight. */
	window?: { from: number; to: number };
	/** Days that are quiet as a whole: 1 (Monday) to 7 (Sunday). */
	days: readonly number[];
}

/**
 * Whether a moment is in the quiet hours. The start of the window belongs to it, its end does not.
 *
 * The clock on the wall decides, as it does for people: in the night that has an hour twice, both are quiet, and a
 * window that starts in the hour that another night lacks starts with the hour after it.
 *
 * @param at the moment; its time zone decides what the clock says
 */
export function isQuiet(at: DateTime, { window, days }: QuietHours): boolean {
	if (days.includes(at.weekday)) return true;
	if (window === undefined) return false;
	const { from, to } = window;
	const minute = at.hour * 60 + at.minute;
	return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Minutes since midnight of a time of day such as `07:30`; `undefined` for any other text. */
export function readTimeOfDay(text: string): number | undefined {
	const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
	return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}
