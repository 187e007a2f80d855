import { DateTime } from 'luxon';

/** `1,234` */
export function number(value: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** `3 exports` */
export function count(value: number, noun: string): string {
	return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/**
 * `98.4%`. What is not all is never rounded up to it, and what is not nothing never down to it.
 *
 * @param share 0 to 1
 */
export function percent(share: number): string {
	const rounded = Math.round(share * 1_000) / 10;
	if (rounded >= 100 && share < 1) return '99.9%';
	if (rounded <= 0 && share > 0) return '0.1%';
	return `${number(rounded)}%`;
}

const UNITS = [
	{ name: 'd', ms: 86_400_000 },
	{ name: 'h', ms: 3_600_000 },
	{ name: 'min', ms: 60_000 },
	{ name: 's', ms: 1_000 },
] as const;

/** `340 ms`, `4.2 s`, `3 min 20 s`, `2 d 5 h`: two units at most, as people say it. */
export function duration(ms: number): string {
	if (ms < 1_000) return `${Math.round(ms)} ms`;
	if (ms < 59_950) return `${number(Math.round(ms / 100) / 10)} s`;
	const minutes = Math.max(ms, 60_000);
	const position = UNITS.findIndex((unit) => minutes >= unit.ms);
	const [large, small] = UNITS.slice(position);
	if (large === undefined || small === undefined) return `${Math.round(ms / 1_000)} s`;
	// Rounded first, so that there is no `1 min 60 s`.
	const rounded = Math.round(minutes / small.ms) * small.ms;
	if (position > 0 && rounded >= (UNITS[position - 1]?.ms ?? Infinity)) return duration(rounded);
	const rest = Math.round((rounded % large.ms) / small.ms);
	const whole = `${Math.floor(rounded / large.ms)} ${large.name}`;
	return rest === 0 ? whole : `${whole} ${rest} ${small.name}`;
}

/** `17 min ago`, or `just now` within a minute. */
export function ago(ms: number): string {
	const minutes = Math.floor(ms / 60_000);
	return minutes < 1 ? 'just now' : `${duration(minutes * 60_000)} ago`;
}

/** A moment by the clock of a time zone: `14 Mar 2026, 09:30`, or only its date. */
export function at(ms: number, zone: string, part: 'date' | 'minute' = 'minute'): string {
	const format = part === 'date' ? 'd LLL yyyy' : 'd LLL yyyy, HH:mm';
	return DateTime.fromMillis(ms, { zone, locale: 'en-US' }).toFormat(format);
}
