import type { WorkflowFile } from '../../sandbox/n8n/api';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { createHost } from './harness';
import {
	DIFF,
	alertWorkflow,
	call,
	dollars,
	localWorkflow,
	onDemand,
	runByHand,
	runOnce,
} from './pipeline';

/*
 * What happens when an execution starts before the one before it has ended. n8n gives each the memory as it was at the
 * start of that execution and keeps what the last one to end has left, so a node cannot do anything about it: what is
 * shown here stands in the panel of the node and in its documentation.
 */

/** How long Slack takes for the alert that another execution overtakes. */
const SLOW_MS = 4_000;

let host: N8nHost;
let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 20 }, settings: { pollsUntilDone: 1, monthlyQuota: 10_000 } },
	});
	sandbox.clari.organisation.script([]);
});
afterEach(async () => await sandbox.close());

const rep = (index: number) => {
	const found = sandbox.clari.organisation.reps[index];
	if (!found) throw new Error('The organisation has too few reps');
	return found;
};
const amount = (index: number) => {
	const value = sandbox.clari.organisation.value(rep(index).userId, 'Commit');
	if (typeof value !== 'number') throw new Error('The rep has made no call');
	return value;
};
const set = (index: number, value: number) =>
	sandbox.clari.organisation.carryOut([{ owner: rep(index).userId, field: 'Commit', set: value }]);
const double = (index: number): string => {
	const before = amount(index);
	set(index, before * 2);
	return lineOf(index, before, before * 2);
};
const lineOf = (index: number, from: number, to: number) => {
	const { timePeriodId } = sandbox.clari.organisation.currentQuarter();
	return `*${rep(index).name}* · Commit · ${timePeriodId}: ${dollars(from)} -> ${dollars(to)}`;
};
/** How many alerts have this line. */
const told = (line: string) =>
	sandbox.slack.messages.filter(({ text }) => text.includes(line)).length;

