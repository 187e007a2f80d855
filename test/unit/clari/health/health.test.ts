import { DateTime } from 'luxon';

import { attention } from '../../../../nodes/Clari/health/attention';
import { exportHealth } from '../../../../nodes/Clari/health/health';
import type { JobReport } from '../../../../nodes/Clari/health/jobReport';
import { percentile } from '../../../../nodes/Clari/health/percentile';
import { ago, at, count, duration, percent } from '../../../../nodes/Clari/health/words';
import { DAY_MS, report } from './reports';

const NOW = DateTime.fromISO('2026-03-10T12:00:00', { zone: 'Europe/Berlin' });
const health = (reports: JobReport[], days = 7) => exportHealth(reports, NOW, days);

describe('percentile', () => {
	const upTo = (most: number) => Array.from({ length: most }, (_, index) => most - index);

	test.each([
		[100, 0.5, 50],
		[100, 0.95, 95],
		[100, 0.99, 99],
		[10, 0.95, 10],
		[3, 0.5, 2],
		[1, 0.99, 1],
	])('of 1 to %i, the one at %d is %i', (most, share, value) => {
		expect(percentile(upTo(most), share)).toBe(value);
	});

	test('there is none of nothing, and the values stay as they are', () => {
		const values = [3, 1, 2];
		expect(percentile([], 0.5)).toBeUndefined();
		expect(percentile(values, 0.5)).toBe(2);
		expect(values).toEqual([3, 1, 2]);
	});
});

