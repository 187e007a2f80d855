import type { JobOutcome, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { runClari } from './clari';
import type { EngineResult } from './engine';
import { jsonOf } from './engine';

// Every fault at every request of every operation, by one table: test/faults. Here is what such a table does not show.

interface Outcome {
	result: EngineResult;
	sandbox: Sandbox;
}

/** @param minutes polling timeout: long enough for one lost request, unless the test waits for it to end */
async function runWith(plan: (sandbox: Sandbox) => void, minutes = 0.5): Promise<Outcome> {
	const sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
	try {
		plan(sandbox);
		const result = await runClari(sandbox.clari, {
			options: { attempts: 2, requestTimeout: 5, circuitBreaker: false },
			polling: { firstWait: 0, growth: 1, ceiling: 0.1, timeout: minutes },
		});
		return { result, sandbox };
	} finally {
		await sandbox.close();
	}
}

/** Rows as the vendor's file has them: none lost, none doubled. */
function expectRowsOfFile({ result, sandbox }: Outcome): void {
	const file: { entries: unknown[] } = JSON.parse(sandbox.clari.jobs.all[0]?.file.content ?? '{}');
	const rows = jsonOf(result);
	expect(rows).toHaveLength(file.entries.length);
	expect(new Set(rows.map(({ rowKey }) => rowKey)).size).toBe(rows.length);
}

/** A failure that a user can act on: what was attempted, the job if there is one, what to do. */
function expectActionable({ result, sandbox }: Outcome): void {
	const { message = '', description } = result.error ?? {};
	const text = `${message} ${description ?? ''}`;
	expect(message).toMatch(/^(Could not|Export job|The result of export job)/);
	expect(message).toMatch(/\[item 0\]$/);
	expect(description?.length).toBeGreaterThan(40);
	const known = sandbox.clari.jobs.all[0]?.jobId;
	const queueAnswered = sandbox.clari.journal.filter({ route: 'queue', status: 200 }).length > 0;
	if (known !== undefined && queueAnswered) expect(text).toContain(known);
	else
		expect(text).toMatch(
			/'Export Job: Get Many' and fetch it|No job was queued|Run the workflow less often/,
		);
}

describe('a job ends badly', () => {
	test.concurrent.each<[JobOutcome, RegExp]>([
		['FAILED', /ended as FAILED/],
		['ABORTED', /ended as ABORTED/],
		['CANCELLED', /ended as CANCELLED/],
		['PAUSED', /was still PAUSED \(a status that this node does not know\)/],
		['EXPIRED', /has expired/],
	])(
		'%s: one job, its id and what to do',
		async (jobOutcome, message) => {
			const outcome = await runWith(
				(sandbox) => sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome }),
				0.05,
			);
			const { result, sandbox } = outcome;
			expect(sandbox.clari.jobs.all).toHaveLength(1);
			expect(result.error?.message).toMatch(message);
			expectActionable(outcome);
		},
		60_000,
	);
});

// Of a job that looks like it: clariForeignJobs.
describe('the answer to the queueing is lost', () => {
	test.concurrent(
		'the job of another tab that appears meanwhile is not taken for it',
		async () => {
			const other = { forecastId: { __rl: true, mode: 'id', value: 'renewals' } };
			const outcome = await runWith((sandbox) => {
				sandbox.clari.faults.plan({ route: 'queue', kind: 'reset', when: 'before' });
				setTimeout(() => void runClari(sandbox.clari, { operation: 'start', ...other }), 1_000);
			});
			expect(outcome.sandbox.clari.jobs.all.map(({ forecastId }) => forecastId)).toEqual([
				'renewals',
			]);
			expect(outcome.result.error?.description).toContain(
				'It is not certain whether Clari queued the export',
			);
		},
		30_000,
	);

	test.concurrent(
		"after a gateway's 504 the export is not queued again: it may still be under way",
		async () => {
			const outcome = await runWith((sandbox) =>
				sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 504 }),
			);
			expect(outcome.sandbox.clari.journal.count('queue')).toBe(1);
			expect(outcome.result.error?.description).toContain(
				'It is not certain whether Clari queued the export',
			);
		},
		30_000,
	);

	test.concurrent(
		'after a definite 500 that left no job, the export is queued once',
		async () => {
			const outcome = await runWith((sandbox) =>
				sandbox.clari.faults.plan({
					route: 'queue',
					kind: 'status',
					status: 500,
					body: { code: 'internal_server_error', errorId: 'e1' },
				}),
			);
			expect(outcome.result.error).toBeUndefined();
			expect(outcome.sandbox.clari.jobs.all).toHaveLength(1);
			expect(outcome.sandbox.clari.journal.count('queue')).toBe(2);
		},
		30_000,
	);
});

describe('the API does not answer for a while, after the job was queued', () => {
	test.concurrent(
		'the waiting goes on until the timeout',
		async () => {
			const outcome = await runWith((sandbox) =>
				sandbox.clari.faults.plan({ route: 'job', kind: 'status', status: 503, times: 7 }),
			);
			expect(outcome.result.error).toBeUndefined();
			expectRowsOfFile(outcome);
		},
		60_000,
	);
});

describe('one of several periods fails', () => {
	test('the error names the jobs that were paid for', async () => {
		const sandbox = await startSandbox({
			clari: { organisation: { reps: 10, now: () => new Date('2026-02-18T12:00:00Z') } },
		});
		sandbox.clari.faults.plan({
			route: 'queue',
			kind: 'outcome',
			jobOutcome: 'FAILED',
			skip: 1,
		});
		const { error } = await runClari(sandbox.clari, {
			timePeriodMode: 'list',
			timePeriods: '2026_Q1, 2025_Q4, 2025_Q3',
			options: { attempts: 1, circuitBreaker: false },
		});
		const ids = sandbox.clari.jobs.all.map(({ jobId }) => jobId);
		expect(ids.length).toBeGreaterThanOrEqual(2);
		for (const id of ids) expect(`${error?.message} ${error?.description}`).toContain(id);
		await sandbox.close();
	}, 30_000);
});
