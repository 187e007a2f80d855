import type { IDataObject } from 'n8n-workflow';

import { randomFrom } from '../../sandbox/vendors/random';

const HOUR_MS = 60 * 60 * 1_000;
const DAYS = 30;
const MINUTE_MS = 60_000;

const TABS = [
	{ forecastId: 'forecast', rows: 1_860 },
	{ forecastId: 'net_new_emea', rows: 642 },
	{ forecastId: 'renewals', rows: 418 },
];

/** Days before now on which something went wrong, and what Clari's node says then. */
const FAILURES = [
	{
		daysAgo: 21,
		tab: 1,
		job: true,
		text: 'Export job {job} was not done within 10 min: its status is STARTED [item 0]',
	},
	{
		daysAgo: 12,
		tab: 0,
		job: false,
		text: "Could not queue the export of forecast tab 'forecast' for 2026_Q4: Clari could not process the request [item 0]",
	},
	{
		daysAgo: 12,
		tab: 2,
		job: false,
		text: "Could not queue the export of forecast tab 'renewals' for 2026_Q4: Clari could not process the request [item 0]",
	},
	{
		daysAgo: 0,
		tab: 2,
		job: true,
		text: 'Export job {job} ended as FAILED, without a result [item 0]',
	},
];

/** A tab that was exported daily until some days ago, when somebody turned its workflow off. */
function silentTab(now: number): IDataObject[] {
	return Array.from({ length: 20 }, (_, day) => ({
		reportId: `silent-${day}`,
		export: 'forecast',
		operation: 'run',
		forecastId: 'pipeline_apac',
		timePeriod: '2026_Q4',
		jobId: `64f1c3a0${String(day).padStart(2, '0')}b1`,
		outcome: 'completed',
		finishedAt: new Date(now - ((24 - day) * 24 + 3) * HOUR_MS).toISOString(),
		totalMs: 38_000 + day * 150,
		rows: 212,
		truncated: false,
		mode: 'trigger',
	}));
}

/**
 * The reports of a month: three tabs every four hours, one that has gone silent, an outage, a job that timed out and was fetched later, a failure of
 * today, and a quota that went down more quickly in the last week.
 */
export function monthOfReports(now: number): IDataObject[] {
	const random = randomFrom('month of reports');
	const reports: IDataObject[] = silentTab(now);
	let quotaLeft = 968;
	for (let hoursAgo = (DAYS - 1) * 24 - 4; hoursAgo >= 0; hoursAgo -= 4) {
		TABS.forEach(({ forecastId, rows }, tab) => {
			const finished = now - hoursAgo * HOUR_MS - (20 - tab * 3) * MINUTE_MS;
			const jobId = `64f1c2${random.between(0x100000, 0xffffff).toString(16)}a7`;
			const failure = FAILURES.find(
				(one) => one.tab === tab && one.daysAgo * 24 === hoursAgo && hoursAgo % 24 === 0,
			);
			quotaLeft -= random.chance(hoursAgo < 7 * 24 ? 1 : 0.25) ? 1 : 0;
			if (hoursAgo < 7 * 24) quotaLeft -= random.between(0, 3);
			const common = {
				export: 'forecast',
				forecastId,
				timePeriod: '2026_Q4',
				quotaLeft,
				quotaTotal: 1_000,
				slotsFree: 2,
				workflowId: 'aK3hJp0mXyZ',
				workflowName: 'Forecast change alert',
				executionId: String(4_000 + reports.length),
				mode: 'trigger',
				attempts: 1,
				adopted: false,
			};
			const queueMs = random.between(900, 9_000) * (random.chance(0.06) ? 12 : 1);
			const runMs = random.between(14_000, 52_000) * (random.chance(0.04) ? 5 : 1);
			const downloadMs = random.between(350, 2_400);
			const slotWaitMs = random.chance(0.1) ? random.between(2_000, 40_000) : 0;
			const phases = { slotWaitMs, queueMs, runMs, downloadMs };
			const totalMs = slotWaitMs + queueMs + runMs + downloadMs;
			if (failure !== undefined) {
				reports.push({
					...common,
					reportId: `report-${reports.length}`,
					operation: 'run',
					jobId: failure.job ? jobId : null,
					outcome: 'failed',
					errorMessage: failure.text.replace('{job}', jobId),
					finishedAt: new Date(finished).toISOString(),
					totalMs: 600_000,
					rows: null,
				});
				if (failure.daysAgo !== 21) return;
			}
			reports.push({
				...common,
				...phases,
				reportId: `report-${reports.length}`,
				operation: failure === undefined ? 'run' : 'getResult',
				jobId,
				outcome: 'completed',
				errorMessage: null,
				startedAt: new Date(finished - totalMs).toISOString(),
				finishedAt: new Date(finished + (failure === undefined ? 0 : HOUR_MS)).toISOString(),
				totalMs,
				rows: rows + Math.floor((DAYS * 24 - hoursAgo) / 96) * 6,
				truncated: false,
			});
		});
	}
	return reports;
}
