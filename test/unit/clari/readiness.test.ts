import type { ExportJob } from '../../../nodes/Clari/jobs';
import { checkPeriods } from '../../../nodes/Clari/readiness/content';
import { checkHierarchy } from '../../../nodes/Clari/readiness/hierarchy';
import { checkJobs, finishedExports } from '../../../nodes/Clari/readiness/jobs';
import { checkConcurrency, checkQuota } from '../../../nodes/Clari/readiness/limits';
import { quartersBefore } from '../../../nodes/Clari/readiness/quarters';

describe('the hierarchy', () => {
	const user = (hierarchyId: string, parentHierarchyId?: string) => ({
		userId: `1:${hierarchyId}`,
		name: 'Robin Example',
		email: 'robin@example.com',
		hierarchyId,
		hierarchyName: `Role ${hierarchyId}`,
		parentHierarchyId,
		parentHierarchyName: parentHierarchyId && `Role ${parentHierarchyId}`,
	});

	test('one tree is complete', () => {
		const check = checkHierarchy([user('top'), user('a', 'top'), user('b', 'a'), user('b', 'a')]);
		expect(check).toMatchObject({
			status: 'pass',
			detail: '4 users in 3 roles under one: Role top.',
		});
	});

	test('parents that are not there are named by their roles, never by people', () => {
		const check = checkHierarchy([user('a', 'top'), user('b', 'a')]);
		expect(check.status).toBe('fail');
		expect(check.detail).toContain('Role top');
		expect(JSON.stringify(check)).not.toMatch(/Robin|robin/);
	});

	test('several roots are a warning, and many of them are counted', () => {
		const roots = Array.from({ length: 8 }, (_, number) => user(`r${number}`));
		const check = checkHierarchy(roots);
		expect(check.status).toBe('warn');
		expect(check.detail).toMatch(/under 8 roles.* and 3 more\.$/);
	});

	test.each([[undefined], [[]], ['text']])('%j is no list of users', (users) => {
		expect(checkHierarchy(users).status).toBe('skipped');
	});
});

test('quarters are counted back over the turn of the year', () => {
	expect(quartersBefore('2026_Q2', 5)).toEqual([
		'2026_Q1',
		'2025_Q4',
		'2025_Q3',
		'2025_Q2',
		'2025_Q1',
	]);
	expect(quartersBefore('FY26 Q2', 5)).toEqual([]);
	expect(quartersBefore('2026_Q2', 0)).toEqual([]);
});

describe('quota and jobs at a time', () => {
	const none = { runningJobIds: [], submittedJobIds: [] };

	test.each([
		[100, 400, 0, 'pass'],
		[40, 400, 0, 'pass'],
		[39, 400, 0, 'warn'],
		[0, 400, 0, 'fail'],
		[100, 400, 100, 'fail'],
		[101, 400, 100, 'pass'],
		[5, undefined, 0, 'pass'],
		[undefined, 400, 0, 'warn'],
	])('%s of %s left with a reserve of %s: %s', (left, total, reserve, status) => {
		const limits = { ...none, availableMonthlyQuota: left, monthlyQuota: total };
		expect(checkQuota(limits, reserve).status).toBe(status);
	});

	test.each([
		[2, 2, 'pass'],
		[0, 2, 'warn'],
		[0, 0, 'fail'],
		[undefined, undefined, 'warn'],
	])('%s of %s free: %s', (free, limit, status) => {
		const limits = { ...none, availableConcurrentLimit: free, concurrentLimit: limit };
		expect(checkConcurrency(limits).status).toBe(status);
	});

	test('a job in both lists is counted once', () => {
		const limits = { runningJobIds: ['a'], submittedJobIds: ['a', 'b'], concurrentLimit: 3 };
		expect(checkConcurrency(limits).detail).toMatch(/^2 of 3/);
	});
});

describe('the list of jobs', () => {
	const HOUR = 3_600_000;
	const now = 100 * HOUR;
	const job = (over: Partial<ExportJob>): ExportJob => ({
		jobId: 'j1',
		status: 'DONE',
		state: 'done',
		truncated: false,
		fileName: 'clari_export_net_new_2026_Q1_1.json',
		startTime: now - HOUR,
		expiredTime: now + HOUR,
		raw: {},
		...over,
	});

	test('a job that has not ended for hours is stuck, one that was just started is not', () => {
		const running = { status: 'STARTED', state: 'running' } as const;
		expect(checkJobs([job({ ...running, startTime: now - 4 * HOUR })], now).status).toBe('warn');
		expect(checkJobs([job(running)], now).status).toBe('pass');
		expect(checkJobs([], now).status).toBe('pass');
	});

	test('only finished exports of the tab whose files are still there are taken, newest first', () => {
		const jobs = [
			job({ jobId: 'old', startTime: 1 }),
			job({ jobId: 'new' }),
			job({ jobId: 'gone', expiredTime: now - 1 }),
			job({ jobId: 'running', state: 'running' }),
			job({ jobId: 'other', fileName: 'clari_export_net_2026_Q1_1.json' }),
			job({ jobId: 'nameless', fileName: undefined }),
		];
		const found = finishedExports(jobs, 'net_new', now);
		expect(found.map(({ job: { jobId } }) => jobId)).toEqual(['new', 'old']);
		expect(found[0]?.timePeriod).toBe('2026_Q1');
	});
});

test.each([
	[['covered', 'covered'], 'pass'],
	[['covered', 'empty'], 'warn'],
	[['covered', 'failed'], 'fail'],
	[['covered', 'otherPeriod', 'empty'], 'fail'],
] as const)('periods that are %s: %s', (states, status) => {
	const periods = states.map((state, number) => ({ timePeriod: `2026_Q${number + 1}`, state }));
	const check = checkPeriods(periods);
	expect(check.status).toBe(status);
	for (const { timePeriod } of periods) expect(check.detail).toContain(timePeriod);
});
