import type { INode } from 'n8n-workflow';

import type { StoredCredential } from '../../sandbox/localTemplate';
import { importTableWebhook } from '../../sandbox/localClay';
import { nodeOutput, type Execution, type WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Callback, ClayRow, ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { createHost } from './harness';

/** Row: Create and Wait for Callback, in an n8n that parks executions, checks tokens, and is ended meanwhile. */

const WAIT = 'Send and wait';
const WAIT_MS = 30_000;
/** An enrichment takes longer than n8n takes to park an execution. */
const ENRICHMENT_MS = 2_000;

let host: N8nHost;
let clay: ClayService;
let credential: StoredCredential;

beforeAll(async () => {
	clay = await startClay();
	host = await createHost('clayWait');
	await host.start();
	credential = await importTableWebhook(host, clay);
});
afterAll(async () => {
	await host?.stop();
	await clay?.close();
});

/** Sends the lead that it is called with, and notes what came of it. */
async function publish(id: string, parameters: INode['parameters']): Promise<void> {
	await host.api.importWorkflow(workflowOf(id, parameters));
	await host.api.activate(id);
}

/** The same for a list of leads, one after the other in a loop. */
async function publishLoop(id: string): Promise<void> {
	const workflow = workflowOf(id, { rowJson: '={{ $json }}' });
	const node = (name: string, type: string, parameters: INode['parameters']): INode => ({
		id: name,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion: type === 'splitInBatches' ? 3 : 1,
		position: [0, 220],
		parameters,
	});
	const to = (...names: string[]) => ({
		main: names.map((name) => [{ node: name, type: 'main' as const, index: 0 }]),
	});
	await host.api.importWorkflow({
		...workflow,
		nodes: [
			...workflow.nodes,
			node('Leads', 'splitOut', { fieldToSplitOut: 'body', options: {} }),
			node('Loop', 'splitInBatches', { batchSize: 1, options: {} }),
		],
		connections: {
			Lead: to('Leads'),
			Leads: to('Loop'),
			Loop: to('After it', WAIT),
			[WAIT]: to('Loop'),
		},
	});
	await host.api.activate(id);
}

function workflowOf(id: string, parameters: INode['parameters']): WorkflowFile {
	return {
		id,
		name: id,
		nodes: [
			{
				id: 'lead',
				name: 'Lead',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: id,
				position: [0, 0],
				parameters: { path: id, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			},
			{
				id: 'wait',
				name: WAIT,
				type: 'n8n-nodes-revops.clay',
				typeVersion: 1,
				webhookId: `${id}Wait`,
				position: [220, 0],
				parameters: {
					resource: 'row',
					operation: 'createAndWait',
					rowData: 'json',
					rowJson: '={{ $json.body }}',
					options: {},
					...parameters,
				},
				credentials: { clayTableWebhookApi: credential },
			},
			{
				id: 'after',
				name: 'After it',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [440, 0],
				parameters: {},
			},
		],
		connections: {
			Lead: { main: [[{ node: WAIT, type: 'main', index: 0 }]] },
			[WAIT]: { main: [[{ node: 'After it', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Starts an execution with a lead; returns once it waits. */
async function start(id: string, email: string): Promise<ClayRow> {
	const before = clay.rows.length;
	const { status } = await fetch(`${host.url}/webhook/${id}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email }),
	});
	expect(status).toBe(200);
	const rows = await clay.waitForRows(before + 1, WAIT_MS);
	await statusBecomes(id, 'waiting');
	const row = rows.at(-1);
	if (row?.cells.email !== email) throw new Error('Another row came');
	return row;
}

async function statusBecomes(id: string, wanted: string): Promise<void> {
	const deadline = Date.now() + WAIT_MS;
	for (;;) {
		const statuses = (await host.api.executions(id)).map(({ status }) => status);
		if (statuses.length === 1 && statuses[0] === wanted) return;
		if (Date.now() > deadline) throw new Error(`${id} is ${statuses.join(', ')}, not ${wanted}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function ended(id: string): Promise<Execution> {
	const [summary] = await host.api.waitForExecutions(id, 1);
	const execution = await host.api.execution(summary?.id ?? '');
	expect(execution.status).toBe('success');
	return execution;
}

/** Lets Clay enrich a row and call back. */
async function callBack(row: ClayRow, icpScore: number): Promise<Callback | undefined> {
	const before = clay.callbacks.length;
	clay.setColumn({ delayMs: 0 });
	clay.rerun(row.id, { icp_score: icpScore });
	const callbacks = await clay.waitForCallbacks(before + 1, WAIT_MS);
	clay.setColumn();
	return callbacks[before];
}

const after = (execution: Execution) => nodeOutput(execution, 'After it');

test('goes on with what Clay sends back, once; neither a wrong token nor a second callback changes that', async () => {
	const id = 'e2eClayWait';
	await publish(id, {});
	clay.setColumn({ delayMs: ENRICHMENT_MS });
	const row = await start(id, 'jo@example.com');
	clay.setColumn();

	const url = new URL(String(row.cells.callback_url));
	for (const signature of ['', 'wrong', 'f'.repeat(64)]) {
		url.searchParams.set('signature', signature);
		const { status } = await fetch(url, { method: 'POST', body: '{}' });
		expect(status).toBe(401);
	}
	url.search = '';
	expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);

	const [callback] = await clay.waitForCallbacks(1, WAIT_MS);
	expect(callback).toMatchObject({
		status: 200,
		body: { received: true, correlationId: row.cells.correlation_id },
	});
	expect(after(await ended(id))).toMatchObject([
		{
			timedOut: false,
			event: 'enrichment.completed',
			correlationId: row.cells.correlation_id,
			data: { email: 'jo@example.com', icp_score: row.enriched?.icp_score },
		},
	]);
	expect(await callBack(row, 99)).toMatchObject({ status: 409 });
	expect(await host.api.executions(id)).toHaveLength(1);
	await host.api.deactivate(id);
});

test('waits through the end of n8n: one goes on with its callback, the other when its time is over', async () => {
	const [answered, late] = ['e2eClayWaitRestart', 'e2eClayWaitTime'];
	await publish(answered, {});
	// Longer than a restart: what is due in the very moment of the start, n8n may take for crashed.
	await publish(late, { waitLimit: 0.6, waitUnit: 'minutes' });
	const answeredRow = await start(answered, 'restart@example.com');
	const lateRow = await start(late, 'late@example.com');
	await host.restart();

	expect(await callBack(answeredRow, 88)).toMatchObject({ status: 200 });
	expect(after(await ended(answered))).toMatchObject([
		{
			timedOut: false,
			correlationId: answeredRow.cells.correlation_id,
			data: { email: 'restart@example.com', icp_score: 88 },
		},
	]);
	expect(after(await ended(late))).toMatchObject([
		{
			timedOut: true,
			correlationId: lateRow.cells.correlation_id,
			row: { email: 'late@example.com' },
		},
	]);
	expect(await callBack(lateRow, 77)).toMatchObject({ status: 409 });
	// Sent once each, whatever was done again after the restart.
	expect(clay.rows.map(({ cells }) => cells.email)).toEqual([
		'jo@example.com',
		'restart@example.com',
		'late@example.com',
	]);
	const tokens = clay.rows.map(({ cells }) => {
		return new URL(String(cells.callback_url)).searchParams.get('signature') ?? '';
	});
	for (const token of tokens) {
		expect(token.length).toBeGreaterThan(20);
		expect(host.log()).not.toContain(token);
	}
});

test('in a loop, what comes again for the first row is not taken for the second', async () => {
	const id = 'e2eClayWaitLoop';
	await publishLoop(id);
	const before = clay.rows.length;
	const leads = ['first@example.com', 'second@example.com'];
	await fetch(`${host.url}/webhook/${id}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(leads.map((email) => ({ email }))),
	});
	const waitingRow = async (index: number) => {
		const rows = await clay.waitForRows(before + index + 1, WAIT_MS);
		await statusBecomes(id, 'waiting');
		const row = rows[before + index];
		if (row === undefined) throw new Error('No row came');
		expect(row.cells.email).toBe(leads[index]);
		return row;
	};
	const first = await waitingRow(0);
	expect(await callBack(first, 11)).toMatchObject({ status: 200 });
	const second = await waitingRow(1);
	expect(await callBack(first, 11)).toMatchObject({
		status: 409,
		body: { received: false, reason: 'another_row' },
	});
	await statusBecomes(id, 'waiting');
	expect(await callBack(second, 22)).toMatchObject({ status: 200 });
	expect(after(await ended(id))).toMatchObject([
		{ correlationId: first.cells.correlation_id, data: { email: leads[0], icp_score: 11 } },
		{ correlationId: second.cells.correlation_id, data: { email: leads[1], icp_score: 22 } },
	]);
	await host.api.deactivate(id);
});