describe('exportHealth', () => {
	test('counts what ended in the days that are asked for, by the calendar of the time zone', () => {
		const { runs, completed, failed, completionRate, days, from } = health(
			[
				report('2026-03-07T22:59:00Z'),
				// In Berlin it is the 8th already.
				report('2026-03-07T23:00:00Z', { completed: false }),
				report('2026-03-08T10:00:00Z'),
				report('2026-03-10T10:59:59Z'),
				report('2026-03-10T11:00:01Z'),
			],
			3,
		);
		expect(from).toBe(Date.parse('2026-03-07T23:00:00Z'));
		expect({ runs, completed, failed, completionRate }).toEqual({
			runs: 3,
			completed: 2,
			failed: 1,
			completionRate: 2 / 3,
		});
		expect(days).toEqual([
			{ date: '2026-03-08', runs: 2, failed: 1, errorRate: 0.5 },
			{ date: '2026-03-09', runs: 0, failed: 0, errorRate: null },
			{ date: '2026-03-10', runs: 1, failed: 0, errorRate: 0 },
		]);
	});

	test('has a day for each date also when the clocks change', () => {
		const to = DateTime.fromISO('2026-03-30T12:00:00', { zone: 'Europe/Berlin' });
		expect(exportHealth([], to, 3).days.map(({ date }) => date)).toEqual([
			'2026-03-28',
			'2026-03-29',
			'2026-03-30',
		]);
	});

	test('measures phases of completed exports only', () => {
		const runs = Array.from({ length: 100 }, (_, index) =>
			report(NOW.toMillis() - index, { phases: { queue: index + 1, total: (index + 1) * 10 } }),
		);
		const failed = report(NOW.toMillis(), { completed: false, phases: { total: 600_000 } });
		const { latency } = health([...runs, failed]);
		expect(latency.queue).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
		expect(latency.total).toEqual({ count: 100, p50: 500, p95: 950, p99: 990 });
		expect(latency.download).toBeNull();
	});

	test('tells of a failure whether its job was fetched later', () => {
		const { failures } = health([
			report('2026-03-09T01:00:00Z', { jobId: 'j1' }),
			report('2026-03-09T02:00:00Z', { jobId: 'j2', completed: false }),
			report('2026-03-09T03:00:00Z', { jobId: 'j1', completed: false }),
			report('2026-03-09T04:00:00Z', { completed: false }),
			report('2026-03-09T05:00:00Z', { jobId: 'j2' }),
			report('2026-03-09T06:00:00Z'),
		]);
		expect(failures.map(({ report: { jobId }, recovered }) => [jobId, recovered])).toEqual([
			[undefined, false],
			['j1', false],
			['j2', true],
		]);
	});

	test('shows each tab with its last export, and compares rows within a quarter', () => {
		const { subjects } = health([
			report('2026-03-08T01:00:00Z', { rows: 100, phases: { total: 3 } }),
			report('2026-03-08T02:00:00Z', { rows: 70, timePeriod: '2025_Q4', phases: { total: 1 } }),
			report('2026-03-09T01:00:00Z', { rows: 110, phases: { total: 2 } }),
			report('2026-03-09T02:00:00Z', { completed: false }),
			report('2026-03-09T03:00:00Z', {
				exportKind: 'activity',
				forecastId: undefined,
				timePeriod: undefined,
			}),
		]);
		expect(subjects).toMatchObject([
			{
				name: 'activity',
				quarters: [{ timePeriod: null, runs: 1, failed: 0, earlierRows: null, medianTotal: null }],
			},
			{
				name: 'forecast',
				last: { completed: false },
				quarters: [
					{
						timePeriod: '2026_Q1',
						runs: 3,
						failed: 1,
						lastCompleted: { rows: 110 },
						earlierRows: 100,
						medianTotal: 2,
					},
				],
			},
		]);
	});

	test('a failure that does not know its quarter is no quarter once a later export of the tab has completed', () => {
		const failed = report('2026-03-10T02:00:00Z', { timePeriod: undefined, completed: false });
		const before = report('2026-03-10T01:00:00Z');
		const quarters = (...reports: JobReport[]) =>
			health(reports).subjects[0]?.quarters.map(({ timePeriod }) => timePeriod);
		expect(quarters(before, failed)).toEqual(['2026_Q1', null]);
		const after = [before, failed, report('2026-03-10T03:00:00Z')];
		expect(quarters(...after)).toEqual(['2026_Q1']);
		expect(attention(health(after))).toEqual(['1 export failed in the last 24 hours.']);
		// It still counts.
		expect(health(after)).toMatchObject({ runs: 3, failed: 1, failures: [{ recovered: false }] });
	});

	test('counts each job once: one that was fetched later has completed, whoever fetched it', () => {
		const { runs, completed, failed, fetchedLater, completionRate, days, failures } = health([
			report('2026-03-09T01:00:00Z', { jobId: 'j1', completed: false }),
			report('2026-03-09T02:00:00Z', { jobId: 'j1', operation: 'getResult' }),
			report('2026-03-09T03:00:00Z', { jobId: 'j1', operation: 'getResult' }),
			report('2026-03-10T01:00:00Z', { jobId: 'j2' }),
			report('2026-03-10T02:00:00Z', { completed: false }),
			report('2026-03-10T03:00:00Z', { completed: false }),
		]);
		expect({ runs, completed, failed, fetchedLater, completionRate }).toEqual({
			runs: 4,
			completed: 2,
			failed: 2,
			fetchedLater: 1,
			completionRate: 0.5,
		});
		expect(days.slice(-2)).toMatchObject([
			{ runs: 1, failed: 0 },
			{ runs: 3, failed: 2 },
		]);
		expect(failures.map(({ recovered }) => recovered)).toEqual([false, false, true]);
	});

	test('leaves test runs out, and says how many there were', () => {
		const { runs, testRuns, completionRate, quotas, subjects } = health([
			report('2026-03-09T01:00:00Z', { rows: 100 }),
			report('2026-03-09T02:00:00Z', { rows: 30, isTest: true, quotaLeft: 7 }),
			report('2026-03-09T03:00:00Z', { completed: false, isTest: true }),
		]);
		expect({ runs, testRuns, completionRate }).toEqual({
			runs: 1,
			testRuns: 2,
			completionRate: 1,
		});
		expect(subjects).toMatchObject([{ quarters: [{ lastCompleted: { rows: 100 } }] }]);
		// They cost quota all the same.
		expect(quotas).toMatchObject([{ left: 7 }]);
	});

	test('percentiles have each phase from the report that saw it as a whole', () => {
		const fetched = { operation: 'getResult', phases: { run: 40, download: 3, total: 5 } };
		const { latency } = health([
			report('2026-03-09T01:00:00Z', {
				jobId: 'late',
				completed: false,
				phases: { slotWait: 7, queue: 9, run: 1, total: 600 },
			}),
			report('2026-03-09T02:00:00Z', { jobId: 'late', ...fetched }),
			report('2026-03-09T03:00:00Z', { jobId: 'late', ...fetched, phases: { run: 40, total: 1 } }),
			report('2026-03-09T04:00:00Z', {
				jobId: 'taken over',
				adopted: true,
				phases: { queue: 0, run: 60, total: 2 },
			}),
			report('2026-03-09T05:00:00Z', {
				jobId: 'own',
				phases: { slotWait: 0, queue: 11, run: 50, download: 4, total: 65 },
			}),
		]);
		expect(latency).toEqual({
			slotWait: { count: 2, p50: 0, p95: 7, p99: 7 },
			queue: { count: 2, p50: 9, p95: 11, p99: 11 },
			run: { count: 3, p50: 50, p95: 60, p99: 60 },
			download: { count: 2, p50: 3, p95: 4, p99: 4 },
			total: { count: 1, p50: 65, p95: 65, p99: 65 },
		});
	});

	test('of nothing, there is nothing', () => {
		expect(health([])).toMatchObject({
			runs: 0,
			completionRate: null,
			lastCompletedAt: null,
			quotas: [],
			latency: { total: null },
			failures: [],
			subjects: [],
		});
	});
});

