import type { Execution, WorkflowFile } from '../../sandbox/n8n/api';
import { nodeOutput } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { createHost } from './harness';
import { importClari, runByHand } from './pipeline';

/** The circuit breaker through an outage, in an n8n that is restarted in the middle of it. */

const ID = 'e2eBreaker';
const LIMITS = 'Read limits';
const BY_HAND = 'Run once by hand';

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
	host = await createHost('breaker');
	await host.start();
	await host.api.importWorkflow(limitsWorkflow(await importClari(host, sandbox)));
	await host.api.activate(ID);
});
afterAll(async () => {
	await host?.stop();
	await sandbox?.close();
});

/** Reads the limits with one request. The call says how long the cool-down is, so that no test has to wait for it. */
function limitsWorkflow(credential: string): WorkflowFile {
	const webhook = { path: ID, httpMethod: 'POST', responseMode: 'onReceived', options: {} };
	return {
		id: ID,
		name: ID,
		nodes: [
			{
				id: 'call',
				name: 'Call',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: ID,
				position: [0, 0],
				parameters: webhook,
			},
			{
				id: 'hand',
				name: BY_HAND,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 200],
				parameters: {},
			},
			{
				id: 'limits',
				name: LIMITS,
				type: 'n8n-nodes-revops.clari',
				typeVersion: 1,
				position: [220, 0],
				parameters: {
					resource: 'account',
					operation: 'getLimits',
					options: {
						attempts: 1,
						circuitBreakerThreshold: 3,
						circuitBreakerCoolDown: '={{ $json.body?.coolDown ?? 3600 }}',
					},
				},
				credentials: { clariApi: { id: credential, name: 'Clari (sandbox)' } },
			},
		],
		connections: Object.fromEntries(
			['Call', BY_HAND].map((trigger) => [
				trigger,
				{ main: [[{ node: LIMITS, type: 'main' as const, index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** One production execution; @param coolDown seconds */
async function run(coolDown = 3_600): Promise<Execution> {
	const before = (await host.api.executions(ID)).length;
	const { status } = await fetch(`${host.url}/webhook/${ID}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ coolDown }),
	});
	expect(status).toBe(200);
	const finished = await host.api.waitForExecutions(ID, before + 1);
	return await host.api.execution(finished.at(-1)?.id ?? '');
}

const requests = () => sandbox.clari.journal.count('limits');
const errorOf = ({ data }: Execution) => data.resultData.error?.message ?? '';

test('holds requests back while Clari is down, also after a restart, until one finds it up again', async () => {
	sandbox.clari.faults.plan({ route: 'limits', kind: 'status', status: 503, times: 1_000 });
	for (let failed = 1; failed <= 3; failed++) {
		expect(errorOf(await run())).toContain('could not process the request');
		expect(requests()).toBe(failed);
	}

	const refused = await run();
	expect(errorOf(refused)).toMatch(/Clari has been failing since \S+Z, so nothing was sent/);
	await run();
	expect(requests()).toBe(3);

	await host.restart();
	expect(errorOf(await run())).toBe(errorOf(refused));
	expect(requests()).toBe(3);

	// Who runs it by hand sees how it is now.
	expect(errorOf(await runByHand(host, ID, BY_HAND))).toContain('could not process the request');
	expect(requests()).toBe(4);

	// The cool-down is over, and Clari still down: one request.
	expect(errorOf(await run(1))).toContain('could not process the request');
	expect(errorOf(await run())).toContain('nothing was sent');
	expect(requests()).toBe(5);

	sandbox.clari.faults.clear();
	expect(errorOf(await run())).toContain('nothing was sent');
	expect(requests()).toBe(5);
	const seconds = 2;
	await new Promise((resolve) => setTimeout(resolve, 2 * seconds * 1_000));
	const probe = await run(seconds);
	expect(nodeOutput(probe, LIMITS, { output: 0 })).toHaveLength(1);
	expect((await run()).status).toBe('success');
	expect(requests()).toBe(7);

	// Nothing of it is left.
	await host.restart();
	expect((await run()).status).toBe('success');
});
