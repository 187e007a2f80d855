import type { IDataObject } from 'n8n-workflow';

import { productionUrl } from '../../sandbox/localClay';
import { nodeOutput, type WorkflowFile } from '../../sandbox/n8n/api';
import type { N8nHost } from '../../sandbox/n8n/host';
import type { ClayRow, Sandbox } from '../../sandbox/vendors';
import { startSandbox } from '../../sandbox/vendors';
import { clayWorkflow, finishedExecutions, SECRET_HEADER } from './clay';
import { createHost } from './harness';
import { runByHand, withParameters } from './pipeline';
import { POSTGRES, startPostgres, type Postgres } from './postgres';

/** The templates about Clay, each in the real n8n as it is imported. */

const WAIT_MS = 30_000;

let host: N8nHost;
let sandbox: Sandbox;

beforeAll(async () => {
	host = await createHost('clayTemplates');
	await host.start();
});
afterAll(async () => await host?.stop());

beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

/** Somebody else's row: not sent by the workflow that is tested. */
async function sendRow(row: IDataObject): Promise<void> {
	const { status } = await fetch(sandbox.clay.webhookUrl, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(row),
	});
	expect(status).toBe(200);
}

const bodies = (received: Array<{ body: unknown }>) => received.map(({ body }) => body);

describe('leads of a data table', () => {
	const id = 'e2eClayLeads';
	const TABLE = 'clay_leads';
	const SCORES: Record<string, unknown> = {
		'hot@example.com': 95,
		'nurture@example.com': '60',
		'cold@example.com': 10,
		'unscored@example.com': null,
	};

	test('are enriched, told apart by their score, and noted', async () => {
		// Long enough for an execution to note what it has sent before the next one looks.
		const everySeconds = 6;
		const workflow = await clayWorkflow(host, sandbox, 'clay-lead-enrichment.json', id, {
			everySeconds,
		});
		await host.api.importWorkflow(workflow);
		expect((await runByHand(host, id, 'Run once by hand')).status).toBe('success');
		await host.api.addDataTableRows(TABLE, [
			...Object.keys(SCORES).map((email) => ({ email, company: '<!channel> & Co', status: 'new' })),
			{ email: 'large@example.com', company: 'x'.repeat(110_000), status: 'new' },
			{ email: 'old@example.com', company: 'Old', status: 'sent' },
		]);
		sandbox.clay.setColumn({
			headers: SECRET_HEADER,
			body: ({ id: rowId, cells }, enriched) => ({
				correlation_id: cells.correlation_id,
				row_id: rowId,
				data: { ...enriched, icp_score: SCORES[String(cells.email)] },
			}),
		});
		await host.api.activate(id);
		const callbacks = await sandbox.clay.waitForCallbacks(4, WAIT_MS);
		expect(callbacks.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		await sandbox.crm.waitFor(2, WAIT_MS);
		await sandbox.slack.waitForMessage(() => true, WAIT_MS);
		// By hand, with leads, four times with a callback, and again without leads.
		const finished = await finishedExecutions(host, id, 7);
		await host.api.deactivate(id);
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));

		const rows = await host.api.dataTableRows(TABLE);
		expect(rows.map((row) => [row.email, row.status, row.icp_score])).toEqual([
			['hot@example.com', 'sent', 95],
			['nurture@example.com', 'sent', 60],
			['cold@example.com', 'sent', 10],
			['unscored@example.com', 'sent', null],
			['large@example.com', 'not sent', null],
			['old@example.com', 'sent', null],
		]);
		expect(rows[4]?.note).toContain('bytes');
		const sent = sandbox.clay.rows.map(({ cells }) => cells);
		// Several are under way at a time.
		sent.sort((a, b) => (String(a.correlation_id) < String(b.correlation_id) ? -1 : 1));
		expect(sent).toEqual(
			rows.slice(0, 4).map((row) => ({
				email: row.email,
				first_name: null,
				last_name: null,
				company: '<!channel> & Co',
				correlation_id: `lead-${String(row.id)}`,
				callback_url: productionUrl(host, workflow),
			})),
		);
		const contacts = bodies(sandbox.crm.received);
		expect(contacts).toHaveLength(2);
		expect(contacts).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ email: 'hot@example.com', stage: 'hot', icp_score: 95 }),
				expect.objectContaining({ email: 'nurture@example.com', stage: 'nurture', icp_score: 60 }),
			]),
		);
		expect(sandbox.slack.messages).toHaveLength(1);
		expect(sandbox.slack.messages[0]?.text).toContain('&lt;!channel&gt; &amp; Co · ICP score 95');
	});
});

