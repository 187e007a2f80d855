import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { QUEUED_HERE } from '../../nodes/Clari/exports/underWay';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, FAST_POLLING, isQueuedHere, runClari } from './clari';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

const PERIODS = { timePeriodMode: 'list', ...periods('2026_Q1, 2025_Q4, 2025_Q3') };

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const quotaUsed = () => {
	const { monthlyQuota, availableMonthlyQuota } = sandbox.clari.jobs.limits().jobs;
	return monthlyQuota - availableMonthlyQuota;
};
const hintsOf = ({ hints }: EngineResult) => hints.map(({ message }) => message).join('\n');
const textOf = ({ error }: EngineResult) => `${error?.message} ${error?.description}`;
const reportOf = (result: EngineResult) => jsonOf(result, 1)[0];

function periods(timePeriods: string): INodeParameters {
	return { timePeriods };
}

function tab(value: string): INodeParameters {
	return { forecastId: { __rl: true, mode: 'id', value } };
}

/** Starts an export in another process, which goes on in Clari until `finish`. */
async function start(parameters: INodeParameters = {}, staticData?: IDataObject): Promise<string> {
	sandbox.clari.settings.pollsUntilDone = 1_000_000;
	const started = await runClari(
		sandbox.clari,
		{ operation: 'start', ...parameters },
		{ staticData },
	);
	expect(started.error).toBeUndefined();
	sandbox.clari.settings.pollsUntilDone = 3;
	QUEUED_HERE.clear();
	return String(jsonOf(started)[0]?.jobId);
}

/** The memory of a workflow that has completed this export before: it knows what its file is like. */
async function memoryOfARun(parameters: INodeParameters = {}): Promise<IDataObject> {
	const staticData: IDataObject = {};
	const result = await runClari(sandbox.clari, parameters, { staticData });
	expect(result.error).toBeUndefined();
	return staticData;
}

/** Lets the next look at the job see its end; the list still shows it running. */
function finish(jobId: string, looks = 1): void {
	const job = jobs().find((one) => one.jobId === jobId);
	if (job) job.pollsUntilDone = job.polls + looks;
}

describe('the quota is looked at before the first job', () => {
	test('too little for all periods: figures, and not one job is paid for', async () => {
		sandbox.clari.settings.monthlyQuota = 2;
		const result = await runClari(sandbox.clari, PERIODS);
		expect(result.error?.message).toContain('3 periods: the quota of exports does not suffice');
		expect(result.error?.description).toContain(
			'2 of 2 exports are left in this window of 30 days. This run needs 3.',
		);
		expect(sandbox.clari.journal.count('queue')).toBe(0);
	});

	test('enough for all, to the last unit', async () => {
		sandbox.clari.settings.monthlyQuota = 3;
		const result = await runClari(sandbox.clari, {
			...PERIODS,
			options: { ifPeriodDiffers: 'warn' },
		});
		expect(result.error).toBeUndefined();
		expect(quotaUsed()).toBe(3);
	});

	test('a reserve is left to others', async () => {
		sandbox.clari.settings.monthlyQuota = 5;
		const kept = await runClari(sandbox.clari, { options: { quotaReserve: 5 } });
		expect(kept.error?.description).toContain("'Quota Reserve' keeps 5 of them");
		expect((await runClari(sandbox.clari, { options: { quotaReserve: 4 } })).error).toBeUndefined();
		expect((await runClari(sandbox.clari, { options: { quotaReserve: 4 } })).error).toBeDefined();
		expect(quotaUsed()).toBe(1);
	});

	test('Start checks it as Run does', async () => {
		sandbox.clari.settings.monthlyQuota = 2;
		const result = await runClari(sandbox.clari, { ...PERIODS, operation: 'start' });
		expect(textOf(result)).toContain('This run needs 3');
		expect(quotaUsed()).toBe(0);
	});

	test('limits that cannot be read stop nothing; a hint says so once', async () => {
		sandbox.clari.faults.plan({ route: 'limits', kind: 'status', status: 500, times: 99 });
		const result = await runClari(sandbox.clari, {
			timePeriodMode: 'list',
			timePeriods: '2026_Q4, 2026_Q3',
			options: { attempts: 1 },
		});
		expect(result.error).toBeUndefined();
		expect(hintsOf(result).match(/export limits could not be read/g)).toHaveLength(1);
		expect(jsonOf(result, 1).map(({ quotaLeft }) => quotaLeft)).toEqual([null, null]);
		expect(quotaUsed()).toBe(2);
	});

	test('profile v1 has no limits, and is not asked for them', async () => {
		const result = await runClari(
			sandbox.clari,
			{},
			{ credential: credentialFor(sandbox.clari, 'v1') },
		);
		expect(result.error).toBeUndefined();
		expect(sandbox.clari.journal.count('limits')).toBe(0);
		expect(hintsOf(result)).not.toContain('limits');
		expect(reportOf(result)).toMatchObject({ quotaLeft: null, outcome: 'completed' });
	});
});

