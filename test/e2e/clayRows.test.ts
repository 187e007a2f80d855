import { importTableWebhook } from '../../sandbox/localClay';
import { nodeOutput, type Execution, type WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { createHost } from './harness';

/*
 * Many rows through Row: Create, against Clay's limiter. Clay's own limit is 10 rows a second; here it is ten times that, so
 * that the test does not wait for minutes. The node is set to the same share of the limit as it is by default.
 */

const ROWS = 2_000;
const LIMIT = { rate: 100, burst: 20 };
const PACE = { rowsPerSecond: 98, burst: 18 };
const SEND = 'Send to Clay';

let host: N8nHost;
let clay: ClayService;

beforeAll(async () => {
	host = await createHost('clayRows');
	await host.start();
});
afterAll(async () => await host?.stop());

beforeEach(async () => {
	clay = await startClay({ settings: LIMIT, source: { token: 'sandbox-table-token' } });
});
afterEach(async () => await clay.close());

/** Takes a list of leads and makes a row of each. */
async function workflow(id: string): Promise<WorkflowFile> {
	return {
		id,
		name: id,
		nodes: [
			{
				id: 'leads',
				name: 'Leads',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: id,
				position: [0, 0],
				parameters: { path: id, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			},
			{
				id: 'split',
				name: 'One item each',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [220, 0],
				parameters: { fieldToSplitOut: 'body.leads', options: {} },
			},
			{
				id: 'send',
				name: SEND,
				type: 'n8n-nodes-revops.clay',
				typeVersion: 1,
				position: [440, 0],
				parameters: { resource: 'row', operation: 'create', options: PACE },
				credentials: { clayTableWebhookApi: await importTableWebhook(host, clay) },
			},
		],
		connections: {
			Leads: { main: [[{ node: 'One item each', type: 'main', index: 0 }]] },
			'One item each': { main: [[{ node: SEND, type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

/** One execution with so many leads, from its start to its end. */
async function send(id: string): Promise<Execution> {
	await host.api.importWorkflow(await workflow(id));
	await host.api.activate(id);
	const leads = Array.from({ length: ROWS }, (_, number) => ({
		number,
		email: `lead${number}@example.com`,
		company: { name: `Company ${number}` },
	}));
	const { status } = await fetch(`${host.url}/webhook/${id}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ leads }),
	});
	expect(status).toBe(200);
	const [execution] = await host.api.waitForExecutions(id, 1, 150_000);
	await host.api.deactivate(id);
	return await host.api.execution(execution?.id ?? '');
}

const answeredWith = (status: number) => clay.journal.filter({ route: 'clayRow', status }).length;

/** Each lead is one row with its values as they were, and the node says so of each. */
function expectEachOnce(execution: Execution): void {
	expect(execution.status).toBe('success');
	const items = nodeOutput(execution, SEND);
	expect(items.filter(({ created }) => created !== true)).toEqual([]);
	expect(items).toHaveLength(ROWS);
	expect(clay.rows).toHaveLength(ROWS);
	const byNumber = new Map(clay.rows.map(({ cells }) => [cells.number, cells]));
	expect(items.map(({ row }) => row)).toEqual(items.map((_, number) => byNumber.get(number)));
	expect(new Set(items.map(({ correlationId }) => correlationId)).size).toBe(ROWS);
	expect(byNumber.get(7)).toMatchObject({
		email: 'lead7@example.com',
		company: { name: 'Company 7' },
	});
}

/** Rows per second between the first and the last, without the burst that needs no time. */
function achievedRate(): number {
	const [first, last] = [clay.rows[0], clay.rows.at(-1)].map((row) => Date.parse(row?.at ?? ''));
	return ((ROWS - PACE.burst) / ((last ?? 0) - (first ?? 0))) * 1_000;
}

test(`${ROWS} rows arrive, none twice, at the pace that Clay allows`, async () => {
	expectEachOnce(await send('e2eClayRows'));
	const rate = achievedRate();
	process.stdout.write(
		`Measured: ${ROWS} rows at ${rate.toFixed(1)} a second, ${((rate / LIMIT.rate) * 100).toFixed(1)} % of the limit; ${answeredWith(429)} of ${clay.journal.count('clayRow')} requests were throttled\n`,
	);
});

test(`${ROWS} rows arrive, none twice, although Clay throttles and a webhook is used up`, async () => {
	const [first] = clay.sources;
	if (first) first.limit = 1_500;
	const overflow = clay.addSource({ token: clay.token });
	// Without the header, the second that Clay itself names is meant.
	for (const [skip, retryAfter] of [
		[100, '1'],
		[700, undefined],
		[1_800, '1'],
	] as const) {
		clay.faults.plan({ route: 'clayRow', kind: 'status', status: 429, retryAfter, skip, times: 6 });
	}
	expectEachOnce(await send('e2eClayOverflow'));
	expect(clay.faults.pending).toEqual([]);
	expect(answeredWith(429)).toBeGreaterThanOrEqual(18);
	expect(answeredWith(403)).toBeGreaterThanOrEqual(1);
	expect([first?.submissions, overflow.submissions]).toEqual([1_500, ROWS - 1_500]);
	process.stdout.write(
		`Measured: ${ROWS} rows at ${achievedRate().toFixed(1)} a second with ${answeredWith(429)} throttled requests and a webhook that was used up\n`,
	);
});
