import { CopilotApiError } from './apiError';
import type { CopilotSettings } from './settings';

/** Sunday 00:00 UTC of the week of a time; both in milliseconds since the epoch. */
function weekStart(time: number): number {
	const date = new Date(time);
	const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
	return day - date.getUTCDay() * 86_400_000;
}

/** Counts requests by second (the real clock) and by week (the clock of the sandbox). */
export class RequestLimits {
	/** Requests of the current week. */
	inWeek = 0;

	private week = Number.NaN;

	/** When the requests of the last second came, refused ones not included. */
	private recent: number[] = [];

	constructor(
		private readonly settings: CopilotSettings,
		private readonly now: () => number,
	) {}

	/** @throws CopilotApiError 429 when a limit is reached. The vendor does not document the answer. */
	take(): void {
		const second = performance.now();
		this.recent = this.recent.filter((time) => second - time < 1_000);
		if (this.recent.length >= this.settings.rate) {
			throw new CopilotApiError(429, 'Too many requests');
		}
		const week = weekStart(this.now());
		if (week !== this.week) this.inWeek = 0;
		this.week = week;
		if (this.inWeek >= this.settings.weeklyRequests) {
			throw new CopilotApiError(429, 'Weekly limit of requests reached');
		}
		this.recent.push(second);
		this.inWeek++;
	}
}
