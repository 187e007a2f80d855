import { runInNewContext } from 'node:vm';

import type { JobReport } from '../../../../nodes/Clari/health/jobReport';
import type { RowCountRules } from '../../../../nodes/Clari/health/reconcile';
import { reconcileRows } from '../../../../nodes/Clari/health/reconcile';
import { readTemplate } from '../../../../sandbox/localTemplate';
import { report } from './reports';

const SINCE = '2026-03-09T06:00:00Z';
const YESTERDAY = '2026-03-08T06:05:00Z';
const TODAY = '2026-03-09T06:05:00Z';

function reconcile(reports: JobReport[], rules: Partial<RowCountRules> = {}) {
	return reconcileRows(reports, {
		since: Date.parse(SINCE),
		tolerance: 0.05,
		expectedRows: [],
		timeZone: 'UTC',
		...rules,
	});
}

test('an export that differs by no more than the tolerance matches', () => {
	expect(
		reconcile([report(YESTERDAY, { rows: 100 }), report(TODAY, { rows: 105, jobId: 'j2' })]),
	).toMatchObject([
		{
			subject: 'forecast',
			timePeriod: '2026_Q1',
			status: 'match',
			needsAttention: false,
			exportedRows: 105,
			expectedRows: 100,
			difference: 5,
			message: 'forecast 2026_Q1: 105 rows (export job j2), expected 100: 5 or 5% more',
		},
	]);
});

test.each([94, 106])('%i rows of 100 are a mismatch', (rows) => {
	const [check] = reconcile([report(YESTERDAY, { rows: 100 }), report(TODAY, { rows })]);
	expect(check).toMatchObject({ status: 'mismatch', needsAttention: true });
});

test('the newest export counts on both sides, of the same tab and quarter', () => {
	const checks = reconcile([
		report('2026-03-06T06:00:00Z', { rows: 5, timePeriod: '2025_Q4' }),
		report('2026-03-07T06:00:00Z', { rows: 7 }),
		report(YESTERDAY, { rows: 100 }),
		report(YESTERDAY, { rows: 60, forecastId: 'emea' }),
		report('2026-03-08T23:00:00Z', { rows: 1, completed: false }),
		report('2026-03-09T06:01:00Z', { rows: 1 }),
		report(TODAY, { rows: 100 }),
		report(TODAY, { rows: 60, forecastId: 'emea' }),
	]);
	expect(checks.map(({ subject, status, message }) => [subject, status, message])).toEqual([
		['emea', 'match', 'emea 2026_Q1: 60 rows, as expected'],
		['forecast', 'match', 'forecast 2026_Q1: 100 rows, as expected'],
	]);
});

test('a tab from which nothing completed is missing; a quarter that has ended is not', () => {
	const checks = reconcile([
		report(YESTERDAY, { rows: 60, forecastId: 'emea' }),
		report(TODAY, { forecastId: 'emea', completed: false }),
		report(YESTERDAY, { rows: 100 }),
		report(TODAY, { rows: 40, timePeriod: '2026_Q2' }),
	]);
	expect(checks).toMatchObject([
		{
			subject: 'emea',
			status: 'missing',
			needsAttention: true,
			expectedRows: 60,
			message:
				'emea: no export has completed since 9 Mar 2026, 06:00, the last one on 8 Mar 2026, 06:05',
		},
		{ subject: 'forecast', timePeriod: '2026_Q2', status: 'first', needsAttention: false },
	]);
});

test('a failure that names no tab makes none missing, and does not hide the silence', () => {
	const unknown = report(YESTERDAY, { forecastId: undefined, completed: false });
	const checks = reconcile([unknown, report(TODAY, { forecastId: 'emea', rows: 60 })]);
	expect(checks).toMatchObject([{ subject: 'emea', status: 'first' }]);
	expect(reconcile([unknown])).toMatchObject([{ subject: null, status: 'missing' }]);
});

test.each<[string, Partial<JobReport>]>([
	['was cut off', { rows: 40, truncated: true }],
	['has no count', { rows: undefined }],
])('what is expected is not taken from an export that %s', (_, over) => {
	const checks = reconcile([
		report('2026-03-07T06:00:00Z', { rows: 100 }),
		report(YESTERDAY, over),
		report(TODAY, { rows: 100 }),
	]);
	expect(checks).toMatchObject([{ status: 'match', expectedRows: 100 }]);
});

