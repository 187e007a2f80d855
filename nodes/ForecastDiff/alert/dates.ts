import { isolate, shorten } from './cleanText';

export interface Dates {
	/** `2026-01-05`; for other locales than en-US as their readers write it. */
	date(iso: string): string;
	/** `2026-01-05 08:00 UTC`; for other locales than en-US as their readers write it. */
	dateTime(iso: string): string;
	/** `22:00` where that is less than half a day before `now`, else with the date: "since 10:00" reads like today. */
	timeBefore(iso: string, now: string): string;
}

const DAY = 24 * 60 * 60 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Whole days from one ISO date-time to another; `null` when one is none. */
export function daysBetween(from: string, to: string): number | null {
	const [start, end] = [parse(from), parse(to)];
	return start === undefined || end === undefined ? null : (end - start) / DAY;
}

/** The IANA name, or UTC when there is no such zone. */
export function knownTimeZone(timeZone: string | undefined): string {
	if (typeof timeZone !== 'string' || timeZone.trim() === '') return 'UTC';
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone: timeZone.trim() }).resolvedOptions()
			.timeZone;
	} catch {
		return 'UTC';
	}
}

/** Another notation than ISO stays as it is, on one line. */
export function createDates(locale: string, timeZone: string): Dates {
	// In the United States an ISO date is not how people write, but it has always been how the alert does.
	const isoLike = locale === 'en-US';
	const day: Intl.DateTimeFormatOptions = isoLike
		? { year: 'numeric', month: '2-digit', day: '2-digit' }
		: { year: 'numeric', month: 'short', day: 'numeric' };
	const time: Intl.DateTimeFormatOptions = {
		hour: '2-digit',
		minute: '2-digit',
		...(isoLike ? { hourCycle: 'h23' } : {}),
	};
	const format = (options: Intl.DateTimeFormatOptions, zone: string) =>
		new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
	const localDay = format(day, timeZone);
	const anyDay = format(day, 'UTC');
	const clock = format(time, timeZone);
	const full = format({ ...day, ...time, timeZoneName: 'short' }, timeZone);

	function written(formatter: Intl.DateTimeFormat, ms: number): string {
		if (!isoLike) return isolate(formatter.format(ms));
		const parts = new Map(formatter.formatToParts(ms).map(({ type, value }) => [type, value]));
		const of = (...types: Intl.DateTimeFormatPartTypes[]) =>
			types.flatMap((type) => parts.get(type) ?? []);
		return [
			of('year', 'month', 'day').join('-'),
			of('hour', 'minute').join(':'),
			...of('timeZoneName'),
		]
			.filter((part) => part !== '')
			.join(' ');
	}

	const dateTime = (iso: string) => {
		const ms = parse(iso);
		if (ms === undefined) return shorten(iso, 40);
		return DATE.test(iso) ? written(anyDay, ms) : written(full, ms);
	};
	return {
		dateTime,
		date(iso) {
			const ms = parse(iso);
			if (ms === undefined) return shorten(iso, 40);
			return written(DATE.test(iso) ? anyDay : localDay, ms);
		},
		timeBefore(iso, now) {
			const days = daysBetween(iso, now);
			const ms = parse(iso);
			if (ms === undefined || days === null || days < 0 || days >= 0.5) return dateTime(iso);
			return written(clock, ms);
		},
	};
}

function parse(iso: string): number | undefined {
	if (!DATE.test(iso) && !DATE_TIME.test(iso)) return undefined;
	const ms = Date.parse(iso);
	return Number.isNaN(ms) ? undefined : ms;
}