describe('failed enrichments', () => {
	const id = 'e2eClayRetry';

	test('are sent again with growing pauses, and given up after the fourth time', async () => {
		const template = await clayWorkflow(host, sandbox, 'clay-retry-failed.json', id, {
			callbackUrl: sandbox.crm.url,
		});
		// The same numbers, of seconds.
		const workflow = withParameters(template, 'Wait longer each time', { unit: 'seconds' });
		await host.api.importWorkflow(workflow);
		await host.api.activate(id);
		const attemptOf = ({ cells }: ClayRow) => Number(cells.attempt ?? 1);
		const failures = productionUrl(host, workflow);
		sandbox.clay.setColumn({
			headers: SECRET_HEADER,
			failing: (row) => row.cells.email !== 'late@example.com' || attemptOf(row) < 3,
			url: ({ failure, cells }) => (failure ? failures : String(cells.callback_url ?? '')),
		});
		const rowsOf = (correlation: string) =>
			sandbox.clay.rows.filter(({ cells }) => cells.correlation_id === correlation);

		// Clay takes the first row, and not its repetition.
		await sendRow({ email: 'refused@example.com', correlation_id: 'refused' });
		sandbox.clay.faults.plan({ route: 'clayRow', kind: 'status', status: 400 });
		const refused = await sandbox.slack.waitForMessage(() => true, WAIT_MS);
		expect(refused.text).toContain('Clay did not take refused again');

		await sendRow({ email: 'late@example.com', company: 'Late Ltd', correlation_id: 'late' });
		await sendRow({ email: 'never@example.com', correlation_id: 'never' });
		const [found] = await sandbox.crm.waitFor(1, WAIT_MS);
		expect(found?.body).toMatchObject({ event: 'enrichment.completed', correlation_id: 'late' });
		const givenUp = await sandbox.slack.waitForMessage(({ index }) => index === 1, WAIT_MS);
		expect(givenUp.text).toMatch(/^Given up after 4 attempts: never · \S/);
		const finished = await finishedExecutions(host, id, 7);
		await host.api.deactivate(id);
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));

		expect(rowsOf('refused')).toHaveLength(1);
		expect(rowsOf('late').map(({ cells }) => cells)).toEqual([
			{ email: 'late@example.com', company: 'Late Ltd', correlation_id: 'late' },
			...[2, 3].map((attempt) => ({
				email: 'late@example.com',
				company: 'Late Ltd',
				attempt,
				correlation_id: 'late',
				callback_url: sandbox.crm.url,
			})),
		]);
		const never = rowsOf('never');
		expect(never.map(attemptOf)).toEqual([1, 2, 3, 4]);
		const pauses = never.slice(1).map(({ at }, index) => {
			return Date.parse(at) - Date.parse(never[index]?.at ?? '');
		});
		expect(pauses.map((pause, index) => pause >= 2 ** (index + 1) * 1_000)).toEqual([
			true,
			true,
			true,
		]);
		expect(sandbox.slack.messages).toHaveLength(2);
	});
});

// CI always has a Postgres (.ci/run installs one): there, a missing one is a failure and not a reason to skip.
const withPostgres =
	POSTGRES === undefined && process.env.CI === undefined ? describe.skip : describe;

