import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { QUEUED_HERE } from '../../nodes/Clari/exports/underWay';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { FAST_POLLING, credentialFor, runClari } from './clari';
import type { EngineResult, EngineRun } from './engine';
import { jsonOf } from './engine';

let sandbox: Sandbox;

beforeEach(async () => {
	QUEUED_HERE.clear();
	sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
	sandbox.clari.settings.concurrentLimit = 20;
});
afterEach(async () => await sandbox.close());

const jobs = () => sandbox.clari.jobs.all;
const textOf = ({ error }: EngineResult) => `${error?.message} ${error?.description}`;
const reportOf = (result: EngineResult) => jsonOf(result, 1)[0] ?? {};
const hintsOf = ({ hints }: EngineResult) => hints.map(({ message }) => message).join('\n');
const errorsOf = (results: EngineResult[]) => results.map(({ error }) => error?.message);
const NO_ERRORS = (count: number) => Array.from({ length: count }, () => undefined);

/** Several executions that begin in the same moment; each has its own copy of the workflow's memory, as in n8n. */
async function together(
	count: number,
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<EngineResult[]> {
	return await Promise.all(
		Array.from({ length: count }, async (_, index) => {
			const executionId = String(index + 1);
			return await runClari(sandbox.clari, parameters, { executionId, staticData: {}, ...run });
		}),
	);
}

const ACTIVITIES = { resource: 'activityExport', dateMode: 'daysBack', daysBack: 7 };

describe('executions that ask for the same in the same moment', () => {
	test.each<[string, INodeParameters]>([
		['of a tab', {}],
		['of a tab with a scope, which the list of jobs does not tell', {}],
		['of activities, which it does not tell apart', ACTIVITIES],
		['of audit events', { resource: 'auditEvent', operation: 'export', filters: {} }],
	])('%s share one job, and all have its rows', async (name, parameters) => {
		const manager = sandbox.clari.organisation.members.find(({ kind }) => kind === 'manager');
		const scoped = { options: { scopeId: `${manager?.clariUserId}::MGR` } };
		const results = await together(8, name.includes('scope') ? scoped : parameters);
		expect(errorsOf(results)).toEqual(NO_ERRORS(8));
		expect(jobs()).toHaveLength(1);
		const rows = results.map((result) => jsonOf(result).length);
		expect(new Set(rows).size).toBe(1);
		expect(rows[0]).toBeGreaterThan(0);
		expect(results.map((result) => reportOf(result).adopted).sort()).toEqual([
			false,
			...Array.from({ length: 7 }, () => true),
		]);
		expect(new Set(results.map((result) => reportOf(result).jobId))).toEqual(
			new Set([jobs()[0]?.jobId]),
		);
	});

	test('of several periods share one job for each', async () => {
		const results = await together(4, { timePeriodMode: 'list', timePeriods: '2026_Q1, 2025_Q4' });
		expect(errorsOf(results)).toEqual(NO_ERRORS(4));
		expect(jobs()).toHaveLength(2);
	});

	test('Start gives all of them the same job', async () => {
		const results = await together(3, { operation: 'start' });
		expect(new Set(results.map((result) => jsonOf(result)[0]?.jobId)).size).toBe(1);
		expect(jobs()).toHaveLength(1);
	});

	test('of different requests, or with another token, do not wait for each other', async () => {
		const other = { ...credentialFor(sandbox.clari), apiToken: `${sandbox.clari.token}-other` };
		const [rows, file, refused] = await Promise.all([
			runClari(sandbox.clari),
			runClari(sandbox.clari, { exportFormat: 'CSV' }),
			runClari(sandbox.clari, { options: { attempts: 1 } }, { credential: other }),
		]);
		expect(errorsOf([rows, file])).toEqual(NO_ERRORS(2));
		expect(textOf(refused)).toContain('does not accept the API token');
		expect(jobs()).toHaveLength(2);
		expect(JSON.stringify([...QUEUED_HERE])).not.toContain(sandbox.clari.token);
	});

	test('with Queue Another each pays for its own', async () => {
		await together(3, { options: { ifRunning: 'queue' } });
		expect(jobs()).toHaveLength(3);
	});

	test('with Fail all but one fail, and name the job', async () => {
		const results = await together(3, { options: { ifRunning: 'fail' } });
		expect(jobs()).toHaveLength(1);
		const failed = results.filter(({ error }) => error !== undefined);
		expect(failed).toHaveLength(2);
		for (const result of failed) {
			expect(textOf(result)).toContain(`export job ${jobs()[0]?.jobId} is running already`);
			expect(textOf(result)).toContain('Another execution has queued it');
		}
	});

	test('when the first cannot queue, the next one does, and the others share its job', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 403 });
		const results = await together(4);
		expect(errorsOf(results).filter((message) => message !== undefined)).toHaveLength(1);
		expect(jobs()).toHaveLength(1);
	});

	test('when the answer to the first is lost, its job is found and shared', async () => {
		const staticData: IDataObject = {};
		await runClari(sandbox.clari, {}, { staticData });
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'after' });
		const results = await together(3, {}, { staticData });
		expect(errorsOf(results)).toEqual(NO_ERRORS(3));
		expect(jobs()).toHaveLength(2);
	});

	test('when nothing came of the first request, the job of another one that looks alike is not taken for it', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'before' });
		const first = runClari(sandbox.clari, { typesToExport: ['quota'] });
		while (sandbox.clari.journal.count('queue') === 0) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		const second = await runClari(sandbox.clari, { operation: 'start' }, { executionId: '2' });
		expect(second.error).toBeUndefined();
		const result = await first;
		expect(textOf(result)).toContain('It is not certain whether Clari queued the export.');
		expect(jsonOf(result)).toEqual([]);
	}, 30_000);

	test('a job that fails has failed for all of them: it is not paid for again', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'FAILED', times: 9 });
		const results = await together(5);
		expect(results.every((result) => textOf(result).includes('ended as FAILED'))).toBe(true);
		expect(jobs()).toHaveLength(1);
	});

	test('one that waits for the first can be cancelled, and the first goes on', async () => {
		sandbox.clari.faults.plan({ route: 'queue', kind: 'slow', delayMs: 3_000, when: 'before' });
		const first = runClari(sandbox.clari);
		const second = await runClari(
			sandbox.clari,
			{},
			{
				executionId: '2',
				// Both have looked: it is the turn of the first.
				cancelWhen: () => sandbox.clari.journal.count('jobs') >= 2,
			},
		);
		expect(textOf(second)).toContain('canceled');
		expect(jobs()).toEqual([]);
		expect((await first).error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
	});

	test('when the job is late, one of them cancels it, and they share the next one', async () => {
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		const timer = setInterval(() => {
			const [first, second] = jobs();
			if (first?.cancelledAs !== undefined && second !== undefined) second.pollsUntilDone = 0;
		}, 20);
		const polling = { ...FAST_POLLING, timeout: 0.01 };
		const results = await together(4, { options: { onTimeout: 1 }, polling });
		clearInterval(timer);
		expect(errorsOf(results)).toEqual(NO_ERRORS(4));
		expect(jobs().map(({ cancelledAs }) => cancelledAs)).toEqual(['ABORTED', undefined]);
	});

	test('a job of another process that turns out to be another export is replaced by one for all', async () => {
		const staticData: IDataObject = {};
		await runClari(sandbox.clari, {}, { staticData });
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		await runClari(sandbox.clari, { operation: 'start', typesToExport: ['quota'] });
		QUEUED_HERE.clear();
		sandbox.clari.settings.pollsUntilDone = 3;
		const timer = setInterval(() => {
			const [, job] = jobs();
			if (job !== undefined && job.polls >= 3) job.pollsUntilDone = 0;
		}, 20);
		const results = await together(3, {}, { staticData });
		clearInterval(timer);
		expect(errorsOf(results)).toEqual(NO_ERRORS(3));
		expect(jobs()).toHaveLength(3);
		const own = jobs()[2]?.jobId;
		expect(results.map((result) => reportOf(result).jobId)).toEqual([own, own, own]);
		expect(results.map(hintsOf).join('\n')).toContain(`Export job ${own} was queued in its place.`);
	});
});

