import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import { collectionParameter, toNumber, toText } from '../../../shared/parameters/read';
import { attention } from '../../health/attention';
import type { ExportHealth } from '../../health/health';
import { exportHealth } from '../../health/health';
import { subjectOf } from '../../health/jobReport';
import { dashboardPage } from '../../health/page';
import type { QuotaBurnDown } from '../../health/quota';
import { isoTime, readNow, readReportItems, readWithin, WHOLE } from './reportItems';
import { TIME_ZONE } from './timeZone';

const displayOptions = { show: { resource: ['report'], operation: ['createDashboard'] } };
const TITLE = 'Clari export health';
const FAILURES_SHOWN = 10;

export const description: INodeProperties[] = [
	{
		displayName:
			"Takes the items of the output 'Report' of Clari's exports, stored in a table, and needs no credential. The page shows names and amounts of your business: answer with it only behind a login.",
		name: 'dashboardNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 366 },
		default: 30,
		description: 'How many days the dashboard is about, today included',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Failures Shown',
				name: 'failuresShown',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: FAILURES_SHOWN,
				description: 'How many of the newest failures are listed',
			},
			TIME_ZONE,
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: TITLE,
				placeholder: 'e.g. Clari exports of EMEA',
				description: 'The heading of the page',
			},
		],
	},
];

/** One item with the page and the figures in it, of all reports. */
export async function executeRun(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const days = Math.trunc(readWithin(this, 'days', 'Days', 30, [1, 366]));
	const options = collectionParameter(this, 'options', 0);
	const title = toText(options.title, '').trim() || TITLE;
	const health = exportHealth(readReportItems(this), readNow(this), days);
	const toLookAt = attention(health);
	const html = dashboardPage(health, toLookAt, {
		title,
		failuresShown: Math.max(0, Math.trunc(toNumber(options.failuresShown, FAILURES_SHOWN))),
		baseUrl: baseUrlOf(this),
	});
	return [{ json: toItemData({ title, html, attention: toLookAt, ...figures(health) }), ...WHOLE }];
}

/** The figures of the page, for alerts and for tests of your own. */
function figures(health: ExportHealth) {
	const { from, to, timeZone, runs, completed, failed, completionRate, latency, days } = health;
	const { quotas, subjects, failures, lastCompletedAt, testRuns, fetchedLater } = health;
	const [quota = null] = quotas.map(quotaFigures);
	return {
		from: isoTime(from),
		to: isoTime(to),
		timeZone,
		runs,
		completed,
		failed,
		completionRate,
		fetchedLater,
		testRuns,
		lastCompletedAt: isoTime(lastCompletedAt),
		latency,
		days,
		quota,
		quotas: quotas.map(quotaFigures),
		subjects: subjects.flatMap(({ name, silentMs, quarters }) =>
			quarters.map((quarter) => ({
				name,
				timePeriod: quarter.timePeriod,
				runs: quarter.runs,
				failed: quarter.failed,
				lastOutcome: quarter.last.completed ? 'completed' : 'failed',
				lastFinishedAt: isoTime(quarter.last.finishedAt),
				silentMs,
				lastRows: quarter.lastCompleted?.rows ?? null,
				earlierRows: quarter.earlierRows,
				medianTotalMs: quarter.medianTotal,
			})),
		),
		failures: failures.map(({ report, recovered }) => ({
			finishedAt: isoTime(report.finishedAt),
			subject: subjectOf(report),
			timePeriod: report.timePeriod ?? null,
			jobId: report.jobId ?? null,
			errorMessage: report.errorMessage ?? null,
			workflowId: report.workflowId ?? null,
			executionId: report.executionId ?? null,
			recovered,
		})),
	};
}

function quotaFigures({
	account,
	left,
	total,
	measuredAt,
	isStale,
	perDay,
	emptyAt,
}: QuotaBurnDown) {
	return {
		account,
		left,
		total,
		measuredAt: isoTime(measuredAt),
		isStale,
		perDay,
		emptyAt: isoTime(emptyAt),
	};
}

/** Where the executions are shown. */
function baseUrlOf(context: IExecuteFunctions): string | undefined {
	// The types promise a text; an instance without an address has none.
	const base: string | undefined = context.getInstanceBaseUrl();
	if (!base || !/^https?:\/\//.test(base)) return undefined;
	return base.endsWith('/') ? base : `${base}/`;
}
