import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeCredentialsDetails } from 'n8n-workflow';

import { importTableWebhook } from '../../../sandbox/localClay';
import type { Execution, WorkflowFile } from '../../../sandbox/n8n/api';
import { nodeOutput } from '../../../sandbox/n8n/api';
import { importClari } from '../pipeline';
import type { Cluster } from './cluster';

const WAIT_MS = 60_000;
const ROWS = 40;
const THRESHOLD = 2;

/** What the nodes keep to towards the vendors, when two processes run them. */
export function vendorLimitTests(cluster: () => Cluster): void {
	/** Calls the webhook of a workflow. */
	const start = async (id: string, body: object = {}): Promise<void> => {
		const { status } = await fetch(`${cluster().host.url}/webhook/${id}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(status).toBe(200);
	};
	const finished = async (id: string, count: number): Promise<Execution[]> => {
		const { api } = cluster().host;
		const all = await api.waitForExecutions(id, count);
		return await Promise.all(all.map(async (one) => await api.execution(one.id)));
	};
	const publish = async (workflow: WorkflowFile): Promise<void> => {
		await cluster().host.api.importWorkflow(workflow);
		await cluster().host.api.activate(workflow.id ?? '');
	};
	const clari = async (): Promise<Record<string, INodeCredentialsDetails>> => {
		const { host, sandbox } = cluster();
		return { clariApi: { id: await importClari(host, sandbox), name: 'Clari (sandbox)' } };
	};

	test('Row: Create and Wait: parked by a worker, resumed by a callback at either process', async () => {
		const { host, sandbox, webhooks } = cluster();
		const { clay } = sandbox;
		const id = 'queueClayWait';
		const parameters = {
			resource: 'row',
			operation: 'createAndWait',
			rowData: 'json',
			rowJson: '={{ $json.body }}',
			options: {},
		};
		const credentials = { clayTableWebhookApi: await importTableWebhook(host, clay) };
		await publish(afterWebhook(id, 'clay', { parameters, credentials, webhookId: `${id}Wait` }));
		for (const [n, door] of [host.url, webhooks.url].entries()) {
			const before = clay.rows.length;
			const email = `waiting${n}@example.com`;
			await start(id, { email });
			const row = (await clay.waitForRows(before + 1, WAIT_MS)).at(-1);
			const url = new URL(String(row?.cells.callback_url));
			// The worker has written down where the world reaches n8n, not where it listens itself.
			expect(url.origin).toBe(host.url);
			await waitsFor(id, n);
			const callBack = async (address: string) =>
				await fetch(door + address, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ email, icp_score: 90 + n }),
				});
			expect((await callBack(url.pathname)).status).toBe(401);
			expect((await callBack(url.pathname + url.search)).status).toBe(200);
			const [last] = (await finished(id, n + 1)).slice(-1);
			expect(last?.status).toBe('success');
			expect(last && nodeOutput(last, 'Node')).toMatchObject([
				{ timedOut: false, data: { email, icp_score: 90 + n } },
			]);
			expect((await callBack(url.pathname + url.search)).status).toBe(409);
		}
	});

	/** Waits until the execution after so many others is parked. */
	const waitsFor = async (id: string, others: number): Promise<void> => {
		const deadline = Date.now() + WAIT_MS;
		for (;;) {
			const statuses = (await cluster().host.api.executions(id)).map(({ status }) => status);
			if (statuses.length === others + 1 && statuses.at(-1) === 'waiting') return;
			if (Date.now() > deadline) throw new Error(`${id} is ${statuses.join(', ')}`);
			await sleep(100);
		}
	};

	test('rows of two workers at once: Clay throttles them, each arrives, none twice', async () => {
		const { host, sandbox } = cluster();
		const { clay } = sandbox;
		const id = 'queueClayRows';
		const rowJson = '={{ $json }}';
		const workflow = afterWebhook(id, 'clay', {
			parameters: { resource: 'row', operation: 'create', rowData: 'json', rowJson, options: {} },
			credentials: { clayTableWebhookApi: await importTableWebhook(host, clay) },
		});
		await publish(withSplit(workflow));
		const before = clay.rows.length;
		const throttled = clay.journal.filter({ route: 'clayRow', status: 429 }).length;
		const leads = (run: string) => ({
			leads: Array.from({ length: ROWS }, (_, n) => ({ email: `${run}${n}@example.com` })),
		});
		await Promise.all([start(id, leads('a')), start(id, leads('b'))]);
		const executions = await finished(id, 2);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
		const workers = new Set(executions.map((one) => cluster().workerOf(one.id)));
		const emails = clay.rows.slice(before).map(({ cells }) => cells.email);
		expect(emails).toHaveLength(2 * ROWS);
		expect(new Set(emails).size).toBe(2 * ROWS);
		const refused = clay.journal.filter({ route: 'clayRow', status: 429 }).length - throttled;
		process.stdout.write(
			`Measured: ${2 * ROWS} rows of two executions on ${workers.size} workers, ${refused} requests throttled\n`,
		);
	});

	test('the other worker exports for itself: it has no memory to verify a running job of the same looks by', async () => {
		const { sandbox } = cluster();
		const { clari: service } = sandbox;
		const id = 'queueExport';
		const parameters = {
			resource: 'forecastExport',
			operation: 'run',
			forecastId: { __rl: true, mode: 'id', value: 'forecast' },
			typesToExport: ['forecast'],
			polling: { firstWait: 0.2, growth: 1 },
		};
		await publish(afterWebhook(id, 'clari', { parameters, credentials: await clari() }));
		const jobs = service.jobs.all.length;
		const looks = service.journal.count('job');
		const polls = service.settings.pollsUntilDone;
		service.settings.pollsUntilDone = 25;
		await start(id);
		while (service.journal.count('job') === looks) await sleep(20);
		await start(id);
		const executions = await finished(id, 2);
		service.settings.pollsUntilDone = polls;
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(service.jobs.all).toHaveLength(jobs + 2);
		expect(new Set(executions.map((one) => cluster().workerOf(one.id))).size).toBe(2);
		const [one, other] = executions.map((run) => nodeOutput(run, 'Node').length);
		expect(one).toBeGreaterThan(0);
		expect(other).toBe(one);
	});

	test('while Clari is down each worker sends until its own circuit opens, and then nothing', async () => {
		const { sandbox, workers } = cluster();
		const id = 'queueBreaker';
		const options = {
			attempts: 1,
			circuitBreakerThreshold: THRESHOLD,
			circuitBreakerCoolDown: 3_600,
		};
		const parameters = { resource: 'account', operation: 'getLimits', options };
		await publish(afterWebhook(id, 'clari', { parameters, credentials: await clari() }));
		sandbox.clari.faults.plan({ route: 'limits', kind: 'status', status: 503, times: 1_000 });
		const before = sandbox.clari.journal.count('limits');
		const refusing = new Set<string>();
		for (let run = 1; refusing.size < workers.length && run <= 12; run++) {
			await start(id);
			const last = (await finished(id, run)).at(-1);
			expect(last?.status).toBe('error');
			if (last?.data.resultData.error?.message.includes('nothing was sent')) {
				refusing.add(cluster().workerOf(last.id).userFolder);
			}
		}
		sandbox.clari.faults.clear();
		expect(refusing.size).toBe(workers.length);
		expect(sandbox.clari.journal.count('limits') - before).toBe(THRESHOLD * workers.length);
	});
}

/** A node of the package that a webhook starts. */
function afterWebhook(id: string, type: string, node: Partial<INode>): WorkflowFile {
	return {
		id,
		name: id,
		nodes: [
			{
				id: 'start',
				name: 'Start',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: id,
				position: [0, 0],
				parameters: { path: id, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			},
			{
				id: 'node',
				name: 'Node',
				type: `n8n-nodes-revops.${type}`,
				typeVersion: 1,
				position: [440, 0],
				parameters: {},
				...node,
			},
		],
		connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** The same, with an item for each lead of the request. */
function withSplit(workflow: WorkflowFile): WorkflowFile {
	const split: INode = {
		id: 'split',
		name: 'One item each',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [220, 0],
		parameters: { fieldToSplitOut: 'body.leads', options: {} },
	};
	return {
		...workflow,
		nodes: [...workflow.nodes, split],
		connections: {
			Start: { main: [[{ node: 'One item each', type: 'main', index: 0 }]] },
			'One item each': { main: [[{ node: 'Node', type: 'main', index: 0 }]] },
		},
	};
}
