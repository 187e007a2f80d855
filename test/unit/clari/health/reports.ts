import type { JobReport } from '../../../../nodes/Clari/health/jobReport';

export const DAY_MS = 24 * 60 * 60 * 1_000;

/** A completed export of the tab `forecast`. */
export function report(finishedAt: string | number, over: Partial<JobReport> = {}): JobReport {
	return {
		exportKind: 'forecast',
		forecastId: 'forecast',
		timePeriod: '2026_Q1',
		completed: true,
		finishedAt: typeof finishedAt === 'number' ? finishedAt : Date.parse(finishedAt),
		phases: {},
		truncated: false,
		adopted: false,
		isTest: false,
		delivered: over.completed ?? true,
		...over,
	};
}