describe('attention', () => {
	const of = (...reports: JobReport[]) => attention(health(reports));
	const good = (over: Partial<JobReport> = {}) => report('2026-03-10T10:00:00Z', over);

	test('is quiet when all is well, also about a failure whose job was fetched later', () => {
		const failed = report('2026-03-10T09:00:00Z', { jobId: 'j', completed: false });
		expect(of(failed, good({ jobId: 'j', rows: 10, quotaLeft: 900, quotaTotal: 1_000 }))).toEqual(
			[],
		);
	});

	test('tells of silence', () => {
		expect(of()).toEqual([
			'No export has reported in these days: check that the workflows run and store their reports.',
		]);
		expect(of(report('2026-03-08T11:00:00Z'))).toEqual(['No export has completed for 2 d.']);
		expect(of(report('2026-03-08T11:00:00Z', { completed: false }))).toContain(
			'No export has completed in these days.',
		);
	});

	test('tells of one tab that is silent while another goes on, by how often it used to come', () => {
		const day = 24;
		const daily = (hoursAgo: number[], forecastId: string) =>
			hoursAgo.map((hours) => report(NOW.toMillis() - hours * 3_600_000, { forecastId }));
		const forecast = daily([3 * day, 2 * day, day, 1], 'forecast');
		const of30 = (...reports: JobReport[]) =>
			attention(
				health(
					[...reports].sort((a, b) => a.finishedAt - b.finishedAt),
					30,
				),
			);
		expect(
			of30(...forecast, ...daily([6 * day + 2, 5 * day + 2, 4 * day + 2], 'renewals')),
		).toEqual([
			'No export of renewals has completed for 4 d 2 h; it used to complete at least every 1 d.',
		]);
		const { subjects } = health([...daily([3 * day, 2 * day], 'renewals')], 30);
		expect(subjects[0]?.silentMs).toBe(2 * day * 3_600_000);
		// Weekly, on working days only, or once: that is how they are.
		expect(
			of30(
				...forecast,
				...daily(
					[20, 13, 6].map((days) => days * day),
					'weekly',
				),
			),
		).toEqual([]);
		const workingDays = [14, 13, 12, 11, 10, 7, 6, 5, 4, 3].map((days) => days * day);
		expect(of30(...forecast, ...daily(workingDays, 'work'))).toEqual([]);
		expect(of30(...forecast, ...daily([9 * day], 'once'))).toEqual([]);
	});

	test('takes no weekend for an outage where the only tab runs on working days', () => {
		const sunday = DateTime.fromISO('2026-03-15T18:00:00', { zone: 'Europe/Berlin' });
		const at6 = (date: string) => report(`${date}T05:00:00Z`);
		const days = ['03-05', '03-06', '03-09', '03-10', '03-11', '03-12', '03-13'];
		const reports = days.map((day) => at6(`2026-${day}`));
		expect(attention(exportHealth(reports, sunday, 30))).toEqual([]);
		// The pause that it is used to is three days.
		const wednesday = sunday.plus({ days: 3 });
		expect(attention(exportHealth(reports, wednesday, 30))).toEqual([
			'No export has completed for 5 d 12 h.',
		]);
	});

	test('takes a credential with a new name for the one that it was', () => {
		const named = (account: string, time: string, over: Partial<JobReport> = {}) =>
			report(time, {
				account,
				subject: `forecast (${account})`,
				request: 'forecast',
				workflowId: 'w1',
				quotaLeft: 900,
				...over,
			});
		const renamed = [
			named('old', '2026-03-04T10:00:00Z'),
			named('old', '2026-03-05T10:00:00Z'),
			named('old', '2026-03-06T10:00:00Z', { completed: false }),
			named('new', '2026-03-09T10:00:00Z'),
			named('new', '2026-03-10T10:00:00Z'),
		];
		expect(attention(health(renamed))).toEqual([]);
		expect(health(renamed).quotas.map(({ account }) => account)).toEqual(['new']);
		// Another workflow exports for another organization.
		const others = renamed.map((one) =>
			one.account === 'new' ? { ...one, workflowId: 'w2' } : one,
		);
		expect(attention(health(others))).toEqual([
			'No export of forecast (old) has completed for 5 d 1 h; it used to complete at least every 1 d.',
			'The last export failed for: forecast (old).',
			'The quota of exports of old was last measured 4 d 1 h ago, when 900 were left: nothing is known about today.',
		]);
	});

	test('a failure of one of two scopes, nobody knows which, is told until the tab completes again', () => {
		const scope = (name: string, time: string) =>
			report(time, { subject: `forecast (${name})`, request: name, workflowId: 'w1' });
		const failed = report('2026-03-09T10:00:00Z', {
			subject: 'forecast',
			workflowId: 'w1',
			completed: false,
		});
		const before = [scope('a', '2026-03-09T08:00:00Z'), scope('b', '2026-03-09T09:00:00Z'), failed];
		expect(of(...before)).toContain('The last export failed for: forecast.');
		expect(of(...before, scope('a', '2026-03-10T08:00:00Z'))).toEqual([]);
	});

	test('tells of failures', () => {
		const broken = { forecastId: 'renewals', completed: false };
		expect(of(good(), report('2026-03-10T10:30:00Z', broken))).toEqual([
			'The last export failed for: renewals.',
			'1 export failed in the last 24 hours.',
		]);
	});

	test('tells of a quota that was not measured lately, and never of an end in the past', () => {
		const old = [12, 11, 10].map((days) =>
			report(NOW.toMillis() - days * DAY_MS, { quotaLeft: days, quotaTotal: 400 }),
		);
		const text = (reports: JobReport[]) => attention(health(reports, 30));
		expect(text([...old, good({ operation: 'getResult' })])).toEqual([
			'The quota of exports was last measured 10 d ago, when 10 were left: nothing is known about today.',
		]);
	});

	test('tells of a quota that ends soon, and only then', () => {
		const days = (from: number, to: number) => [
			report('2026-03-08T10:00:00Z', { quotaLeft: from, quotaTotal: 1_000 }),
			good({ quotaLeft: to, quotaTotal: 1_000 }),
		];
		expect(of(...days(300, 240))).toEqual([
			'At this pace the quota of exports is used up on 18 Mar 2026.',
		]);
		expect(of(...days(900, 840))).toEqual([]);
		expect(of(...days(30, 0))).toEqual(['The quota of exports is used up.']);
	});

	test('tells of exports that are not whole', () => {
		expect(
			of(good({ truncated: true, rows: 0, checksFailed: 'not_empty, period_matches' })),
		).toEqual([
			'Clari cut off the last export of forecast.',
			'The last export of forecast is of another quarter than the one that was asked for.',
			'The last export of forecast was empty.',
		]);
		expect(of(report('2026-03-10T09:00:00Z', { rows: 100 }), good({ rows: 40 }))).toEqual([
			'The last export of forecast has 60% fewer rows than the one before.',
		]);
	});

	test('tells of an empty quarter when it is the newest of the tab, or had rows before', () => {
		const of3 = (time: string, rows: [number, number, number]) =>
			['2026_Q1', '2025_Q4', '2025_Q3'].map((timePeriod, index) =>
				report(`${time}:0${9 - index}Z`, { timePeriod, rows: rows[index] }),
			);
		expect(
			of(...of3('2026-03-09T10:00', [0, 50, 0]), ...of3('2026-03-10T10:00', [0, 0, 0])),
		).toEqual([
			'The last export of forecast 2026_Q1 was empty.',
			'The last export of forecast 2025_Q4 was empty.',
		]);
	});

	test('compares no rows of activities: another day has others', () => {
		const activity = { exportKind: 'activity', forecastId: undefined, timePeriod: undefined };
		expect(
			of(
				report('2026-03-10T08:00:00Z', { ...activity, rows: 900 }),
				good({ ...activity, rows: 12 }),
			),
		).toEqual([]);
		expect(of(good({ ...activity, rows: 0 }))).toEqual([]);
	});

	test('looks at each quarter of a run, and not at quarters that nobody exports any more', () => {
		const at = (time: string, timePeriod: string, over: Partial<JobReport> = {}) =>
			report(time, { timePeriod, rows: 100, ...over });
		expect(
			of(
				at('2026-03-05T10:00:00Z', '2025_Q2', { rows: 0 }),
				at('2026-03-09T10:00:00Z', '2026_Q1'),
				at('2026-03-09T10:00:01Z', '2025_Q4'),
				at('2026-03-10T09:59:58Z', '2026_Q1', { rows: 40 }),
				at('2026-03-10T09:59:59Z', '2025_Q4', { truncated: true }),
				at('2026-03-10T10:00:00Z', '2025_Q3'),
			),
		).toEqual([
			'The last export of forecast 2026_Q1 has 60% fewer rows than the one before.',
			'Clari cut off the last export of forecast 2025_Q4.',
		]);
	});

	test('a failure that names no tab is told for a day, and not for as long as it is stored', () => {
		const unknown = { forecastId: undefined, timePeriod: undefined, completed: false };
		const named = good({ forecastId: 'renewals' });
		expect(of(report('2026-03-08T10:00:00Z', unknown), named)).toEqual([]);
		expect(of(report('2026-03-10T09:00:00Z', unknown), named)).toEqual([
			'1 export failed in the last 24 hours.',
		]);
	});
});

