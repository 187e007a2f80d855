import type { IDataObject } from 'n8n-workflow';

const HOUR_MS = 60 * 60 * 1_000;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

/** A report as a table has it. */
export const storedReport = (hours: number, over: IDataObject = {}): IDataObject => ({
	reportId: `${hours} ${JSON.stringify(over)}`,
	export: 'forecast',
	operation: 'run',
	forecastId: 'forecast',
	timePeriod: '2026_Q1',
	outcome: 'completed',
	finishedAt: hoursAgo(hours),
	...over,
});
