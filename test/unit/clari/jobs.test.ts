import {
	findNewJob,
	findRunningJob,
	lessOneJob,
	readJob,
	readJobs,
	readLimits,
	readQueuedJobId,
} from '../../../nodes/Clari/jobs';

const JOB = { jobId: 'j1', status: 'DONE', fileType: 'JSON', expiredTime: '1769817612000' };

describe('readJob', () => {
	test('reads a bare and a wrapped job alike', () => {
		expect(readJob({ job: JOB })).toEqual(readJob(JOB));
		expect(readJob(JOB)).toMatchObject({ jobId: 'j1', state: 'done', expiredTime: 1769817612000 });
	});

	test.each([
		['SCHEDULED', 'running'],
		['STARTED', 'running'],
		['done', 'done'],
		['COMPLETED', 'done'],
		['PENDING', 'running'],
		['FAILED', 'ended'],
		['CANCELLED', 'ended'],
		['ABORTED', 'ended'],
		['PAUSED', 'unknown'],
	])('%s is %s', (status, state) => {
		expect(readJob({ ...JOB, status })?.state).toBe(state);
	});

	test.each([undefined, null, 'text', [], {}, { jobId: 'j1' }, { status: 'DONE' }])(
		'%p is no job',
		(payload) => {
			expect(readJob(payload)).toBeUndefined();
		},
	);

	test('either flag means that the file is incomplete', () => {
		expect(readJob({ ...JOB, rowsTruncated: true })?.truncated).toBe(true);
		expect(readJob({ ...JOB, cellsTruncated: true })?.truncated).toBe(true);
		expect(readJob({ ...JOB, rowsTruncated: false })?.truncated).toBe(false);
	});
});

test('lists come bare or under jobs', () => {
	expect(readJobs([JOB])).toHaveLength(1);
	expect(readJobs({ jobs: [JOB, 'junk'] })).toHaveLength(1);
	expect(readJobs({ other: [] })).toBeUndefined();
});

test('the id of a queued job comes bare or wrapped', () => {
	expect(readQueuedJobId({ jobId: 'a' })).toBe('a');
	expect(readQueuedJobId({ job: { jobId: 'a' } })).toBe('a');
	expect(readQueuedJobId({})).toBeUndefined();
});

test('limits: absent lists are empty, a foreign answer is none', () => {
	expect(readLimits({ jobs: { concurrentLimit: 2, monthlyQuota: 400 } })).toMatchObject({
		concurrentLimit: 2,
		runningJobIds: [],
	});
	expect(readLimits({ message: 'hello' })).toBeUndefined();
});

describe('findNewJob', () => {
	const wanted = {
		kind: 'forecast',
		forecastId: 'net_new',
		timePeriod: '2026_Q1',
		format: 'JSON',
	} as const;
	const jobs = readJobs([
		{ ...JOB, jobId: 'old', fileName: 'clari_export_net_new_2026_Q1.json' },
		{ ...JOB, jobId: 'csv', fileType: 'CSV', fileName: 'clari_export_net_new_2026_Q1.csv' },
		{ ...JOB, jobId: 'otherTab', fileName: 'clari_export_renewals_2026_Q1.json' },
		{ ...JOB, jobId: 'otherPeriod', fileName: 'clari_export_net_new_2025_Q4.json' },
		{ ...JOB, jobId: 'mine', fileName: 'clari_export_net_new_2026_Q12915_20260110.json' },
	]);

	test('takes the new job that fits the request', () => {
		expect(findNewJob(jobs ?? [], new Set(['old']), wanted).job?.jobId).toBe('mine');
	});

	test('takes none that was there before', () => {
		expect(findNewJob(jobs ?? [], new Set(['old', 'mine']), wanted)).toEqual({ ambiguous: false });
	});

	test('a tab whose name ends like the one asked for, or another currency, is not it', () => {
		const others =
			readJobs([
				{ ...JOB, jobId: 'a', fileName: 'clari_export_my_net_new_2026_Q1_x.json' },
				{ ...JOB, jobId: 'b', fileName: 'clari_export_net_new_2026_Q1_x.json', currency: 'EUR' },
			]) ?? [];
		expect(findNewJob(others, new Set(), { ...wanted, currency: 'USD' })).toEqual({
			ambiguous: false,
		});
	});

	test('of two that fit, none is taken', () => {
		const name = 'clari_export_net_new_2026_Q1_x.json';
		const two = readJobs([
			{ ...JOB, jobId: 'a', fileName: name },
			{ ...JOB, jobId: 'b', fileName: name },
		]);
		expect(findNewJob(two ?? [], new Set(), wanted)).toEqual({ ambiguous: true });
	});

	test('a job that has no file name yet may be it, so nothing is certain', () => {
		const fresh = readJobs([{ jobId: 'fresh', status: 'SCHEDULED' }]) ?? [];
		expect(findNewJob(fresh, new Set(), wanted)).toEqual({ ambiguous: true });
	});
});