describe('words', () => {
	test.each([
		[0, '0 ms'],
		[999.4, '999 ms'],
		[1_000, '1 s'],
		[4_249, '4.2 s'],
		[59_949, '59.9 s'],
		[59_950, '1 min'],
		[200_000, '3 min 20 s'],
		[3_599_800, '1 h'],
		[7_500_000, '2 h 5 min'],
		[86_399_000, '1 d'],
		[190_800_000, '2 d 5 h'],
	])('%d ms are %s', (ms, text) => {
		expect(duration(ms)).toBe(text);
	});

	test.each([
		[0, '0%'],
		[0.0001, '0.1%'],
		[0.984, '98.4%'],
		[0.9999, '99.9%'],
		[1, '100%'],
	])('%d is %s', (share, text) => {
		expect(percent(share)).toBe(text);
	});

	test('one is singular', () => {
		expect([count(1, 'row'), count(0, 'row'), count(1_234, 'row')]).toEqual([
			'1 row',
			'0 rows',
			'1,234 rows',
		]);
	});

	test.each([
		[59_999, 'just now'],
		[1_079_000, '17 min ago'],
		[7_500_000, '2 h 5 min ago'],
	])('%d ms before is %s', (ms, text) => {
		expect(ago(ms)).toBe(text);
	});

	test('a moment is told by the clock of its zone', () => {
		const ms = Date.parse('2026-03-01T23:30:00Z');
		expect(at(ms, 'Europe/Berlin')).toBe('2 Mar 2026, 00:30');
		expect(at(ms, 'UTC', 'date')).toBe('1 Mar 2026');
	});
});