describe('slots', () => {
	test('a slot that is taken between the look and the request is waited for', async () => {
		const refusal = { code: 'export_monthly_quota_reached', message: 'Used up.' };
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 400, body: refusal });
		const result = await runClari(sandbox.clari);
		expect(result.error).toBeUndefined();
		expect(quotaUsed()).toBe(1);
		expect(reportOf(result)?.slotWaitMs).toBeGreaterThanOrEqual(1_000);
	});

	test('cancelling the execution ends the waiting for a slot, and queues nothing', async () => {
		sandbox.clari.settings.concurrentLimit = 0;
		const result = await runClari(
			sandbox.clari,
			{ polling: { ...FAST_POLLING, firstWait: 60, timeout: 10 } },
			{ cancelAfterMs: 300 },
		);
		expect(textOf(result)).toContain('canceled');
		expect(jobs()).toEqual([]);
	});

	test('while none is free, the looks become rarer, and the list of jobs is not read again and again', async () => {
		sandbox.clari.settings.concurrentLimit = 1;
		const other = await start(tab('renewals'));
		sandbox.clari.journal.clear();
		const timer = setInterval(() => {
			if (sandbox.clari.journal.count('limits') >= 2) finish(other, 0);
		}, 20);
		const polling = { firstWait: 1, growth: 2, ceiling: 3, timeout: 1 };
		const result = await runClari(sandbox.clari, { polling });
		clearInterval(timer);
		expect(result.error).toBeUndefined();
		expect(sandbox.clari.journal.count('limits')).toBe(3);
		// Before the first pause, and once the slot was free.
		expect(sandbox.clari.journal.count('jobs')).toBe(2);
		expect(reportOf(result)?.slotWaitMs).toBeGreaterThanOrEqual(2_900);
	}, 30_000);

	test('executions that wait for the same slot share the job of the one that gets it', async () => {
		sandbox.clari.settings.concurrentLimit = 1;
		const other = await start(tab('renewals'));
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		const waiting = ['2', '3'].map(
			async (executionId) => await runClari(sandbox.clari, {}, { executionId }),
		);
		const timer = setInterval(() => {
			const routes = sandbox.clari.journal.routes();
			const [, job] = jobs();
			if (job === undefined) {
				// Both wait: the slot becomes free.
				if (sandbox.clari.journal.count('limits') >= 4) finish(other, 0);
				return;
			}
			// Once both look at it, the job may end.
			if (routes.slice(routes.lastIndexOf('queue')).filter((route) => route === 'job').length < 4) {
				return;
			}
			finish(job.jobId);
			clearInterval(timer);
		}, 20);
		const results = await Promise.all(waiting);
		expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(results.map((result) => reportOf(result)?.adopted).sort()).toEqual([false, true]);
		expect(jobs()).toHaveLength(2);
	}, 30_000);
});