describe('findRunningJob', () => {
	const wanted = { kind: 'forecast', forecastId: 'net_new', format: 'JSON' } as const;
	const running = (jobId: string, over: object = {}) => ({
		jobId,
		status: 'STARTED',
		module: 'FORECAST',
		fileType: 'JSON',
		currency: 'USD',
		fileName: 'clari_export_net_new_2026_Q1_x.json',
		...over,
	});
	const find = (list: object[], over: object = {}, others: string[] = []) =>
		findRunningJob(readJobs(list) ?? [], { ...wanted, ...over }, new Set(others));

	test.each([
		['a running job that fits', {}, {}, 'a'],
		['a queued one', { status: 'SCHEDULED' }, {}, 'a'],
		['one that has ended', { status: 'DONE' }, {}, undefined],
		['a word that is not known', { status: 'PAUSED' }, {}, undefined],
		['the period that was asked for', {}, { timePeriod: '2026_Q1' }, 'a'],
		['another period', {}, { timePeriod: '2025_Q4' }, undefined],
		['a currency that was asked for', {}, { currency: 'USD' }, 'a'],
		['another currency', {}, { currency: 'EUR' }, undefined],
		['a scope, which no job tells', {}, { scopeId: '1::MGR' }, undefined],
		['a job without a name', { fileName: undefined }, {}, undefined],
		['an export of another kind', { module: 'ACTIVITY' }, {}, undefined],
	])('%s', (_, job, request, expected) => {
		expect(find([running('a', job)], request).job?.jobId).toBe(expected);
	});

	test('not the job of an older quarter, nor one in another currency than the others, when none was asked for', () => {
		const later = running('b', { status: 'DONE', fileName: 'clari_export_net_new_2026_Q2_x.json' });
		expect(find([running('a'), later]).job).toBeUndefined();
		const euro = running('b', { status: 'DONE', currency: 'EUR' });
		expect(find([running('a'), euro]).job).toBeUndefined();
		const otherTab = running('b', {
			status: 'DONE',
			currency: 'EUR',
			fileName: 'clari_export_renewals_2026_Q3_x.json',
		});
		expect(find([running('a'), otherTab]).job?.jobId).toBe('a');
	});

	test('none of two, but both are named; and none that is known to be of another request', () => {
		const two = find([running('a'), running('b')]);
		expect([two.job, two.candidates.map(({ jobId }) => jobId)]).toEqual([undefined, ['a', 'b']]);
		expect(find([running('a'), running('b')], {}, ['a']).job?.jobId).toBe('b');
	});

	test('activities are never recognised by their looks', () => {
		const found = findRunningJob(
			readJobs([running('a', { module: 'ACTIVITY' })]) ?? [],
			{ kind: 'activity' },
			new Set(),
		);
		expect(found).toEqual({ candidates: [] });
	});
});

test('a queued job takes a unit and a slot, never less than nothing', () => {
	const none = { runningJobIds: [], submittedJobIds: [] };
	const limits = { ...none, availableMonthlyQuota: 1, availableConcurrentLimit: 0 };
	expect(lessOneJob(limits)).toEqual({
		...none,
		availableMonthlyQuota: 0,
		availableConcurrentLimit: 0,
	});
	expect(lessOneJob(none)).toEqual(none);
});
