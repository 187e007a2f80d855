import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';

import type { Execution, WorkflowFile } from '../../../sandbox/n8n/api';
import { nodeOutput } from '../../../sandbox/n8n/api';
import {
	alertWorkflow,
	call,
	DIFF,
	dollars,
	localWorkflow,
	onDemand,
	runByHand,
	runOnce,
} from '../pipeline';
import type { Cluster } from './cluster';

/** Longer than any of these tests lasts: what is held is never sent. */
const HELD_MS = 3_600_000;
const WAIT_MS = 60_000;

/** A workflow that tells changes, and how it is started. */
interface Alerts {
	id: string;
	/** The workflow whose webhook starts it; itself, or the one that calls it. */
	startedBy: string;
}

/** The forecast alert, with its baseline in each of the places that there are. */
export function baselineTests(cluster: () => Cluster): void {
	test('in the memory of the workflow: each run says that it has none, and where else it can be', async () => {
		const { host, sandbox, postgres } = cluster();
		const id = 'queueMemory';
		await host.api.importWorkflow(onDemand(await alertWorkflow(host, sandbox, id)));
		await host.api.activate(id);
		for (let run = 1; run <= 2; run++) {
			const { status, data } = await runOnce(host, id);
			expect(status).toBe('error');
			expect(data.resultData.error?.message).toContain('did not give this execution the memory');
			expect(data.resultData.error).toHaveProperty(
				'description',
				expect.stringContaining('forecast-data-table-baseline.json'),
			);
		}
		// Nor does it overwrite what may be there.
		const [stored] = await postgres.query<{ staticData: unknown }>(
			`select "staticData" from workflow_entity where id = '${id}'`,
		);
		expect(stored).toEqual({ staticData: null });
		await host.api.deactivate(id);
	});

	test('in a data table: told once, by whichever worker, also when Slack or a worker fails', async () => {
		const { host, sandbox } = cluster();
		const id = 'queueDataTable';
		const file = 'forecast-data-table-baseline.json';
		await host.api.importWorkflow(onDemand(await localWorkflow(host, sandbox, file, id)));
		await runByHand(host, id, 'Run once by hand');
		await host.api.activate(id);
		await toldOnce(cluster(), { id, startedBy: id });
	});

	test('in the memory of a sub-workflow: told once, by whichever worker, also when Slack or a worker fails', async () => {
		const { host, sandbox } = cluster();
		const id = 'queueSubWorkflow';
		await host.api.importWorkflow(called(await alertWorkflow(host, sandbox, id)));
		await host.api.activate(id);
		const caller = callerOf(id);
		await host.api.importWorkflow(caller);
		await host.api.activate(caller.id ?? '');
		await toldOnce(cluster(), { id, startedBy: caller.id ?? '' });
	});
}

/** Baseline, alert, nothing; Slack fails; a worker is gone. */
async function toldOnce(cluster: Cluster, alerts: Alerts): Promise<void> {
	const { host, sandbox } = cluster;
	sandbox.slack.clear();
	const ranOn = new Set<string>();
	const run = async (): Promise<Execution> => {
		const started = await runOnce(host, alerts.startedBy);
		ranOn.add(cluster.workerOf(started.id).userFolder);
		const last = (await host.api.executions(alerts.id)).at(-1);
		return await host.api.execution(last?.id ?? '');
	};
	/** The alerts of this workflow. */
	const messages = () =>
		sandbox.slack.messages.filter(({ text }) => text.includes(`/workflow/${alerts.id}/`));
	const told = (line: string) => messages().filter(({ text }) => text.includes(line)).length;

	// What there is when the first run comes is not news.
	expect((await run()).status).toBe('success');
	expect(messages()).toEqual([]);
	const first = double(cluster);
	expect((await run()).status).toBe('success');
	expect(told(first)).toBe(1);
	const quiet = await run();
	expect([quiet.status, nodeOutput(quiet, DIFF)]).toEqual(['success', []]);
	expect(messages()).toHaveLength(1);

	const second = double(cluster);
	sandbox.slack.faults.plan({ route: 'slack', kind: 'status', status: 500 });
	expect((await run()).status).toBe('error');
	expect(told(second)).toBe(0);
	expect((await run()).status).toBe('success');
	expect((await run()).status).toBe('success');
	expect([told(first), told(second)]).toEqual([1, 1]);
	expect(ranOn.size).toBe(cluster.workers.length);

	const third = double(cluster);
	await killTheWorkerThatTells(cluster, alerts);
	expect(told(third)).toBe(0);
	expect((await run()).status).toBe('success');
	expect((await run()).status).toBe('success');
	expect([told(first), told(second), told(third)]).toEqual([1, 1, 1]);
	await Promise.all(cluster.workers.map(async (worker) => await worker.start()));
}

/** Starts a run and ends the worker that it is on while Slack has not yet taken the message. */
async function killTheWorkerThatTells(cluster: Cluster, { startedBy }: Alerts): Promise<void> {
	const { host, sandbox } = cluster;
	const before = sandbox.slack.journal.entries.length;
	sandbox.slack.faults.plan({ route: 'slack', kind: 'slow', delayMs: HELD_MS, when: 'before' });
	await call(host, startedBy);
	const deadline = Date.now() + WAIT_MS;
	while (sandbox.slack.journal.entries.length === before) {
		if (Date.now() > deadline) throw new Error('Nothing was sent to Slack');
		await sleep(20);
	}
	const [running] = (await host.api.executions(startedBy)).filter(
		({ status }) => status === 'running',
	);
	if (!running) throw new Error('No execution is running');
	await cluster.workerOf(running.id).kill();
	cluster.lost.push(running);
}

/** Doubles the commit of somebody who has not been moved yet; returns the line of the alert about it. */
function double({ sandbox, moved }: Cluster): string {
	const company = sandbox.clari.organisation;
	const { timePeriodId } = company.currentQuarter();
	for (const { userId: owner, name } of company.reps) {
		const before = company.value(owner, 'Commit', timePeriodId);
		if (moved.has(owner) || typeof before !== 'number' || before === 0) continue;
		moved.add(owner);
		company.carryOut([{ owner, field: 'Commit', by: before }]);
		return `*${name}* · Commit · ${timePeriodId}: ${dollars(before)} -> ${dollars(before * 2)} (+100.0%)`;
	}
	throw new Error('Everybody has been moved');
}

/** The workflow with the trigger that another workflow calls in the place of its schedule. */
function called(workflow: WorkflowFile): WorkflowFile {
	const nodes = workflow.nodes.map((node): INode => {
		if (node.type !== 'n8n-nodes-base.scheduleTrigger') return node;
		return {
			...node,
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			parameters: { inputSource: 'passthrough' },
		};
	});
	return { ...workflow, nodes };
}

/** A workflow that calls another one whenever its webhook is called. */
function callerOf(id: string): WorkflowFile {
	const caller = `${id}Caller`;
	return {
		id: caller,
		name: caller,
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: caller,
				position: [0, 0],
				parameters: { path: caller, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			},
			{
				id: 'call',
				name: 'Call',
				type: 'n8n-nodes-base.executeWorkflow',
				typeVersion: 1.2,
				position: [220, 0],
				parameters: {
					source: 'database',
					workflowId: { __rl: true, mode: 'id', value: id },
					options: {},
				},
			},
		],
		connections: { Start: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