test('rows that did not come out of the node are none, and the job is named', () => {
	const checks = reconcile([
		report(YESTERDAY, { rows: 100 }),
		report(TODAY, { rows: 100, jobId: 'j2', delivered: false }),
		report(TODAY, { timePeriod: '2025_Q4', completed: false }),
	]);
	expect(checks).toMatchObject([
		{
			subject: 'forecast',
			status: 'missing',
			exportedRows: null,
			message:
				'forecast: no rows have come since 9 Mar 2026, 06:00, the last one on 8 Mar 2026, 06:05; export job j2 of 2026_Q1 completed, but another export of its run failed, so its rows were not passed on',
		},
	]);
	const fetched = report('2026-03-09T08:00:00Z', { rows: 100, jobId: 'j2' });
	expect(
		reconcile([report(YESTERDAY, { rows: 100 }), report(TODAY, { delivered: false }), fetched]),
	).toMatchObject([{ status: 'match' }]);
});

test('an export that ended minutes before the time of the check is missing, and the reason is named', () => {
	const [near] = reconcile([report('2026-03-09T05:58:00Z', { rows: 100 })]);
	expect(near).toMatchObject({ status: 'missing', needsAttention: true });
	expect(near?.message).toContain('let the check run later in the day');
	const [far] = reconcile([report('2026-03-09T05:30:00Z', { rows: 100 })]);
	expect(far).toMatchObject({ status: 'missing', needsAttention: true });
	expect(far?.message).not.toContain('let the check run');
});

test('without any report, the silence is told', () => {
	expect(reconcile([])).toMatchObject([
		{
			subject: null,
			status: 'missing',
			needsAttention: true,
			message: 'Reports: no export has completed since 9 Mar 2026, 06:00',
		},
	]);
});

test('rows that are set go before those of the export before, and make the tab required', () => {
	const expectedRows = [
		{ subject: 'forecast', rows: 200 },
		{ subject: 'renewals', rows: 10 },
	];
	expect(
		reconcile([report(YESTERDAY, { rows: 100 }), report(TODAY, { rows: 100 })], { expectedRows }),
	).toMatchObject([
		{ subject: 'forecast', status: 'mismatch', expectedRows: 200, difference: -100 },
		{ subject: 'renewals', status: 'missing' },
	]);
});

test('an export that was cut off never matches, and one whose rows were not counted cannot', () => {
	const before = report(YESTERDAY, { rows: 100 });
	expect(reconcile([before, report(TODAY, { rows: 100, truncated: true })])).toMatchObject([
		{ status: 'mismatch', message: 'forecast 2026_Q1: Clari cut the export off' },
	]);
	expect(reconcile([before, report(TODAY)])).toMatchObject([
		{ status: 'notCounted', needsAttention: false },
	]);
});

test('an empty export needs attention, also a second time and at the first', () => {
	const empty = { rows: 0, checksFailed: 'not_empty' };
	const told = [
		{
			status: 'empty',
			needsAttention: true,
			message: 'forecast 2026_Q1: the export is empty (export job j2)',
		},
	];
	const today = report(TODAY, { ...empty, jobId: 'j2' });
	expect(reconcile([report(YESTERDAY, { rows: 3 }), today])).toMatchObject(told);
	expect(reconcile([report(YESTERDAY, empty), today])).toMatchObject(told);
	expect(reconcile([today])).toMatchObject(told);
	// Unless somebody says that none is right.
	const expectedRows = [{ subject: 'forecast', rows: 0 }];
	expect(reconcile([today], { expectedRows })).toMatchObject([{ status: 'match' }]);
});

test('an export of another quarter than asked never matches', () => {
	const today = report(TODAY, { rows: 100, checksFailed: 'period_matches' });
	expect(reconcile([report(YESTERDAY, { rows: 100 }), today])).toMatchObject([
		{
			status: 'mismatch',
			needsAttention: true,
			message: 'forecast 2026_Q1: the export is of another quarter than the one that was asked for',
		},
	]);
});

