import { nodeOutput, type Execution } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { Callback, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { clayWorkflow, finishedExecutions, SECRET_HEADER } from './clay';
import { createHost } from './harness';
import { call, onDemand, runByHand } from './pipeline';

/*
 * Leads out, enriched rows back in, through the template that does both, while Clay delivers everything that it may:
 * copies at the same time, the wrong order, a row that is run again, and old deliveries after n8n has ended.
 * The tests build on each other: what has been received stays received.
 */

const ID = 'e2eClayRoundTrip';
const LEADS = 12;
/** Of each callback, all at the same time. */
const COPIES = 5;
const WAIT_MS = 30_000;

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
	host = await createHost('clayRoundTrip');
	await host.start();
	const template = await clayWorkflow(host, sandbox, 'clay-lead-enrichment.json', ID);
	await host.api.importWorkflow(onDemand(template));
	await runByHand(host, ID, 'Run once by hand');
	await host.api.addDataTableRows(
		'clay_leads',
		Array.from({ length: LEADS }, (_, n) => ({
			email: `lead${n}@example.com`,
			first_name: `Lead ${n}`,
			status: 'new',
		})),
	);
	await host.api.activate(ID);
});
afterAll(async () => {
	await host?.stop();
	await sandbox?.close();
});

/** Executions that are over; the first was started by hand and made the table. */
let before = 1;

/** The executions that have started since, at least so many; what each event has started is in them. */
async function started(count: number): Promise<Execution[]> {
	const all = await finishedExecutions(host, ID, before + count);
	const since = all.slice(before);
	before = all.length;
	expect(since.map(({ status }) => status)).toEqual(since.map(() => 'success'));
	return since;
}

const eventsOf = (executions: Execution[]) =>
	executions.flatMap((one) =>
		[0, 1, 2].flatMap((output) => nodeOutput(one, 'Enriched lead', { output })),
	);
/** The answers to the copies of each callback: whether the copy was a duplicate, the one that was not first. */
function duplicatesOf(callbacks: Callback[]): unknown[][] {
	expect(callbacks.map(({ status }) => status)).toEqual(callbacks.map(() => 200));
	const rows = [...new Set(callbacks.map(({ rowId }) => rowId))];
	return rows.map((row) =>
		callbacks
			.filter(({ rowId }) => rowId === row)
			.map(({ body }) => (body as { duplicate: boolean }).duplicate)
			.sort(),
	);
}
const ONE_OF_THEM = [false, ...Array.from({ length: COPIES - 1 }, () => true)];
const NONE_OF_THEM = Array.from({ length: COPIES }, () => true);

/** Answers so far, so that the next ones can be told from them. */
let answered = 0;
async function answers(count: number): Promise<Callback[]> {
	const all = await sandbox.clay.waitForCallbacks(answered + count, WAIT_MS);
	const since = all.slice(answered);
	answered = all.length;
	return since;
}

test('each of many simultaneous copies, delivered in reverse order, runs its event once', async () => {
	sandbox.clay.setColumn({
		headers: SECRET_HEADER,
		order: 'reversed',
		duplicates: COPIES - 1,
		delayMs: 1_000,
	});
	await call(host, ID);
	const callbacks = await answers(LEADS * COPIES);
	const rows = sandbox.clay.rows.map(({ id }) => id);
	expect(rows).toHaveLength(LEADS);
	expect([...new Set(callbacks.map(({ rowId }) => rowId))]).toEqual([...rows].reverse());
	expect(duplicatesOf(callbacks)).toEqual(rows.map(() => ONE_OF_THEM));

	// One for the rows that went out, one for each that came back.
	const executions = await started(1 + LEADS);
	expect(executions).toHaveLength(1 + LEADS);
	const events = eventsOf(executions);
	const correlations = events.map(({ correlationId }) => correlationId);
	expect([...correlations].sort()).toEqual(
		sandbox.clay.rows.map(({ cells }) => cells.correlation_id).sort(),
	);
	expect(new Set(events.map(({ id }) => id)).size).toBe(LEADS);

	const scoreOf = (row: (typeof sandbox.clay.rows)[number]) => Number(row.enriched?.icp_score);
	const hot = sandbox.clay.rows.filter((row) => scoreOf(row) >= 80);
	const warm = sandbox.clay.rows.filter((row) => scoreOf(row) >= 50);
	expect(hot.length).toBeGreaterThan(0);
	expect(warm.length).toBeGreaterThan(hot.length);
	expect(sandbox.slack.messages.map(({ text }) => text).sort()).toEqual(
		hot
			.map((row) => `Hot lead: ${String(row.cells.first_name)} `)
			.sort()
			.map((text) => expect.stringContaining(text)),
	);
	expect(sandbox.crm.received.map(({ body }) => (body as { email: string }).email).sort()).toEqual(
		warm.map(({ cells }) => cells.email).sort(),
	);
	const table = await host.api.dataTableRows('clay_leads');
	expect(table.map(({ email, status, icp_score: score }) => [email, status, score])).toEqual(
		table.map(({ email }) => {
			const row = sandbox.clay.rows.find(({ cells }) => cells.email === email);
			return [email, 'sent', row?.enriched?.icp_score];
		}),
	);
});

test('a row that is run again with the same result is no event, and with another one it is', async () => {
	const [row] = sandbox.clay.rows;
	const told = sandbox.slack.messages.length;
	sandbox.clay.rerun(row?.id ?? '');
	expect(duplicatesOf(await answers(COPIES))).toEqual([NONE_OF_THEM]);
	sandbox.clay.rerun(row?.id ?? '', { icp_score: 99 });
	expect(duplicatesOf(await answers(COPIES))).toEqual([ONE_OF_THEM]);

	const events = eventsOf(await started(1));
	expect(events).toHaveLength(1);
	expect(events[0]).toMatchObject({
		rowId: row?.id,
		correlationId: row?.cells.correlation_id,
		routing: { route: 'hot', score: 99 },
	});
	expect(sandbox.slack.messages.slice(told).map(({ text }) => text)).toEqual([
		expect.stringContaining('ICP score 99'),
	]);
});

const restarted = async () => await host.restart();
const killed = async () => {
	await host.kill();
	await host.start();
};

test.each([
	{ title: 'was restarted', end: restarted, score: 91 },
	{ title: 'was killed', end: killed, score: 92 },
])(
	'after n8n $title, what was delivered before is known, and what is new runs once',
	async ({ end, score }) => {
		await end();
		for (const { id } of sandbox.clay.rows) sandbox.clay.rerun(id);
		expect(duplicatesOf(await answers(LEADS * COPIES))).toEqual(
			sandbox.clay.rows.map(() => NONE_OF_THEM),
		);
		const row = sandbox.clay.rows.at(-1);
		sandbox.clay.rerun(row?.id ?? '', { icp_score: score });
		expect(duplicatesOf(await answers(COPIES))).toEqual([ONE_OF_THEM]);
		const events = eventsOf(await started(1));
		expect(events.map(({ rowId, routing }) => [rowId, routing])).toEqual([
			[row?.id, expect.objectContaining({ route: 'hot', score })],
		]);
	},
);
