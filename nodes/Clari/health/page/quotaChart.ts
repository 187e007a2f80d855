import type { QuotaBurnDown } from '../quota';
import { at, number } from '../words';
import type { Html } from './markup';
import { markup } from './markup';

/** As high as the chart beside it. */
const HEIGHT = 224;
const TOP = 20;
const BOTTOM = 24;
/** The projection is drawn into the future by at most this share of the days of the page. */
const AHEAD = 0.5;
/** More points than the screen has pixels only make the page large. */
const MOST_POINTS = 300;

/** What is left of the quota over time, and what will be. */
export function quotaChart(quota: QuotaBurnDown, from: number, to: number, zone: string): Html {
	const shown = thinned(quota.points.filter((point) => point.at >= from));
	const most = Math.max(1, quota.total ?? 0, ...shown.map(({ left }) => left));
	const until = quota.ahead.length === 0 ? to : to + (to - from) * AHEAD;
	const ahead = quota.ahead.filter((point) => point.at <= until);
	const x = (time: number) => Math.round(((time - from) / (until - from)) * 100_000) / 100;
	const y = (left: number) => Math.round((1 - left / most) * (HEIGHT - TOP - BOTTOM) * 10) / 10;
	const pointsOf = (line: ReadonlyArray<{ at: number; left: number }>) =>
		line.map((point) => `${x(point.at)},${y(Math.max(0, point.left))}`);
	const points = pointsOf(shown);
	const [start = '0,0'] = points;
	const base = HEIGHT - TOP - BOTTOM;
	const now = `${x(to) / 10}%`;
	return markup`<svg height="${HEIGHT}" role="img" aria-label="What is left of the quota over time">
		<line class="grid-line" x1="0" x2="100%" y1="${TOP + 0.5}" y2="${TOP + 0.5}" />
		<line
			class="grid-line"
			x1="0"
			x2="100%"
			y1="${HEIGHT - BOTTOM + 0.5}"
			y2="${HEIGHT - BOTTOM + 0.5}"
		/>
		<text x="0" y="14">${number(most)}</text>
		<svg
			x="0"
			y="${TOP}"
			width="100%"
			height="${base}"
			viewBox="0 0 1000 ${base}"
			preserveAspectRatio="none"
		>
			${
				points.length === 0
					? null
					: markup`<polygon
							class="area"
							points="${start.split(',')[0] ?? '0'},${base} ${points.join(' ')} ${x(quota.measuredAt)},${base}"
						/>
						<polyline class="line" points="${points.join(' ')}" />`
			}
			${ahead.length > 1 ? markup`<polyline class="ahead" points="${pointsOf(ahead).join(' ')}" />` : null}
		</svg>
		<text x="0" y="${HEIGHT - 6}">${at(from, zone, 'date')}</text>
		${
			until > to
				? markup`<line class="now" x1="${now}" x2="${now}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" />
					<text x="${now}" y="${HEIGHT - 6}" text-anchor="middle">today</text>`
				: null
		}
		<text x="100%" y="${HEIGHT - 6}" text-anchor="end">${at(until, zone, 'date')}</text>
	</svg>`;
}

function thinned<T>(points: readonly T[]): T[] {
	const step = Math.ceil(points.length / MOST_POINTS);
	return points.filter((_, position) => position % step === 0 || position === points.length - 1);
}