test('test runs in the editor are neither checked nor compared with', () => {
	const test = { rows: 30, isTest: true };
	expect(
		reconcile([
			report(YESTERDAY, { rows: 100 }),
			report('2026-03-08T09:00:00Z', test),
			report(TODAY, { rows: 100 }),
			report('2026-03-09T09:00:00Z', test),
			report('2026-03-09T09:00:00Z', { ...test, forecastId: 'tried' }),
		]),
	).toMatchObject([{ subject: 'forecast', status: 'match', exportedRows: 100 }]);
});

test('activities are not compared with those of another day', () => {
	const activity = { exportKind: 'activity', forecastId: undefined, timePeriod: undefined };
	const friday = report(YESTERDAY, { ...activity, rows: 900 });
	expect(reconcile([friday, report(TODAY, { ...activity, rows: 12 })])).toMatchObject([
		{ subject: 'activity', status: 'notCompared', needsAttention: false, exportedRows: 12 },
	]);
	expect(reconcile([friday])).toMatchObject([{ subject: 'activity', status: 'missing' }]);
	expect(
		reconcile([friday, report(TODAY, { ...activity, rows: 12 })], {
			expectedRows: [{ subject: 'activity', rows: 50 }],
		}),
	).toMatchObject([{ status: 'mismatch', expectedRows: 50 }]);
});

describe('quarters that the run before had', () => {
	const FIVE = ['2026_Q1', '2025_Q4', '2025_Q3', '2025_Q2', '2025_Q1'];
	const of = (time: string, quarters: string[]) =>
		quarters.map((timePeriod) => report(time, { timePeriod, rows: 100 }));
	const missingOf = (reports: JobReport[]) =>
		reconcile(reports).flatMap(({ status, timePeriod }) =>
			status === 'missing' ? (timePeriod ?? 'the tab') : [],
		);

	test('are missing when they do not come, quarter by quarter', () => {
		const failed = report(TODAY, { timePeriod: '2025_Q4', completed: false });
		const checks = reconcile([...of(YESTERDAY, FIVE), failed, ...of(TODAY, ['2026_Q1'])]);
		expect(checks.map(({ timePeriod, status }) => [timePeriod, status])).toEqual([
			['2025_Q1', 'missing'],
			['2025_Q2', 'missing'],
			['2025_Q3', 'missing'],
			['2025_Q4', 'missing'],
			['2026_Q1', 'match'],
		]);
		expect(checks[3]).toMatchObject({
			needsAttention: true,
			message:
				'forecast 2025_Q4: no export has completed since 9 Mar 2026, 06:00, the last one on 8 Mar 2026, 06:05',
		});
	});

	test('may stay away when newer ones have come for them, the oldest first', () => {
		const next = ['2026_Q2', ...FIVE.slice(0, 4)];
		expect(missingOf([...of(YESTERDAY, FIVE), ...of(TODAY, next)])).toEqual([]);
		expect(missingOf([...of(YESTERDAY, FIVE), ...of(TODAY, ['2026_Q2', '2026_Q1'])])).toEqual([
			'2025_Q2',
			'2025_Q3',
			'2025_Q4',
		]);
	});

	test('are those of the run before, and not of every day that the table holds', () => {
		const old = of('2026-03-05T06:00:00Z', ['2024_Q1']);
		expect(missingOf([...old, ...of(YESTERDAY, FIVE), ...of(TODAY, FIVE)])).toEqual([]);
	});
});

describe('rows that are set', () => {
	const of = (timePeriod: string, rows: number) => report(TODAY, { timePeriod, rows });

	test('are a minimum for each quarter, as in the export itself', () => {
		const checks = reconcile([of('2025_Q4', 1_300), of('2026_Q1', 99)], {
			expectedRows: [{ subject: 'forecast', rows: 100 }],
		});
		expect(checks.map(({ timePeriod, status, message }) => [timePeriod, status, message])).toEqual([
			['2025_Q4', 'match', 'forecast 2025_Q4: 1,300 rows, at least 100 are expected'],
			['2026_Q1', 'mismatch', 'forecast 2026_Q1: 99 rows, at least 100 are expected'],
		]);
	});

	test('of one quarter go before those of the tab, and make that quarter required', () => {
		const expectedRows = [
			{ subject: 'forecast', rows: 100 },
			{ subject: 'forecast', timePeriod: '2025_Q4', rows: 1_000 },
			{ subject: 'forecast', timePeriod: '2025_Q3', rows: 1_000 },
		];
		const checks = reconcile([of('2025_Q4', 900), of('2026_Q1', 100)], { expectedRows });
		expect(checks.map(({ timePeriod, status }) => [timePeriod, status])).toEqual([
			['2025_Q3', 'missing'],
			['2025_Q4', 'mismatch'],
			['2026_Q1', 'match'],
		]);
	});

	test('of a tab count for each of its scopes, or for one by its name', () => {
		const scoped = (subject: string, rows: number) => report(TODAY, { subject, rows });
		const both = [scoped('forecast', 500), scoped('forecast (scope 4102::MGR)', 90)];
		const statuses = (subject: string) =>
			reconcile(both, { expectedRows: [{ subject, rows: 100 }] }).map(({ status }) => status);
		expect(statuses('forecast')).toEqual(['match', 'mismatch']);
		expect(statuses('forecast (scope 4102::MGR)')).toEqual(['first', 'mismatch']);
	});
});

