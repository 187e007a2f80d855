import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CIRCUITS } from '../../nodes/shared/http/circuit/circuit';
import type { Fault, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { credentialFor, runClari } from './clari';
import { runClay } from './clay';
import { runCopilot } from './copilot';
import type { EngineResult, EngineRun } from './engine';
import { jsonOf, searchList } from './engine';

/** Longer than any test: what is open stays so, until the clock is put forward. */
const COOL_DOWN_MS = 3_600_000;
const LONG = { circuitBreakerCoolDown: COOL_DOWN_MS / 1_000 };

const DOWN = { kind: 'status', status: 503, times: 100_000 } as const;

let sandbox: Sandbox;

beforeEach(async () => {
	CIRCUITS.clear();
	sandbox = await startSandbox({ clari: { organisation: { reps: 10 } } });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const clari = () => sandbox.clari;
const breakDown = (fault: Partial<Fault> = {}) =>
	clari().faults.plan({ route: 'limits', ...DOWN, ...fault } as Fault);

/** Puts the clock of the nodes forward; it goes on from there. */
function pass(ms: number): void {
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}

/** Reads the limits: one request, unless it is repeated. */
async function ask(
	options: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<EngineResult> {
	return await runClari(
		clari(),
		{
			resource: 'account',
			operation: 'getLimits',
			options: { attempts: 1, ...LONG, ...options },
		},
		run,
	);
}

async function askTimes(
	count: number,
	options: INodeParameters = {},
	run: Partial<EngineRun> = {},
) {
	for (let asked = 0; asked < count; asked++) await ask(options, run);
}

describe('an outage', () => {
	test('of 100 executions only the first five reach the vendor', async () => {
		breakDown();
		const results: EngineResult[] = [];
		for (let run = 0; run < 100; run++) results.push(await ask());
		expect(clari().journal.count('limits')).toBe(5);
		expect(results.filter(({ error }) => error === undefined)).toEqual([]);
	});

	test('requests count once, after all their attempts', async () => {
		breakDown();
		await askTimes(10, { attempts: 2, circuitBreakerThreshold: 3 });
		expect(clari().journal.count('limits')).toBe(3 * 2);
	});

	test('a request that is between two attempts when others find out stops there', async () => {
		breakDown({ kind: 'status', status: 503, retryAfter: '1' });
		const patient = ask({ attempts: 5 });
		while (clari().journal.count('limits') === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		await askTimes(2, { circuitBreakerThreshold: 2 });
		expect((await patient).error?.message).toContain('could not process the request');
		expect(clari().journal.count('limits')).toBe(1 + 2);
	});

	test('the error says since when, until when, and what to do, and holds no secret', async () => {
		breakDown();
		const before = Date.now();
		await askTimes(5);
		const { error } = await ask();
		const [, since] = /Clari has been failing since (\S+Z), so nothing was sent \[item 0\]$/.exec(
			error?.message ?? '',
		) ?? [undefined, ''];
		expect(Date.parse(since)).toBeGreaterThanOrEqual(before);
		expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
		const [, until] = /Run the workflow again after (\S+Z): then one request is let through/.exec(
			error?.description ?? '',
		) ?? [undefined, ''];
		expect(Date.parse(until) - Date.parse(since)).toBeGreaterThanOrEqual(3_600_000);
		expect(error?.description).toContain("'Circuit Breaker' under Options");
		expect(JSON.stringify([...CIRCUITS.keys(), error])).not.toContain(clari().token);
	});

	test('items that follow fail at once too, each with its own error', async () => {
		breakDown();
		const result = await ask(
			{ circuitBreakerThreshold: 2 },
			{ input: [{}, {}, {}, {}], onError: 'continueRegularOutput' },
		);
		expect(clari().journal.count('limits')).toBe(2);
		expect(result.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(jsonOf(result).map(({ error }) => String(error))).toEqual([
			expect.stringContaining('could not process the request [item 0]'),
			expect.stringContaining('could not process the request [item 1]'),
			expect.stringContaining('nothing was sent [item 2]'),
			expect.stringContaining('nothing was sent [item 3]'),
		]);
	});

	test('an export is not queued, and nobody has to look whether it was', async () => {
		breakDown({ route: '*' });
		await askTimes(5);
		const requests = clari().journal.entries.length;
		const { error } = await runClari(clari(), { options: LONG });
		expect(error?.message).toMatch(/^Could not queue the export .*: Clari has been failing since/);
		expect(error?.description).not.toContain('It is not certain');
		expect(clari().journal.entries).toHaveLength(requests);
	});

	test.each([400, 401, 403, 404, 429])('%i is none', async (status) => {
		breakDown({ kind: 'status', status });
		await askTimes(8);
		expect(clari().journal.count('limits')).toBe(8);
	});

	test('no connection and no answer in time are one too', async () => {
		breakDown({ kind: 'reset', times: 1 });
		breakDown({ kind: 'slow', delayMs: 3_000, times: 1 });
		const options = { circuitBreakerThreshold: 2, requestTimeout: 0.5 };
		await askTimes(3, options);
		expect(clari().journal.count('limits')).toBe(2);
	});

	test('other hosts are asked all the same', async () => {
		breakDown();
		await askTimes(6);
		const other = await startSandbox({ clari: { organisation: { reps: 10 } } });
		try {
			const { error } = await ask({}, { credential: credentialFor(other.clari) });
			expect(error).toBe(undefined);
			expect(other.clari.journal.count('limits')).toBe(1);
		} finally {
			await other.close();
		}
	});
});

describe('after the cool-down', () => {
	const options = { circuitBreakerThreshold: 2 };

	test('one request is let through; while the vendor is down, no other', async () => {
		breakDown();
		await askTimes(2, options);
		pass(COOL_DOWN_MS);
		const results = await Promise.all(
			Array.from({ length: 5 }, async () => await ask(options, { input: [{}, {}] })),
		);
		expect(clari().journal.count('limits')).toBe(2 + 1);
		expect(results.every(({ error }) => error !== undefined)).toBe(true);
	});

	test('once it is up, the others follow the one', async () => {
		breakDown({ times: 2 });
		await askTimes(2, options);
		pass(COOL_DOWN_MS);
		const results = await Promise.all(
			Array.from({ length: 5 }, async () => await ask(options, { input: [{}, {}] })),
		);
		expect(results.map(({ error }) => error)).toEqual(Array.from({ length: 5 }, () => undefined));
		expect(clari().journal.count('limits')).toBe(2 + 10);
	});

	test('the one is not repeated, however many attempts are allowed', async () => {
		breakDown();
		await askTimes(2, options);
		pass(COOL_DOWN_MS);
		await ask({ ...options, attempts: 5 });
		expect(clari().journal.count('limits')).toBe(2 + 1);
	});
});

describe('what is remembered', () => {
	/** The process forgets; what n8n has saved stays. */
	const restart = () => CIRCUITS.clear();

	test('production executions know after a restart that it is down', async () => {
		breakDown();
		const staticData: IDataObject = {};
		await askTimes(5, {}, { staticData });
		restart();
		const { error } = await ask({}, { staticData });
		expect(error?.message).toContain('Clari has been failing since');
		expect(clari().journal.count('limits')).toBe(5);
		expect(JSON.stringify(staticData)).not.toContain(clari().token);
	});

	test('nothing, where a trigger polls: it would put back the progress', async () => {
		breakDown();
		const staticData: IDataObject = {
			global: { clariCopilotTrigger: { n1: { node: 'Calls', cursor: 1 } } },
		};
		const before = JSON.stringify(staticData);
		await askTimes(6, {}, { staticData, follows: 'Calls' });
		expect(clari().journal.count('limits')).toBe(5);
		expect(JSON.stringify(staticData)).toBe(before);
	});

	test('as everywhere, where such a trigger was removed and has left its progress', async () => {
		breakDown();
		const staticData: IDataObject = {
			global: { clariCopilotTrigger: { n1: { node: 'Calls', cursor: 1 } } },
		};
		await askTimes(6, {}, { staticData });
		expect(staticData).toHaveProperty('global.circuits');
	});

	test('nothing, once it is up again', async () => {
		breakDown({ times: 2 });
		const staticData: IDataObject = {};
		const options = { circuitBreakerThreshold: 2 };
		await askTimes(2, options, { staticData });
		restart();
		pass(COOL_DOWN_MS);
		expect((await ask(options, { staticData })).error).toBe(undefined);
		expect(staticData).toEqual({ global: { circuits: {} } });
		restart();
		await askTimes(3, options, { staticData });
		expect(clari().journal.count('limits')).toBe(6);
	});

	test('a test run has one try of its own, and ends the outage for all', async () => {
		breakDown({ times: 6 });
		await askTimes(5);
		const manual = (executionId: string) => ({ mode: 'manual' as const, executionId });
		const first = await ask({}, { ...manual('2'), input: [{}, {}] });
		expect(first.error?.message).toContain('could not process the request');
		expect((await ask()).error?.message).toContain('nothing was sent');
		expect((await ask({}, { ...manual('3'), input: [{}, {}] })).error).toBe(undefined);
		expect((await ask()).error).toBe(undefined);
		expect(clari().journal.count('limits')).toBe(5 + 1 + 2 + 1);
	});
});

describe('what is never held back', () => {
	test('requests of nodes where it is switched off', async () => {
		breakDown();
		await askTimes(8, { circuitBreaker: false });
		expect(clari().journal.count('limits')).toBe(8);
	});

	test('lists in the editor', async () => {
		breakDown();
		await askTimes(6);
		await searchList('searchExportJobs', credentialFor(clari()));
		expect(clari().journal.count('jobs')).toBe(1);
	});

	test('a readiness check', async () => {
		breakDown({ times: 5 });
		await askTimes(6);
		const result = await runClari(clari(), { resource: 'account', operation: 'checkReadiness' });
		expect(result.error).toBe(undefined);
		expect(clari().journal.count('limits')).toBeGreaterThan(5);
	});
});

describe('an export that is waited for', () => {
	const options = { attempts: 1, circuitBreakerThreshold: 2 };

	test('is waited for through an outage, with one request for each cool-down', async () => {
		clari().faults.plan({ route: 'job', ...DOWN });
		setTimeout(() => clari().faults.clear(), 1_500);
		const result = await runClari(clari(), {
			options: { ...options, circuitBreakerCoolDown: 0.2 },
		});
		expect(result.error).toBe(undefined);
		expect(jsonOf(result).length).toBeGreaterThan(0);
		// It looks each tenth of a second. Sent are the two that opened it, and probes after 0.2, 0.4, 0.8 … seconds.
		expect(clari().journal.filter({ route: 'job', status: 503 }).length).toBeLessThanOrEqual(7);
	});

	test('is looked at once more when the time is over, although the cool-down is not', async () => {
		clari().faults.plan({ route: 'job', ...DOWN, times: 2 });
		clari().settings.pollsUntilDone = 1;
		const result = await runClari(clari(), {
			options: { ...options, ...LONG },
			polling: { firstWait: 0, growth: 1, ceiling: 0.1, timeout: 0.02 },
		});
		expect(result.error).toBe(undefined);
		const [down, up] = [503, 200].map((status) => clari().journal.filter({ route: 'job', status }));
		expect([down?.length, up?.length]).toEqual([2, 1]);
		const waited = Date.parse(up?.[0]?.at ?? '') - Date.parse(down?.[1]?.at ?? '');
		expect(waited).toBeGreaterThan(500);
	});

	test('names the job when even that gets no answer', async () => {
		clari().faults.plan({ route: 'job', ...DOWN });
		const { error } = await runClari(clari(), {
			options: { ...options, ...LONG },
			polling: { firstWait: 0, growth: 1, ceiling: 0.1, timeout: 0.02 },
		});
		expect(clari().journal.count('job')).toBe(3);
		expect(error?.description).toContain(clari().jobs.all[0]?.jobId);
	});
});

describe('the other services', () => {
	const four: Partial<EngineRun> = {
		input: [{}, {}, {}, {}],
		onError: 'continueRegularOutput',
	};
	const options = { attempts: 1, circuitBreakerThreshold: 2, ...LONG };

	test('Clari Copilot', async () => {
		sandbox.copilot.faults.plan({ route: 'copilotUsers', ...DOWN });
		const parameters = { resource: 'user', operation: 'getMany', options };
		const result = await runCopilot(sandbox.copilot, parameters, four);
		expect(sandbox.copilot.journal.entries).toHaveLength(2);
		expect(jsonOf(result)[3]).toMatchObject({
			error: expect.stringContaining('Clari Copilot has been failing since'),
		});
	});

	test('Clari Copilot, whose 502 can mean that a page is too large', async () => {
		sandbox.copilot.faults.plan({ route: 'copilotCalls', kind: 'status', status: 502, times: 2 });
		const result = await runCopilot(sandbox.copilot, {
			limit: 30,
			options: { ...options, circuitBreakerThreshold: 1, pageSize: 25 },
		});
		expect(result.error).toBe(undefined);
		expect(jsonOf(result)).toHaveLength(30);
	});

	test('Clay', async () => {
		sandbox.clay.faults.plan({ route: 'clayMe', ...DOWN });
		const parameters = { resource: 'account', operation: 'get', options };
		const result = await runClay(sandbox.clay, parameters, four);
		expect(sandbox.clay.journal.entries).toHaveLength(2);
		expect(jsonOf(result)[3]).toMatchObject({
			error: expect.stringContaining('Clay has been failing since'),
		});
	});

	test('rows of Clay are sent on: a run of thousands must not be lost for a short outage', async () => {
		sandbox.clay.faults.plan({ route: 'clayRow', ...DOWN, times: 6 });
		const run = { input: Array.from({ length: 8 }, () => ({ a: 1 })) };
		const result = await runClay(sandbox.clay, {}, { ...run, onError: 'continueRegularOutput' });
		expect(jsonOf(result).filter(({ created }) => created === true)).toHaveLength(2);
	});
});
