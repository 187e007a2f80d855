import {
	startClari,
	type ClariService,
	type JobView,
	type LimitsView,
} from '../../../sandbox/vendors';
import { clientOf, exported, finish, NOW, queue } from './support/clariClient';

describe('an export job', () => {
	let clari: ClariService;
	beforeEach(async () => {
		clari = await startClari({ organisation: { now: () => NOW } });
	});
	afterEach(() => clari.close());

	const limits = async () => (await clientOf(clari).get<LimitsView>('/admin/limits')).data.jobs;

	it('goes from SCHEDULED over STARTED to DONE and hands out its file', async () => {
		const http = clientOf(clari);
		const jobId = await queue(http, { timePeriod: '2026_Q1' });
		const seen: JobView[] = [];
		for (let poll = 0; poll < 3; poll++) {
			seen.push((await http.get<{ job: JobView }>(`/export/jobs/${jobId}`)).data.job);
		}
		expect(seen.map(({ status }) => status)).toEqual(['SCHEDULED', 'STARTED', 'DONE']);
		expect(seen[0]).not.toHaveProperty('endTime');
		expect(seen[2]).toMatchObject({
			jobId: expect.stringMatching(/^[0-9a-f]{24}$/),
			module: 'FORECAST',
			startTime: +NOW,
			endTime: +NOW,
			expiredTime: +NOW + 30 * 86_400_000,
			fileName: 'clari_export_forecast_2026_Q1_20260211_120000.json',
			rowsTruncated: false,
			cellsTruncated: false,
			downloads: 0,
			currency: 'USD',
		});
		const file = await http.get<{ entries: unknown[] }>(`/export/jobs/${jobId}/results`);
		expect(file.data.entries.length).toBeGreaterThan(50);
		const { data } = await http.get<{ job: JobView }>(`/export/jobs/${jobId}`);
		expect(data.job).toMatchObject({ downloads: 1, viewed: true });
	});

	it('takes as long as the clock says when that is set', async () => {
		clari.settings.jobDurationMs = 60;
		const http = clientOf(clari);
		const jobId = await queue(http);
		const status = async () =>
			(await http.get<{ job: JobView }>(`/export/jobs/${jobId}`)).data.job.status;
		expect(['SCHEDULED', 'STARTED']).toContain(await status());
		await new Promise((resolve) => setTimeout(resolve, 70));
		expect(await status()).toBe('DONE');
	});

	it('comes wrapped or bare, alone and in the list', async () => {
		const http = clientOf(clari);
		const jobId = await queue(http);
		const list = async () => (await http.get<unknown>('/export/jobs')).data;
		expect(await list()).toMatchObject([{ jobId }]);
		clari.settings.wrapJobList = true;
		expect(await list()).toMatchObject({ jobs: [{ jobId }] });
		clari.settings.wrapJob = false;
		expect((await http.get<unknown>(`/export/jobs/${jobId}`)).data).toMatchObject({ jobId });
	});

	it('counts against both limits and frees the concurrent one when it ends', async () => {
		const http = clientOf(clari);
		const jobId = await queue(http);
		expect(await limits()).toEqual({
			concurrentLimit: 2,
			monthlyQuota: 400,
			submittedJobIds: [jobId],
			availableConcurrentLimit: 1,
			availableMonthlyQuota: 399,
		});
		await http.get(`/export/jobs/${jobId}`);
		await http.get(`/export/jobs/${jobId}`);
		expect((await limits()).runningJobIds).toEqual([jobId]);
		await finish(http, jobId);
		const after = await limits();
		expect(after).not.toHaveProperty('runningJobIds');
		expect(after).toMatchObject({ availableConcurrentLimit: 2, availableMonthlyQuota: 399 });
	});

	it('gives its quota unit back when it is cancelled, and stays in the list', async () => {
		const http = clientOf(clari);
		const [queued, running] = [await queue(http), await queue(http)];
		await http.get(`/export/jobs/${running}`);
		await http.get(`/export/jobs/${running}`);
		const cancel = (jobId: string) => http.patch(`/export/jobs/${jobId}`, { type: 'CANCEL' });
		expect((await cancel(queued)).data).toEqual({ status: 'CANCELLED', successful: true });
		expect((await cancel(running)).data).toEqual({ status: 'ABORTED', successful: true });
		expect(await limits()).toMatchObject({ submittedJobIds: [], availableMonthlyQuota: 400 });
		const { data } = await http.get<JobView[]>('/export/jobs');
		expect(data.map(({ status }) => status)).toEqual(['ABORTED', 'CANCELLED']);
	});

	it('forgets the quota after thirty days', async () => {
		clari.settings.monthlyQuota = 1;
		const http = clientOf(clari);
		await finish(http, await queue(http));
		await expect(queue(http)).rejects.toThrow('export_monthly_quota_reached');
		clari.organisation.now = () => new Date(+NOW + 31 * 86_400_000);
		await expect(queue(http)).resolves.toEqual(expect.any(String));
	});

	it.each(['FAILED', 'ABORTED', 'CANCELLED', 'PAUSED'] as const)(
		'ends as %s on demand',
		async (end) => {
			clari.settings.pollsUntilDone = 1;
			clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: end, skip: 1 });
			const http = clientOf(clari);
			await finish(http, await queue(http));
			const jobId = await queue(http);
			for (let poll = 0; poll < 3; poll++) {
				const { data } = await http.get<{ job: JobView }>(`/export/jobs/${jobId}`);
				expect(data.job.status).toBe(end);
			}
			expect((await limits()).availableConcurrentLimit).toBe(end === 'PAUSED' ? 1 : 2);
		},
	);

	it('is spoilt on demand: empty, cut, without lookups, of another quarter', async () => {
		clari.settings.advanceOnExport = false;
		const http = clientOf(clari);
		const whole = await exported(http);
		const outcome = async (jobOutcome: 'EMPTY' | 'MISSING_LOOKUPS' | 'WRONG_PERIOD') => {
			clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome });
			return await exported(http, { timePeriod: '2026_Q1' });
		};
		expect((await outcome('EMPTY')).entries).toEqual([]);

		const lost = await outcome('MISSING_LOOKUPS');
		expect(lost.entries).toEqual(whole.entries);
		const known = new Set(lost.users.map(({ userId }) => userId));
		expect(lost.entries.some(({ userId }) => !known.has(userId))).toBe(true);
		expect(lost.fields).toHaveLength(whole.fields.length - 1);

		const wrong = await outcome('WRONG_PERIOD');
		expect(new Set(wrong.entries.map(({ timePeriodId }) => timePeriodId))).toEqual(
			new Set(['2025_Q4']),
		);

		clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'TRUNCATED_ROWS' });
		const jobId = await queue(http);
		expect(await finish(http, jobId)).toMatchObject({ rowsTruncated: true, cellsTruncated: false });
		const { data } = await http.get<{ entries: unknown[] }>(`/export/jobs/${jobId}/results`);
		expect(data.entries).toHaveLength(Math.ceil(whole.entries.length / 2));
	});

	it('shows the numbers of the moment in which it was queued', async () => {
		const http = clientOf(clari);
		const [rep] = clari.organisation.reps;
		const owner = rep?.userId ?? '';
		clari.organisation.script([[{ owner, field: 'Commit', set: 2 }]]);
		clari.organisation.carryOut([{ owner, field: 'Commit', set: 1 }]);
		const [first, second] = [await queue(http), await queue(http)];
		const valueIn = async (jobId: string) => {
			await finish(http, jobId);
			type File = { entries: Array<{ userId: string; fieldId: string; forecastValue: number }> };
			const { data } = await http.get<File>(`/export/jobs/${jobId}/results`);
			return data.entries.find((entry) => entry.userId === owner && entry.fieldId === 'fc_commit')
				?.forecastValue;
		};
		expect(await valueIn(second)).toBe(2);
		expect(await valueIn(first)).toBe(1);
	});
});