describe('a job of the same export is running already', () => {
	test('after a kill before the end of the execution, the next one finds the job in the list and adopts it', async () => {
		const staticData = await memoryOfARun();
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		// Its memory is not passed on: n8n saves it at the end of an execution, which a kill does not let come.
		await runClari(
			sandbox.clari,
			{ polling: { firstWait: 30 } },
			{ cancelWhen: () => isQueuedHere(jobs()[1]?.jobId) },
		);
		QUEUED_HERE.clear();
		const [, job] = jobs();
		finish(job?.jobId ?? '');
		sandbox.clari.settings.pollsUntilDone = 3;
		const result = await runClari(sandbox.clari, {}, { executionId: '2', staticData });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result).length).toBeGreaterThan(0);
		expect(reportOf(result)).toMatchObject({
			jobId: job?.jobId,
			adopted: true,
			attempts: 0,
			checksPassed: expect.stringContaining('request_matches'),
		});
		expect(quotaUsed()).toBe(2);
	});

	test('Start gives the same job to a second click', async () => {
		const staticData: IDataObject = {};
		const first = await start({}, staticData);
		const second = await runClari(
			sandbox.clari,
			{ operation: 'start' },
			{ mode: 'manual', staticData },
		);
		expect(jsonOf(second)[0]).toMatchObject({ jobId: first, adopted: true });
		expect(quotaUsed()).toBe(1);
	});

	test.each<[string, INodeParameters]>([
		['another tab', tab('renewals')],
		['another format', { exportFormat: 'CSV' }],
		['another currency', { options: { currency: 'EUR' } }],
		['another period', { timePeriodMode: 'list', timePeriods: '2026_Q1' }],
		['a scope, which the list does not tell', { options: { scopeId: '1::MGR' } }],
	])('%s is not adopted', async (_, parameters) => {
		await start();
		const [manager] = sandbox.clari.organisation.members.filter(({ kind }) => kind === 'manager');
		const scoped = 'options' in parameters && JSON.stringify(parameters).includes('scopeId');
		const scope = { options: { scopeId: `${manager?.clariUserId}::MGR` } };
		const wanted = scoped ? scope : parameters;
		const staticData = await memoryOfARun(wanted);
		const result = await runClari(sandbox.clari, wanted, { staticData });
		expect(result.error).toBeUndefined();
		expect(reportOf(result)).toMatchObject({ adopted: false, attempts: 1 });
		expect(jobs()).toHaveLength(3);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['other types', { typesToExport: ['quota'] }, /it has no forecast/],
		['all weeks', { options: { includeHistorical: true } }, /it has other weeks/],
	])(
		'%s, which only the file tells: the file is looked at, and another export is queued',
		async (_, parameters, reason) => {
			// A quarter that is over has several weeks, whenever the test runs.
			const over = { timePeriodMode: 'list', timePeriods: '2026_Q1' };
			const staticData = await memoryOfARun(over);
			const other = await start({ ...over, ...parameters });
			finish(other);
			const result = await runClari(sandbox.clari, over, { staticData });
			expect(result.error).toBeUndefined();
			expect(hintsOf(result)).toMatch(reason);
			expect(reportOf(result)).toMatchObject({ adopted: false, attempts: 1 });
			expect(jsonOf(result)[0]?.jobId).not.toBe(other);
		},
	);

	test('of a job that was put aside for its file nothing is told when no other can be queued', async () => {
		const over = { timePeriodMode: 'list', timePeriods: '2026_Q1' };
		const staticData = await memoryOfARun(over);
		finish(await start({ ...over, typesToExport: ['quota'] }));
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 403 });
		const result = await runClari(sandbox.clari, over, {
			onError: 'continueRegularOutput',
			staticData,
		});
		expect(sandbox.clari.journal.count('results')).toBe(2);
		expect(hintsOf(result)).toContain('No other export has taken its place.');
		expect(hintsOf(result)).not.toContain('was queued');
		expect(reportOf(result)).toMatchObject({
			outcome: 'failed',
			jobId: null,
			jobStatus: null,
			adopted: false,
			rows: null,
			bytes: null,
			truncated: null,
			checksPassed: '',
		});
		expect(jsonOf(result, 2)[0]?.periods).toEqual([expect.objectContaining({ jobId: null })]);
	});

	test('the memory of the workflow tells apart what the list does not', async () => {
		const staticData: IDataObject = {};
		const scope = sandbox.clari.organisation.members.find(({ kind }) => kind === 'manager');
		const scoped = { options: { scopeId: `${scope?.clariUserId}::MGR` } };
		const first = await start(scoped, staticData);
		finish(first);
		// The same tab without the scope: known to be another export, so not even looked at.
		const whole = await runClari(sandbox.clari, {}, { staticData });
		expect(reportOf(whole)).toMatchObject({ adopted: false });
		expect(hintsOf(whole)).not.toContain('running already');

		const second = await start(scoped, {});
		expect(second).not.toBe(first);
	});

	test('the same export of another account does not make it forgotten', async () => {
		const staticData: IDataObject = {};
		const scope = sandbox.clari.organisation.members.find(({ kind }) => kind === 'manager');
		const scoped = { options: { scopeId: `${scope?.clariUserId}::MGR` } };
		const first = await start(scoped, staticData);
		const other = await startSandbox({ clari: { organisation: { reps: 10 } } });
		try {
			const parameters = { operation: 'start', ...scoped };
			const elsewhere = await runClari(other.clari, parameters, { staticData });
			expect(elsewhere.error).toBeUndefined();
		} finally {
			await other.close();
		}
		const again = await runClari(sandbox.clari, { operation: 'start', ...scoped }, { staticData });
		expect(jsonOf(again)[0]).toMatchObject({ jobId: first, adopted: true });
	});

	test('in a workflow with a trigger that polls nothing is remembered: it would put back the progress', async () => {
		const staticData: IDataObject = {
			global: { clariCopilotTrigger: { 'node:n1': { cursor: 1 } } },
		};
		const before = JSON.stringify(staticData);
		finish(await start({}, staticData));
		expect(JSON.stringify(staticData)).toBe(before);
		const result = await runClari(sandbox.clari, {}, { staticData });
		expect(reportOf(result)).toMatchObject({ adopted: false });
		expect(JSON.stringify(staticData)).toBe(before);
	});

	test('a job with a scope is adopted when the workflow remembers it', async () => {
		const staticData: IDataObject = {};
		const scope = sandbox.clari.organisation.members.find(({ kind }) => kind === 'manager');
		const scoped = { options: { scopeId: `${scope?.clariUserId}::MGR` } };
		const first = await start(scoped, staticData);
		finish(first);
		const result = await runClari(sandbox.clari, scoped, { staticData });
		expect(reportOf(result)).toMatchObject({ jobId: first, adopted: true });
		expect(quotaUsed()).toBe(1);
		// What has been fetched is forgotten.
		expect(staticData.global).toMatchObject({ clariExportJobs: {} });
		expect(JSON.stringify(staticData)).not.toContain(first);
	});

	test.each([
		[4, false],
		[2, true],
	])('a job that was started %p hours ago is adopted: %p', async (hours, adopted) => {
		const staticData = await memoryOfARun();
		finish(await start());
		const job = jobs()[1];
		if (job) job.createdAt = new Date(Date.now() - hours * 3_600_000);
		const result = await runClari(sandbox.clari, {}, { staticData });
		expect(reportOf(result)).toMatchObject({ adopted });
	});

	test('two that fit are one too many to choose from', async () => {
		const staticData = await memoryOfARun();
		await start();
		await start({ options: { ifRunning: 'queue' } });
		sandbox.clari.settings.concurrentLimit = 3;
		const result = await runClari(sandbox.clari, {}, { staticData });
		expect(reportOf(result)).toMatchObject({ adopted: false });
	});

	test('Fail names the job and queues nothing; Queue Another pays for another', async () => {
		const running = await start();
		const failed = await runClari(sandbox.clari, { options: { ifRunning: 'fail' } });
		expect(failed.error?.message).toContain(`export job ${running} is running already`);
		expect(quotaUsed()).toBe(1);
		const another = await runClari(sandbox.clari, { options: { ifRunning: 'queue' } });
		expect(reportOf(another)).toMatchObject({ adopted: false, attempts: 1 });
		expect(quotaUsed()).toBe(2);
	});

	test('Fail queues nothing either where the list of jobs cannot be read', async () => {
		await start();
		sandbox.clari.faults.plan({ route: 'jobs', kind: 'status', status: 500, times: 99 });
		const result = await runClari(sandbox.clari, { options: { ifRunning: 'fail', attempts: 1 } });
		expect(textOf(result)).toContain('it is not known whether one is running already');
		expect(jobs()).toHaveLength(1);
	});

	test('Fail says of a remembered export of activities what it is, and not what tabs have', async () => {
		const staticData: IDataObject = {};
		const activities = { resource: 'activityExport', dateMode: 'daysBack', daysBack: 7 };
		const running = await start(activities, staticData);
		const result = await runClari(
			sandbox.clari,
			{ ...activities, options: { ifRunning: 'fail' } },
			{ staticData },
		);
		expect(textOf(result)).toContain(`export job ${running} is running already`);
		expect(textOf(result)).toContain('This workflow has queued it for the same export.');
		expect(textOf(result)).not.toContain('tab');
	});

	test('an adopted job that somebody cancels is replaced by a job of its own', async () => {
		const staticData = await memoryOfARun();
		const running = await start();
		const waiting = runClari(sandbox.clari, {}, { staticData });
		setTimeout(() => {
			const job = jobs()[1];
			if (job) sandbox.clari.jobs.cancel(job);
		}, 300);
		const result = await waiting;
		expect(result.error).toBeUndefined();
		expect(hintsOf(result)).toContain(`${running}, which was running already, ended as`);
		expect(reportOf(result)).toMatchObject({ adopted: false, attempts: 1 });
	});

	test('an adopted job costs no unit of a quota that is used up', async () => {
		const staticData = await memoryOfARun();
		sandbox.clari.settings.monthlyQuota = 2;
		finish(await start());
		const result = await runClari(sandbox.clari, {}, { staticData });
		expect(result.error).toBeUndefined();
		expect(quotaUsed()).toBe(2);
	});
});

