import type { Execution } from '../../sandbox/n8n/api';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox, ScriptedStep } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { createHost } from './harness';
import { alertWorkflow, DIFF, dollars, runInTurn } from './pipeline';

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	host = await createHost('pipeline');
	await host.start();
});
afterAll(async () => await host?.stop());

beforeEach(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 20 }, settings: { pollsUntilDone: 2, monthlyQuota: 10_000 } },
	});
});
afterEach(async () => await sandbox.close());

const rep = (index: number) => {
	const found = sandbox.clari.organisation.reps[index];
	if (!found) throw new Error('The organisation has too few reps');
	return found;
};
const call = (owner: string) => {
	const value = sandbox.clari.organisation.value(owner, 'Commit');
	if (typeof value !== 'number') throw new Error(`${owner} has made no call`);
	return value;
};
/** Doubles the commit of a rep; nobody else moves. */
const doubled = (owner: string): ScriptedStep => [{ owner, field: 'Commit', by: call(owner) }];

/** The alert about one rep as it must stand in the text, to the dollar. */
const lineOf = (name: string, from: number, to: number) => {
	const { timePeriodId } = sandbox.clari.organisation.currentQuarter();
	return `*${name}* · Commit · ${timePeriodId}: ${dollars(from)} -> ${dollars(to)} (+100.0%)`;
};

async function executionsOf(id: string, count: number): Promise<Execution[]> {
	const finished = await host.api.waitForExecutions(id, count);
	return await Promise.all(
		finished.map(async (execution) => await host.api.execution(execution.id)),
	);
}

const changes = (execution: Execution) => nodeOutput(execution, DIFF, { output: 0 });
const statuses = (executions: Execution[]) => executions.map(({ status }) => status);

test("n8n's own credential test passes with the right token and explains a wrong one", async () => {
	const { clari } = sandbox;
	const check = async (data: { apiProfile: string; baseUrl: string; apiToken: string }) =>
		await host.api.testCredential(
			await host.api.importCredential({ name: 'Tested', type: 'clariApi', data }),
		);
	const v4 = { apiProfile: 'v4', baseUrl: clari.v4Url, apiToken: clari.token };
	const v1 = { apiProfile: 'v1', baseUrl: clari.v1Url, apiToken: clari.token };

	expect(await check(v4)).toMatchObject({ status: 'OK' });
	expect(await check(v1)).toMatchObject({ status: 'OK' });
	expect(clari.journal.routes()).toEqual(['limits', 'types']);
	for (const credential of [v4, v1]) {
		const refused = await check({ ...credential, apiToken: 'wrong' });
		expect(refused.status).toBe('Error');
		expect(refused.message).toContain('does not accept this API token');
		expect(refused.message).not.toContain('wrong');
	}
	const lost = await check({ ...v4, baseUrl: clari.origin });
	expect(lost.message).toContain('Check the host and the version');
});

test('scheduled runs give baseline, alert, nothing; after a restart the memory is still there', async () => {
	const id = 'e2ePipelineMemory';
	const { name, userId } = rep(0);
	const before = call(userId);
	sandbox.clari.organisation.script([doubled(userId), [], []]);
	// The first execution after a restart takes seconds, and the next must not begin before it has ended.
	await host.api.importWorkflow(await alertWorkflow(host, sandbox, id, 5));
	await host.api.activate(id);
	const [first, second, third] = await executionsOf(id, 3);
	await host.api.deactivate(id);

	for (const execution of [first, second, third]) expect(execution?.status).toBe('success');
	expect(first && changes(first)).toEqual([]);
	expect(first && nodeOutput(first, DIFF, { output: 3 })[0]?.rows).toBeGreaterThan(0);
	expect(third && changes(third)).toEqual([]);
	expect(sandbox.slack.messages).toHaveLength(1);
	expect(sandbox.slack.messages[0]?.text).toContain(lineOf(name, before, before * 2));
	// The rep, and every manager above whose roll-up moved by enough: what the company knows has moved, and nothing else.
	const moved = sandbox.clari.organisation.movements
		.filter(
			({ type, from, to }) =>
				type === 'forecast' && Math.abs((to ?? 0) - (from ?? 0)) >= 0.1 * (from ?? 0),
		)
		.map(({ ownerId }) => ownerId);
	expect(
		second &&
			changes(second)
				.map(({ ownerId }) => ownerId)
				.sort(),
	).toEqual(moved.sort());

	await host.restart();
	const { name: other, userId: otherId } = rep(1);
	const value = call(otherId);
	sandbox.clari.organisation.script([doubled(otherId), [], [], [], [], []]);
	const count = (await host.api.executions(id)).length;
	await host.api.activate(id);
	await executionsOf(id, count + 2);
	await host.api.deactivate(id);
	expect(sandbox.slack.messages).toHaveLength(2);
	expect(sandbox.slack.messages[1]?.text).toContain(lineOf(other, value, value * 2));
	expect(sandbox.slack.messages[1]?.text).not.toContain(name);
});