describe('a second click while the first execution waits for its job', () => {
	const startEndless = async (parameters: INodeParameters) => {
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		const running = runClari(
			sandbox.clari,
			{ ...parameters, polling: { ...FAST_POLLING, timeout: 0.04 } },
			{ mode: 'manual' },
		);
		while (QUEUED_HERE.size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		return { running, job: jobs()[0] };
	};

	test('waits for that job, also where no list tells which it is', async () => {
		const { running, job } = await startEndless(ACTIVITIES);
		const second = runClari(sandbox.clari, ACTIVITIES, { executionId: '2', mode: 'manual' });
		const timer = setInterval(() => {
			const routes = sandbox.clari.journal.routes();
			if (job && routes.filter((route) => route === 'jobs').length >= 2) job.pollsUntilDone = 0;
		}, 20);
		const results = await Promise.all([running, second]);
		clearInterval(timer);
		expect(errorsOf(results)).toEqual(NO_ERRORS(2));
		expect(jobs()).toHaveLength(1);
	});

	test('a job that Clari does not list as running is not taken for one that is', async () => {
		const { running, job } = await startEndless(ACTIVITIES);
		await running;
		if (job) job.pollsUntilDone = 0;
		sandbox.clari.settings.pollsUntilDone = 3;
		const later = await runClari(sandbox.clari, ACTIVITIES, { executionId: '2' });
		expect(reportOf(later)).toMatchObject({ adopted: false, attempts: 1 });
	});
});

describe('a job that does not say when it started', () => {
	const endless = async (staticData: IDataObject = {}) => {
		sandbox.clari.settings.pollsUntilDone = 1_000_000;
		await runClari(sandbox.clari, { operation: 'start' }, { staticData });
		QUEUED_HERE.clear();
		sandbox.clari.settings.pollsUntilDone = 3;
		sandbox.clari.settings.jobsTellStart = false;
	};

	test('is not adopted by its looks, and a hint says so once', async () => {
		await endless();
		const result = await runClari(sandbox.clari);
		expect(result.error).toBeUndefined();
		expect(reportOf(result)).toMatchObject({ adopted: false });
		const [first] = jobs();
		expect(hintsOf(result).match(/does not say when it started/g)).toHaveLength(1);
		expect(hintsOf(result)).toContain(`Export job ${first?.jobId} looks like the same export`);
	});

	test('is one that could be meant: with Fail nothing is queued', async () => {
		await endless();
		const result = await runClari(sandbox.clari, { options: { ifRunning: 'fail' } });
		expect(textOf(result)).toContain('is running already');
		expect(jobs()).toHaveLength(1);
	});

	test.each([
		[2, true],
		[4, false],
	])('and was queued by this workflow %p hours ago is adopted: %p', async (hours, adopted) => {
		const staticData: IDataObject = {};
		await endless(staticData);
		const [job] = jobs();
		if (job) job.pollsUntilDone = 3;
		const queuedAt = new Date(Date.now() - hours * 3_600_000).toISOString();
		const text = JSON.stringify(staticData).replace(
			/"queuedAt":"[^"]*"/,
			`"queuedAt":"${queuedAt}"`,
		);
		const result = await runClari(sandbox.clari, {}, { staticData: JSON.parse(text) });
		expect(reportOf(result)).toMatchObject({ adopted });
	});
});