/** Waits until an execution has come as far as Slack. */
async function reachesSlack(count: number): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (sandbox.slack.journal.count('slack') < count) {
		if (Date.now() > deadline) throw new Error('No execution has come as far as Slack');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** One execution that waits for Slack, and a second one from its start to its end meanwhile. Ends with both. */
async function overtaken(id: string, between: () => void): Promise<string[]> {
	const { faults, journal } = sandbox.slack;
	const before = (await host.api.executions(id)).length;
	faults.plan({ route: 'slack', kind: 'slow', delayMs: SLOW_MS, when: 'before' });
	const requests = journal.count('slack');
	await call(host, id);
	await reachesSlack(requests + 1);
	between();
	await call(host, id);
	const finished = await host.api.waitForExecutions(id, before + 2);
	const [first, second] = finished.slice(before);
	expect(Date.parse(second?.stoppedAt ?? '')).toBeLessThan(Date.parse(first?.stoppedAt ?? ''));
	return [first, second].map((one) => one?.status ?? '');
}

/** The simple alert, after its first run. */
async function published(id: string, settings: WorkflowFile['settings'] = {}): Promise<void> {
	const workflow = onDemand(await alertWorkflow(host, sandbox, id));
	const all = { ...workflow, settings: { ...workflow.settings, ...settings } };
	await host.api.importWorkflow(all);
	await host.api.activate(id);
	expect((await runOnce(host, id)).status).toBe('success');
}

/** The alert with its baseline in a data table, after its first run. */
async function publishedTable(id: string): Promise<void> {
	const file = 'forecast-data-table-baseline.json';
	await host.api.importWorkflow(onDemand(await localWorkflow(host, sandbox, file, id)));
	await runByHand(host, id, 'Run once by hand');
	await host.api.activate(id);
	expect((await runOnce(host, id)).status).toBe('success');
}

describe('without a limit', () => {
	beforeAll(async () => {
		host = await createHost('overlap');
		await host.start();
	});
	afterAll(async () => await host?.stop());

	test('two executions at a time tell a change twice; it is not lost, and not told a third time', async () => {
		const id = 'e2eOverlapTwice';
		await published(id);
		const line = double(0);
		expect(await overtaken(id, () => undefined)).toEqual(['success', 'success']);
		expect(told(line)).toBe(2);
		expect(nodeOutput(await runOnce(host, id), DIFF, { output: 0 })).toEqual([]);
		expect(sandbox.slack.messages).toHaveLength(2);
	});

	test('what only the overtaking one saw is told again, because the other one ends last', async () => {
		const id = 'e2eOverlapNewer';
		await published(id);
		const line = double(0);
		let newer = '';
		await overtaken(id, () => {
			newer = double(1);
		});
		expect([told(line), told(newer)]).toEqual([2, 1]);
		await runOnce(host, id);
		expect([told(line), told(newer)]).toEqual([2, 2]);
		await runOnce(host, id);
		expect([told(line), told(newer)]).toEqual([2, 2]);
	});

	test('what only the overtaking one saw, and what is taken back before the next run, stays untold', async () => {
		const id = 'e2eOverlapBack';
		await published(id);
		const before = amount(1);
		double(0);
		let up = '';
		await overtaken(id, () => {
			up = double(1);
		});
		expect(told(up)).toBe(1);
		set(1, before);
		expect(nodeOutput(await runOnce(host, id), DIFF, { output: 0 })).toEqual([]);
		expect(told(lineOf(1, before * 2, before))).toBe(0);
	});

	test('an alert that fails while another one overtakes it is not lost', async () => {
		const id = 'e2eOverlapFails';
		await published(id);
		const line = double(0);
		const before = (await host.api.executions(id)).length;
		// The answer comes late, and is none: the connection ends with it.
		sandbox.slack.faults.plan({ route: 'slack', kind: 'slow', delayMs: 20_000, when: 'before' });
		await call(host, id);
		await reachesSlack(1);
		await call(host, id);
		// The node itself gives up after fifteen seconds.
		const ended = (await host.api.waitForExecutions(id, before + 2)).slice(before);
		expect(ended.map(({ status }) => status)).toEqual(['error', 'success']);
		const delivered = told(line);
		expect(delivered).toBeGreaterThanOrEqual(1);
		await runOnce(host, id);
		expect(told(line)).toBeGreaterThan(delivered);
	});

	test('with the baseline in a data table it is the same', async () => {
		const id = 'e2eOverlapTable';
		await publishedTable(id);
		const line = double(0);
		await overtaken(id, () => undefined);
		expect(told(line)).toBe(2);
		expect(nodeOutput(await runOnce(host, id), DIFF, { output: 0 })).toEqual([]);
	});

	test('a run that its timeout ends is not in the way, and its alert is told by the next one', async () => {
		const id = 'e2eOverlapTimeout';
		await published(id, { executionTimeout: 3 });
		const line = double(0);
		sandbox.slack.faults.plan({ route: 'slack', kind: 'slow', delayMs: 12_000, when: 'before' });
		const ended = await runOnce(host, id);
		expect(['canceled', 'error']).toContain(ended.status);
		// Slack takes the late message after all, as it may: better twice than never.
		expect((await runOnce(host, id)).status).toBe('success');
		expect(told(line)).toBeGreaterThanOrEqual(1);
		expect(nodeOutput(await runOnce(host, id), DIFF, { output: 0 })).toEqual([]);
	});
});

describe('with N8N_CONCURRENCY_PRODUCTION_LIMIT=1', () => {
	beforeAll(async () => {
		host = await createHost('overlap-limit', {
			environment: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' },
		});
		await host.start();
	});
	afterAll(async () => await host?.stop());

	/** One execution that waits for Slack, and one that waits for the first one to end. Ends with both. */
	async function queued(id: string): Promise<void> {
		const before = (await host.api.executions(id)).length;
		sandbox.slack.faults.plan({ route: 'slack', kind: 'slow', delayMs: SLOW_MS, when: 'before' });
		await call(host, id);
		await reachesSlack(1);
		await call(host, id);
		const ended = (await host.api.waitForExecutions(id, before + 2)).slice(before);
		const [first, second] = ended;
		expect(ended.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(Date.parse(second?.startedAt ?? '')).toBeGreaterThanOrEqual(
			Date.parse(first?.stoppedAt ?? ''),
		);
	}

	test('the memory of the workflow is no better off: an execution gets it before it waits', async () => {
		const id = 'e2eOverlapQueued';
		await published(id);
		const line = double(0);
		await queued(id);
		expect(told(line)).toBe(2);
	});

	test('with the baseline in a data table a change is told once', async () => {
		const id = 'e2eOverlapQueuedTable';
		await publishedTable(id);
		const line = double(0);
		await queued(id);
		expect(told(line)).toBe(1);
	});
});