withPostgres('exactly once through Postgres (needs PostgreSQL)', () => {
	const id = 'e2eClayOnce';
	interface StoredEvent {
		id: string;
		correlation_id: string;
		done_at: string | null;
		body: { data: { email: string } };
	}
	let postgres: Postgres;

	beforeAll(async () => {
		postgres = await startPostgres();
	});
	afterAll(async () => await postgres?.stop());

	/** Without the pauses between the tries of a node. */
	const impatient = (workflow: WorkflowFile): WorkflowFile => ({
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.retryOnFail === true ? { ...node, waitBetweenTries: 0 } : node,
		),
	});
	const makeTable = async () => await runByHand(host, id, 'Run once by hand');
	const stored = async () =>
		await postgres.query<StoredEvent>('select * from clay_events order by correlation_id');

	test('of simultaneous copies one goes on, also when it has to be taken up again', async () => {
		const credential = await host.api.importCredential({
			name: 'Postgres (test)',
			type: 'postgres',
			data: { ...postgres.credential },
		});
		const workflow = await clayWorkflow(host, sandbox, 'clay-exactly-once-postgres.json', id, {
			postgresCredential: { id: credential, name: 'Postgres (test)' },
		});
		await host.api.importWorkflow(impatient(workflow));
		// Made twice by hand, it is still the same table.
		const made = [await makeTable(), await makeTable()];
		expect(made.map(({ status }) => status)).toEqual(['success', 'success']);
		await host.api.activate(id);
		sandbox.clay.setColumn({
			headers: SECRET_HEADER,
			url: productionUrl(host, workflow),
			duplicates: 4,
		});
		await sendRow({ email: "o'hara@example.com", correlation_id: 'a' });
		await sendRow({ email: 'b@example.com', correlation_id: 'b' });
		await sandbox.clay.waitForCallbacks(10, WAIT_MS);
		const first = await finishedExecutions(host, id, 12);
		expect(first.map(({ status }) => status)).toEqual(first.map(() => 'success'));
		expect(first.flatMap((one) => nodeOutput(one, 'Is it the first?'))).toHaveLength(2);
		expect((await stored()).map((row) => [row.correlation_id, row.body.data.email])).toEqual([
			['a', "o'hara@example.com"],
			['b', 'b@example.com'],
		]);
		expect((await stored()).map(({ done_at: done }) => done)).not.toContain(null);
		expect(bodies(sandbox.crm.received)).toHaveLength(2);
		expect(bodies(sandbox.crm.received)).toContainEqual(
			expect.objectContaining({ external_id: 'a', email: "o'hara@example.com" }),
		);

		// The CRM is out for the one that goes on: nobody else takes its place, and a retry finishes it.
		sandbox.crm.faults.plan({ route: 'crm', kind: 'status', status: 503, times: 3 });
		await sendRow({ email: 'c@example.com', correlation_id: 'c' });
		const second = (await finishedExecutions(host, id, 17)).slice(12);
		const failed = second.filter(({ status }) => status === 'error');
		expect(failed).toHaveLength(1);
		expect(bodies(sandbox.crm.received)).toHaveLength(2);
		const open = (await stored()).filter(({ done_at: done }) => done === null);
		expect(open.map((row) => row.correlation_id)).toEqual(['c']);

		await host.api.retryExecution(failed[0]?.id ?? '');
		await finishedExecutions(host, id, 18);
		await host.api.deactivate(id);
		expect(bodies(sandbox.crm.received).slice(2)).toEqual([
			expect.objectContaining({ external_id: 'c', email: 'c@example.com' }),
		]);
		expect((await stored()).filter(({ done_at: done }) => done === null)).toEqual([]);
	});
});

describe('hot leads', () => {
	const id = 'e2eClayHot';

	test('reach Slack with what a seller wants to know; every lead reaches Zapier', async () => {
		const workflow = await clayWorkflow(host, sandbox, 'clay-hot-leads.json', id);
		await host.api.importWorkflow(workflow);
		await host.api.activate(id);
		const lead = {
			first_name: 'Ada',
			last_name: 'Moreau',
			job_title: 'CRO',
			company_name: 'A & B',
		};
		const leads = [
			{ ...lead, icp_score: 95 },
			{ ...lead, first_name: 'Bo', icp_score: '90' },
			{ ...lead, first_name: 'Cy', icp_score: 89.5 },
			{ ...lead, first_name: 'Di', icp_score: null },
		];
		// A flat body, as guides show it.
		sandbox.clay.setColumn({
			headers: SECRET_HEADER,
			url: productionUrl(host, workflow),
			body: ({ cells }) => cells,
		});
		for (const one of leads) await sendRow(one);
		await sandbox.zapier.waitFor(4, WAIT_MS);
		const finished = await finishedExecutions(host, id, 4);
		await host.api.deactivate(id);
		expect(finished.map(({ status }) => status)).toEqual(finished.map(() => 'success'));
		const caught = bodies(sandbox.zapier.received);
		expect(caught).toHaveLength(4);
		for (const one of leads) {
			expect(caught).toContainEqual({ ...one, event_id: expect.stringMatching(/^\w{32}$/) });
		}
		expect(sandbox.slack.messages.map(({ text }) => text).sort()).toEqual([
			'Hot lead from Clay: Ada Moreau (CRO) at A &amp; B · ICP score 95',
			'Hot lead from Clay: Bo Moreau (CRO) at A &amp; B · ICP score 90',
		]);
	});
});