test('two scopes of one tab are compared each with its own', () => {
	const wide = { subject: 'forecast', rows: 1_900 };
	const narrow = { subject: 'forecast (scope 4102::MGR)', rows: 300 };
	expect(
		reconcile([
			report(YESTERDAY, wide),
			report('2026-03-08T06:10:00Z', narrow),
			report(TODAY, narrow),
			report('2026-03-09T06:10:00Z', wide),
		]).map(({ status }) => status),
	).toEqual(['match', 'match']);
});

describe('a tab that goes on under another name', () => {
	const of = (subject: string, time: string, workflowId: string, request = subject) =>
		report(time, { subject, rows: 100, workflowId, request });
	const statuses = (...reports: JobReport[]) =>
		reconcile(reports).map(({ subject, status }) => [subject, status]);

	test('is not missing under the old one', () => {
		expect(
			statuses(
				of('forecast (old)', '2026-03-07T06:00:00Z', 'w1'),
				of('forecast (new)', YESTERDAY, 'w1'),
				of('forecast (new)', TODAY, 'w1'),
			),
		).toEqual([['forecast (new)', 'match']]);
	});

	test('is another one where another workflow exports it, or both were exported side by side', () => {
		const missing = [
			['forecast (new)', 'match'],
			['forecast (old)', 'missing'],
		];
		expect(
			statuses(
				of('forecast (old)', '2026-03-07T06:00:00Z', 'w1'),
				of('forecast (new)', YESTERDAY, 'w2'),
				of('forecast (new)', TODAY, 'w2'),
			),
		).toEqual(missing);
		expect(
			statuses(
				of('forecast (new)', '2026-03-07T06:00:00Z', 'w1'),
				of('forecast (old)', '2026-03-07T06:01:00Z', 'w1'),
				of('forecast (new)', YESTERDAY, 'w1'),
				of('forecast (new)', TODAY, 'w1'),
			),
		).toEqual(missing);
	});

	test('is not taken for one by a failure that does not say what was asked for', () => {
		const failed = report(TODAY, { subject: 'forecast', workflowId: 'w1', completed: false });
		expect(statuses(of('forecast (old)', YESTERDAY, 'w1'), failed)).toEqual([
			['forecast', 'missing'],
			['forecast (old)', 'missing'],
		]);
	});
});

test('Slack gets whole lines, and how many more there are', () => {
	const { nodes } = readTemplate('clari-daily-reconciliation.json');
	const { jsonBody } = nodes.find(({ name }) => name === 'Post to Slack')?.parameters ?? {};
	const [, code = ''] = /^=\{\{([^]*)\}\}$/.exec(String(jsonBody)) ?? [];
	const linesOf = (message: string[]) =>
		String(JSON.parse(String(runInNewContext(code, { $json: { message } }))).text).split('\n');
	const lines = Array.from({ length: 43 }, (_, index) => `${'line & '.repeat(20)}${index}`);
	const escaped = lines.map((line) => `• ${line.replaceAll('&', '&amp;')}`);
	expect(linesOf(lines.slice(0, 40)).slice(1)).toEqual(escaped.slice(0, 40));
	expect(linesOf(lines).slice(1)).toEqual([
		...escaped.slice(0, 40),
		'… and 3 more in clari_reconciliations',
	]);
});
