import type { INode } from 'n8n-workflow';

import { importCallback } from '../../sandbox/localClay';
import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { SECRET, SECRET_HEADER } from './clay';
import { createHost } from './harness';
import { alertWorkflow, dollars, EXPORT, onDemand, runOnce } from './pipeline';

/*
 * What becomes of the workflow's memory in n8n 2.41 when an execution is parked or retried, and when a trigger that keeps
 * something there answers by a node. For queue mode see queueMode.test.ts.
 */

// Longer than a parked execution sleeps, on a busy machine as well.
jest.setTimeout(400_000);

const ID = 'e2eMemory';
const PARKED = 'e2eMemoryParked';
/** n8n parks an execution that waits for longer than 65 seconds. */
const PARKED_SECONDS = 66;
const NOT_GIVEN = 'did not give this execution the memory of the workflow';

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({
		clari: { organisation: { reps: 20 }, settings: { pollsUntilDone: 1, monthlyQuota: 10_000 } },
	});
	sandbox.clari.organisation.script([]);
	host = await createHost('memory');
	await host.start();
	await host.api.importWorkflow(withWait(onDemand(await alertWorkflow(host, sandbox, ID))));
	await host.api.activate(ID);
});
afterAll(async () => {
	await host?.stop();
	await sandbox?.close();
});

/** The workflow with a second webhook, from which it waits before it exports. */
function withWait(workflow: WorkflowFile): WorkflowFile {
	const start: INode = {
		id: 'late',
		name: 'Start late',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: PARKED,
		position: [0, 400],
		parameters: { path: PARKED, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	};
	const wait: INode = {
		id: 'wait',
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		webhookId: `${PARKED}Wait`,
		position: [220, 400],
		parameters: { amount: PARKED_SECONDS, unit: 'seconds' },
	};
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return {
		...workflow,
		nodes: [...workflow.nodes, start, wait],
		connections: { ...workflow.connections, 'Start late': to('Wait'), Wait: to(EXPORT) },
	};
}

const errorOf = ({ data }: Execution) => data.resultData.error;
/** The executions that have ended, the oldest first. */
const ended = async (count: number) => await host.api.waitForExecutions(ID, count, 150_000);

test('an execution that was parked or retried says so, and the baseline stays as it was', async () => {
	expect((await runOnce(host, ID)).status).toBe('success');
	expect((await fetch(`${host.url}/webhook/${PARKED}`, { method: 'POST' })).status).toBe(200);

	sandbox.clari.faults.plan({ route: 'queue', kind: 'status', status: 403 });
	const failed = await runOnce(host, ID, 1);
	expect(failed.status).toBe('error');
	await host.api.retryExecution(failed.id, { loadWorkflow: false });
	const retried = (await ended(3)).at(-1);
	const retry = await host.api.execution(retried?.id ?? '');
	expect(errorOf(retry)?.message).toContain(NOT_GIVEN);
	expect(errorOf(retry)).toHaveProperty('description', expect.stringContaining('saved one'));

	const company = sandbox.clari.organisation;
	const { timePeriodId } = company.currentQuarter();
	const rep = company.reps.find(({ userId }) => Number(company.value(userId, 'Commit')) > 0);
	if (!rep) throw new Error('Nobody has made a call');
	const before = Number(company.value(rep.userId, 'Commit'));
	company.carryOut([{ owner: rep.userId, field: 'Commit', by: before }]);
	const others = [failed.id, retry.id];
	const parked = (await ended(4)).find(
		({ status, id }) => status === 'error' && !others.includes(id),
	);
	const late = await host.api.execution(parked?.id ?? '');
	expect(errorOf(late)?.message).toContain(NOT_GIVEN);
	expect(errorOf(late)).toHaveProperty('description', expect.stringContaining('after a wait'));
	expect(sandbox.slack.messages).toEqual([]);

	// With the workflow as it is saved, a retry has the memory.
	await host.api.retryExecution(failed.id);
	await ended(5);
	expect(sandbox.slack.messages.map(({ text }) => text)).toEqual([
		expect.stringContaining(
			`*${rep.name}* · Commit · ${timePeriodId}: ${dollars(before)} -> ${dollars(before * 2)}`,
		),
	]);
});

test("a 'Respond to Webhook' node answers with what it says, and copies are still turned away", async () => {
	const id = 'e2eMemoryAnswer';
	const node = (name: string, type: string, more: Partial<INode>): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const to = { main: [[{ node: 'Answer', type: 'main' as const, index: 0 }]] };
	const secret = { method: 'header', secret: SECRET };
	await host.api.importWorkflow({
		id,
		name: id,
		nodes: [
			node('Enriched', 'n8n-nodes-revops.clayTrigger', {
				webhookId: id,
				parameters: { respond: 'responseNode' },
				credentials: { clayCallbackApi: await importCallback(host, 'Clay callback', secret) },
			}),
			node('Not used', 'n8n-nodes-base.webhook', {
				typeVersion: 2,
				webhookId: `${id}Unused`,
				disabled: true,
				parameters: { path: `${id}Unused`, responseMode: 'responseNode', options: {} },
			}),
			node('Answer', 'n8n-nodes-base.respondToWebhook', {
				typeVersion: 1.1,
				parameters: { respondWith: 'firstIncomingItem' },
			}),
		],
		connections: { Enriched: to, 'Not used': to },
		settings: { executionOrder: 'v1' },
	});
	await host.api.activate(id);
	const send = async (email: string): Promise<unknown> => {
		const answer = await fetch(`${host.url}/webhook/${id}/webhook`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...SECRET_HEADER },
			body: JSON.stringify({ event: 'enrichment.completed', data: { email } }),
		});
		return await answer.json();
	};
	for (const email of ['one@example.com', 'two@example.com']) {
		expect(await send(email)).toMatchObject({ data: { email } });
		expect(await send(email)).toMatchObject({ duplicate: true });
	}
	expect(await host.api.waitForExecutions(id, 2)).toHaveLength(2);
});