describe('a job is not done in time', () => {
	const SHORT = { ...FAST_POLLING, timeout: 0.01 };
	const late = (times: number) => {
		const { settings } = sandbox.clari;
		let queued = 0;
		// The first jobs never end, those after them at once.
		Object.defineProperty(settings, 'pollsUntilDone', {
			get: () => (queued++ < times ? 1_000_000 : 0),
			configurable: true,
		});
	};

	test('it is cancelled and queued again, at the cost of one unit', async () => {
		late(1);
		const result = await runClari(sandbox.clari, { options: { onTimeout: 1 }, polling: SHORT });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result).length).toBeGreaterThan(0);
		expect(jobs().map(({ cancelledAs }) => cancelledAs)).toEqual(['ABORTED', undefined]);
		expect(quotaUsed()).toBe(1);
		expect(reportOf(result)).toMatchObject({ attempts: 2, jobId: jobs()[1]?.jobId });
		expect(hintsOf(result)).toContain(
			`it was canceled. Export job ${jobs()[1]?.jobId} was queued in its place.`,
		);
	});

	test('as often as wanted, then the error names the last job', async () => {
		late(99);
		const result = await runClari(sandbox.clari, { options: { onTimeout: 2 }, polling: SHORT });
		expect(jobs()).toHaveLength(3);
		expect(result.error?.message).toContain(`${jobs()[2]?.jobId} was still`);
		expect(quotaUsed()).toBe(1);
	});

	test('when no other can be queued, nobody is sent to the cancelled one', async () => {
		late(1);
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 403, skip: 1 });
		const result = await runClari(sandbox.clari, { options: { onTimeout: 1 }, polling: SHORT });
		expect(jobs().map(({ cancelledAs }) => cancelledAs)).toEqual(['ABORTED']);
		expect(textOf(result)).toContain('Could not queue the export');
		expect(textOf(result)).not.toContain(jobs()[0]?.jobId);
	});

	test('a cancellation that comes too late fetches what was done meanwhile', async () => {
		late(1);
		sandbox.clari.faults.plan({ route: 'cancel', kind: 'slow', delayMs: 500, when: 'before' });
		const waiting = runClari(sandbox.clari, { options: { onTimeout: 1 }, polling: SHORT });
		const timer = setInterval(() => {
			// The request to cancel is under way: the job ends before it arrives.
			const job = jobs()[0];
			if (job && sandbox.clari.faults.pending.length === 0) job.pollsUntilDone = 0;
		}, 20);
		const result = await waiting;
		clearInterval(timer);
		expect(result.error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
	});

	test('a cancellation whose end is not known queues nothing, and names the job', async () => {
		late(1);
		sandbox.clari.faults.plan({ route: 'cancel', kind: 'status', status: 500, times: 9 });
		const result = await runClari(sandbox.clari, {
			options: { onTimeout: 1, attempts: 1 },
			polling: SHORT,
		});
		expect(textOf(result)).toContain(jobs()[0]?.jobId);
		expect(jobs()).toHaveLength(1);
	});

	test('a cancellation whose first answer is lost has cancelled: one more job, no more', async () => {
		late(1);
		sandbox.clari.faults.plan({ route: 'cancel', kind: 'reset', when: 'after' });
		const result = await runClari(sandbox.clari, { options: { onTimeout: 1 }, polling: SHORT });
		expect(result.error).toBeUndefined();
		expect(jobs()).toHaveLength(2);
		expect(quotaUsed()).toBe(1);
	});

	test('a job that was adopted by its looks is left alone: somebody else may wait for it', async () => {
		const staticData = await memoryOfARun({ options: { onTimeout: 1 } });
		const running = await start();
		const result = await runClari(
			sandbox.clari,
			{ options: { onTimeout: 1 }, polling: SHORT },
			{ staticData },
		);
		expect(result.error).toBeUndefined();
		expect(hintsOf(result)).toContain(
			`${running}, which may be somebody else's, was not done in time`,
		);
		expect(jobs()[1]?.cancelledAs).toBeUndefined();
	});

	test('a failed job that Clari itself tries again is followed, not repeated', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED', times: 9 });
		const result = await runClari(sandbox.clari, {
			options: { onTimeout: 3, schedule: 'ONCE' },
			polling: SHORT,
		});
		expect(result.error?.message).toContain('was still FAILED');
		expect(jobs()).toHaveLength(1);
		expect(sandbox.clari.journal.count('cancel')).toBe(0);
		expect(sandbox.clari.journal.count('job')).toBeGreaterThan(1);
	});
});
