import { readReport, readReports, subjectOf } from '../../../../nodes/Clari/health/jobReport';
import { report } from './reports';

const STORED = {
	id: 7,
	reportId: 'r1',
	jobId: 'j1',
	export: 'forecast',
	operation: 'run',
	forecastId: 'net_new',
	timePeriod: '2026_Q1',
	host: 'api.clari.com',
	credential: 'Clari (production)',
	request: 'forecast; EUR',
	mode: 'trigger',
	outcome: 'failed',
	errorMessage: 'Export job j1 ended as FAILED',
	startedAt: '2026-03-01T08:00:00.000Z',
	finishedAt: '2026-03-01T08:01:00.000Z',
	slotWaitMs: 0,
	queueMs: 1_200,
	runMs: null,
	totalMs: 60_000,
	rows: null,
	truncated: null,
	quotaLeft: 900,
	quotaTotal: 1_000,
	checksFailed: '',
	workflowId: 'w',
	workflowName: 'Alert',
	executionId: '12',
};

describe('readReport', () => {
	const READ = {
		reportId: 'r1',
		jobId: 'j1',
		exportKind: 'forecast',
		forecastId: 'net_new',
		timePeriod: '2026_Q1',
		account: 'Clari (production)',
		request: 'forecast; EUR',
		operation: 'run',
		adopted: false,
		isTest: false,
		completed: false,
		errorMessage: 'Export job j1 ended as FAILED',
		finishedAt: Date.parse('2026-03-01T08:01:00Z'),
		phases: { slotWait: 0, queue: 1_200, total: 60_000 },
		truncated: false,
		delivered: false,
		quotaLeft: 900,
		quotaTotal: 1_000,
		workflowId: 'w',
		workflowName: 'Alert',
		executionId: '12',
	};

	test('reads a row of a Data Table', () => {
		expect(readReport(STORED)).toEqual(READ);
	});

	test('reads a row of Postgres: names with underscores, numbers in quotes, times as dates', () => {
		expect(
			readReport({
				report_id: 'r1',
				job_id: 'j1',
				export: 'forecast',
				forecast_id: 'net_new',
				time_period: '2026_Q1',
				operation: 'run',
				credential: 'Clari (production)',
				request: 'forecast; EUR',
				mode: 'trigger',
				outcome: 'failed',
				error_message: 'Export job j1 ended as FAILED',
				finished_at: new Date('2026-03-01T08:01:00Z'),
				slot_wait_ms: '0',
				queue_ms: '1200',
				total_ms: '60000',
				quota_left: '900',
				quota_total: '1000',
				workflow_id: 'w',
				workflow_name: 'Alert',
				execution_id: 12,
			}),
		).toEqual(READ);
	});

	test.each([
		['manual', true],
		['evaluation', true],
		['trigger', false],
		['error', false],
		[undefined, false],
	])('an execution of the mode %p is a test run: %p', (mode, isTest) => {
		expect(readReport({ ...STORED, mode })?.isTest).toBe(isTest);
	});

	test('takes the start for the end when there is no end', () => {
		expect(readReport({ ...STORED, finishedAt: null })?.finishedAt).toBe(
			Date.parse('2026-03-01T08:00:00Z'),
		);
	});

	test.each([true, 1, '1', 'true', 'TRUE'])('%p is a file that was cut off', (truncated) => {
		expect(readReport({ ...STORED, truncated })?.truncated).toBe(true);
	});

	test.each([
		{},
		{ ...STORED, outcome: 'running' },
		{ ...STORED, outcome: null },
		{ ...STORED, startedAt: 'soon', finishedAt: '' },
	])('%p is no report', (record) => {
		expect(readReport(record)).toBeUndefined();
	});
});

describe('readReports', () => {
	test('gives each report once, the later one, the oldest first', () => {
		const { reports, unreadable } = readReports([
			{ ...STORED, reportId: 'b', finishedAt: '2026-03-02T00:00:00Z' },
			{ ...STORED, reportId: 'a', outcome: 'completed', finishedAt: '2026-03-01T12:00:00Z' },
			{ ...STORED, reportId: 'a', finishedAt: '2026-03-01T00:00:00Z' },
			{ name: 'something else' },
		]);
		expect(reports.map(({ reportId, completed }) => [reportId, completed])).toEqual([
			['a', true],
			['b', false],
		]);
		expect(unreadable).toBe(1);
	});

	test('two reports without an ID are two', () => {
		expect(readReports([1, 2].map(() => ({ ...STORED, reportId: null }))).reports).toHaveLength(2);
	});
});

test.each([
	[{ forecastId: 'net_new' }, 'net_new'],
	[{ exportKind: 'activity', forecastId: undefined }, 'activity'],
	[{ exportKind: 'auditEvents', forecastId: undefined }, 'audit events'],
])('a report with %p is about %s', (over, subject) => {
	expect(subjectOf(report(0, over))).toBe(subject);
});
