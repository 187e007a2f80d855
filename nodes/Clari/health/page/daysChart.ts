import { DateTime } from 'luxon';

import type { ExportHealth, HealthDay } from '../health';
import { count, number, percent } from '../words';
import type { Html } from './markup';
import { markup } from './markup';

const RUNS_HEIGHT = 120;
const RATE_HEIGHT = 56;
const BETWEEN = 26;
/** What the top of the error rates can stand for: a small rate is still seen. */
const RATE_SCALES = [0.1, 0.25, 0.5, 1];
/** Below both charts, for the dates. */
const FOOT = 22;

/**
 * Runs and, below them, the error rate, day by day. Widths are shares of the page and heights are pixels, so that the
 * text keeps its size on a phone.
 */
export function daysChart({ days, failed }: ExportHealth): Html {
	const most = Math.max(1, ...days.map(({ runs }) => runs));
	const highest = Math.max(0, ...days.map(({ errorRate }) => errorRate ?? 0));
	const scale = RATE_SCALES.find((rate) => rate >= highest) ?? 1;
	const rateTop = RUNS_HEIGHT + BETWEEN;
	const height = rateTop + RATE_HEIGHT + FOOT;
	return markup`<svg height="${height}" role="img" aria-label="Runs and error rate of each day">
		<line class="grid-line" x1="0" x2="100%" y1="0.5" y2="0.5" />
		<line class="grid-line" x1="0" x2="100%" y1="${RUNS_HEIGHT + 0.5}" y2="${RUNS_HEIGHT + 0.5}" />
		<text x="0" y="14">${count(most, 'run')}</text>
		${days.map((day, position) => runsBar(day, position, days.length, most))}
		<text x="0" y="${rateTop - 6}">Error rate${failed === 0 ? ': 0%' : ''}</text>
		<line class="grid-line" x1="0" x2="100%" y1="${rateTop + 0.5}" y2="${rateTop + 0.5}" />
		<line
			class="grid-line"
			x1="0"
			x2="100%"
			y1="${rateTop + RATE_HEIGHT + 0.5}"
			y2="${rateTop + RATE_HEIGHT + 0.5}"
		/>
		<text x="100%" y="${rateTop - 6}" text-anchor="end">${percent(scale)}</text>
		${days.map((day, position) => rateBar(day, position, days.length, { top: rateTop, scale }))}
		${dates(days, height - 5)}
	</svg>`;
}

/** Where the bar of a day is, in percent of the width, with a gap to the next one. */
function place(position: number, days: number): { x: string; width: string } {
	const step = 100 / days;
	return { x: `${percentText(position * step + step * 0.1)}`, width: percentText(step * 0.8) };
}

function runsBar(day: HealthDay, position: number, days: number, most: number): Html {
	if (day.runs === 0) return markup``;
	const { x, width } = place(position, days);
	const scale = (runs: number) => Math.round((runs / most) * (RUNS_HEIGHT - 20) * 10) / 10;
	const failed = day.failed === 0 ? 0 : Math.max(2, scale(day.failed));
	const done = Math.max(0, scale(day.runs) - failed);
	return markup`<g>
		<title>${dayText(day.date)}: ${count(day.runs, 'run')}, ${number(day.failed)} failed</title>
		<rect class="done" x="${x}" width="${width}" y="${RUNS_HEIGHT - done}" height="${done}" />
		<rect
			class="failed"
			x="${x}"
			width="${width}"
			y="${RUNS_HEIGHT - done - failed}"
			height="${failed}"
		/>
	</g>`;
}

function rateBar(
	day: HealthDay,
	position: number,
	days: number,
	{ top, scale }: { top: number; scale: number },
): Html {
	if (day.errorRate === null || day.errorRate === 0) return markup``;
	const { x, width } = place(position, days);
	const height = Math.max(2, Math.round((day.errorRate / scale) * RATE_HEIGHT * 10) / 10);
	return markup`<g>
		<title>${dayText(day.date)}: ${percent(day.errorRate)} failed</title>
		<rect
			class="failed"
			x="${x}"
			width="${width}"
			y="${top + RATE_HEIGHT - height}"
			height="${height}"
		/>
	</g>`;
}

function dates(days: readonly HealthDay[], y: number): Html {
	const middle = days[Math.floor((days.length - 1) / 2)];
	const [first, last] = [days[0], days.at(-1)];
	const label = (x: string, anchor: string, day: HealthDay | undefined) => {
		if (day === undefined) return markup``;
		return markup`<text x="${x}" y="${y}" text-anchor="${anchor}">${dayText(day.date)}</text>`;
	};
	return markup`${label('0', 'start', first)}
		${days.length > 4 ? label('50%', 'middle', middle) : null}
		${days.length > 1 ? label('100%', 'end', last) : null}`;
}

/** `14 Mar` */
function dayText(date: string): string {
	return DateTime.fromISO(date, { locale: 'en-US' }).toFormat('d LLL');
}

function percentText(value: number): string {
	return `${Math.round(value * 1_000) / 1_000}%`;
}