test('an alert that Slack did not take is raised again by the next run, once', async () => {
	const id = 'e2ePipelineSlack500';
	const { name, userId } = rep(0);
	const before = call(userId);
	sandbox.clari.organisation.script([doubled(userId), [], [], []]);
	sandbox.slack.faults.plan({ route: 'slack', kind: 'status', status: 500 });
	await host.api.importWorkflow(await alertWorkflow(host, sandbox, id));
	const executions = await runInTurn(host, id, 4);
	expect(statuses(executions)).toEqual(['success', 'error', 'success', 'success']);
	const [, failed, repeated, quiet] = executions;
	const raised = (execution: Execution | undefined) =>
		execution && changes(execution).map(({ key, previous, current }) => [key, previous, current]);
	expect(raised(failed)?.length).toBeGreaterThan(0);
	expect(raised(repeated)).toEqual(raised(failed));
	expect(raised(quiet)).toEqual([]);
	expect(sandbox.slack.messages).toHaveLength(1);
	expect(sandbox.slack.messages[0]?.text).toContain(lineOf(name, before, before * 2));
});

test('an execution that n8n lost between the comparison and Slack does not lose the alert', async () => {
	const id = 'e2ePipelineKilled';
	const { name, userId } = rep(0);
	const before = call(userId);
	sandbox.clari.organisation.script([doubled(userId), [], [], [], []]);
	// Slack is slow enough for n8n to be killed while it waits for the answer; the message itself never gets there.
	sandbox.slack.faults.plan({ route: 'slack', kind: 'slow', delayMs: 60_000, when: 'before' });
	const workflow = await alertWorkflow(host, sandbox, id);
	workflow.settings = { ...workflow.settings, saveExecutionProgress: true };
	await host.api.importWorkflow(workflow);
	await host.api.activate(id);
	const deadline = Date.now() + 60_000;
	while (sandbox.slack.journal.entries.length === 0 && Date.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	await host.kill();
	expect(sandbox.slack.messages).toEqual([]);
	await host.start();
	const alert = await sandbox.slack.waitForMessage(({ text }) => text.includes(name), 60_000);
	await host.api.deactivate(id);
	expect(alert.text).toContain(lineOf(name, before, before * 2));
});

test('an empty export alerts about the data, and the good baseline stays', async () => {
	const id = 'e2ePipelineEmpty';
	const { name, userId } = rep(0);
	sandbox.clari.organisation.script([[], doubled(userId), [], []]);
	sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'EMPTY', skip: 1 });
	await host.api.importWorkflow(await alertWorkflow(host, sandbox, id));
	await runInTurn(host, id, 4);
	expect(sandbox.slack.messages.map(({ blocks }) => blocks.length > 0)).toEqual([false, true]);
	expect(sandbox.slack.messages[0]?.text).toMatch(/no rows|empty/i);
	expect(sandbox.slack.messages[1]?.text).toContain(name);
});
