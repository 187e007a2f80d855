import type { IDataObject } from 'n8n-workflow';

import type { Execution, WorkflowFile } from '../../../sandbox/n8n/api';
import { nodeOutput } from '../../../sandbox/n8n/api';
import { EXPORT, localWorkflow, onDemand, runByHand, runOnce } from '../pipeline';
import type { Postgres } from '../postgres';
import { startPostgres } from '../postgres';
import type { Stack } from './stack';
import { LOGIN, WAIT_MS } from './stack';

/** The dashboard asks for it. */
const authorization = `Basic ${Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64')}`;

/** What is in the table after one merge and after the next. */
export function warehouseTests(stack: () => Stack): void {
	const FLOW = 'e2eHealthMerge01';
	const FED = 'e2eHealthMerge02';
	let postgres: Postgres;

	interface StoredRow {
		forecast_id: string;
		row_key: string;
		owner_id: string;
		field_name: string;
		type: string;
		time_period: string;
		value: number | null;
		exported_at: string;
		changed_at: string;
		removed_at: string | null;
	}

	/** The template with its export replaced by what a request brings: its rows on one output, its reports on the other. */
	function fed(workflow: WorkflowFile): WorkflowFile {
		const nodes = onDemand({ ...workflow, id: FED }).nodes.map((node) =>
			node.name === EXPORT
				? {
						...node,
						type: 'n8n-nodes-base.if',
						typeVersion: 2.2,
						credentials: undefined,
						parameters: {
							conditions: {
								options: {
									caseSensitive: true,
									leftValue: '',
									typeValidation: 'strict',
									version: 2,
								},
								combinator: 'and',
								conditions: [
									{
										id: 'condition',
										leftValue: '={{ $json.rowKey }}',
										rightValue: '',
										operator: { type: 'string', operation: 'exists', singleValue: true },
									},
								],
							},
						},
					}
				: node,
		);
		const items = {
			id: 'items',
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [100, 300] satisfies [number, number],
			parameters: { fieldToSplitOut: 'body.items', options: {} },
		};
		return {
			...workflow,
			id: FED,
			nodes: [...nodes, items],
			connections: {
				...workflow.connections,
				'Every 4 hours': { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
				Items: { main: [[{ node: EXPORT, type: 'main', index: 0 }]] },
			},
		};
	}

	beforeAll(async () => {
		postgres = await startPostgres();
		const credential = await stack().host.api.importCredential({
			name: 'Postgres (test)',
			type: 'postgres',
			data: { ...postgres.credential },
		});
		const workflow = await localWorkflow(
			stack().host,
			stack().sandbox,
			'clari-warehouse-merge.json',
			FLOW,
			{
				postgresCredential: { id: credential, name: 'Postgres (test)' },
			},
		);
		await stack().host.api.importWorkflow(onDemand(workflow));
		await stack().host.api.importWorkflow(fed(workflow));
		// Made twice, they are still the same tables.
		for (let times = 0; times < 2; times++) {
			expect((await runByHand(stack().host, FLOW, 'Run once by hand')).status).toBe('success');
		}
		await stack().host.api.activate(FLOW);
		await stack().host.api.activate(FED);
	});
	afterAll(async () => await postgres?.stop());
	beforeEach(() => {
		stack().sandbox.slack.messages.length = 0;
	});

	const stored = async (tab: string) =>
		await postgres.query<StoredRow>(
			`select * from clari_forecast where forecast_id = '${tab}' order by row_key`,
		);
	const merged = (execution: Execution) => nodeOutput(execution, 'Merge rows')[0];

	const row = (tab: string, rowKey: string, value: number, over: IDataObject = {}) => ({
		rowKey,
		forecastId: tab,
		ownerId: 'ann',
		fieldId: 'commit',
		type: 'forecast',
		timePeriod: '2026_Q1',
		value,
		jobId: 'job',
		...over,
	});

	/** Starts a merge of these rows, exported at this time; answers before it has ended. */
	async function feed(
		rows: IDataObject[],
		dataAsOf: string,
		over: IDataObject = {},
		others: IDataObject[] = [],
	) {
		const jobId = `job-${dataAsOf}`;
		const report = {
			reportId: jobId,
			jobId,
			outcome: 'completed',
			startedAt: dataAsOf,
			finishedAt: dataAsOf,
			dataAsOf,
			rows: rows.length,
			...over,
		};
		const items = [...rows.map((one) => ({ ...one, jobId, dataAsOf })), report, ...others];
		const { status } = await fetch(`${stack().host.url}/webhook/${FED}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
		});
		expect(status).toBe(200);
	}

	async function merge(
		rows: IDataObject[],
		dataAsOf: string,
		over: IDataObject = {},
		others: IDataObject[] = [],
	) {
		const before = (await stack().host.api.executions(FED)).length;
		await feed(rows, dataAsOf, over, others);
		const execution = await stack().nextExecution(FED, before);
		expect(execution.status).toBe('success');
		return merged(execution);
	}

	test('has every exported row once, and what changed', async () => {
		const first = await runOnce(stack().host, FLOW);
		expect(first.status).toBe('success');
		const exported = nodeOutput(first, EXPORT);
		const rows = await stored('forecast');
		expect(rows.map((one) => one.row_key)).toEqual(
			exported.map(({ rowKey }) => String(rowKey)).sort(),
		);
		for (const { owner_id: owner, field_name: field, value, type } of rows) {
			if (type !== 'forecast') continue;
			const known = stack().sandbox.clari.organisation.value(owner, field);
			expect([owner, field, value]).toEqual([owner, field, known ?? null]);
		}
		expect(merged(first)).toMatchObject({ inserted: exported.length, landed: exported.length });

		const [rep] = stack().sandbox.clari.organisation.reps;
		const owner = rep?.userId ?? '';
		stack().sandbox.clari.organisation.script([[{ owner, field: 'Commit', by: 50_000 }]]);
		const second = await runOnce(stack().host, FLOW);
		const after = await stored('forecast');
		expect(after).toHaveLength(rows.length);
		const changed = after.filter((one) => one.changed_at === one.exported_at);
		expect(changed.map((one) => one.owner_id)).toContain(owner);
		expect(merged(second)).toMatchObject({ inserted: 0, changed: changed.length, removed: 0 });
		expect(changed.length).toBeLessThan(rows.length / 2);
		expect(stack().sandbox.slack.messages).toEqual([]);
		expect(await postgres.query('select rows from clari_job_reports order by finished_at')).toEqual(
			[first, second].map((run) => ({ rows: nodeOutput(run, EXPORT).length })),
		);
	});

	test('has reports that the dashboard can be made of', async () => {
		const id = 'e2eHealthPage002';
		await merge([row('page', 'a', 1)], new Date().toISOString());
		const { nodes, ...page } = await localWorkflow(
			stack().host,
			stack().sandbox,
			'clari-health-dashboard.json',
			id,
			{
				basicAuthCredential: await stack().importLogin(),
			},
		);
		const [source] = (await stack().host.api.workflow(FLOW)).nodes.filter(({ name }) => {
			return name === 'Merge rows';
		});
		const query = `select * from clari_job_reports where finished_at > now() - interval '32 days'`;
		const fromPostgres = nodes.map((node) => {
			if (node.name === 'Open the dashboard') {
				return { ...node, parameters: { ...node.parameters, path: id }, webhookId: id };
			}
			if (node.name !== 'Read reports' || source === undefined) return node;
			const parameters = { operation: 'executeQuery', query, options: {} };
			const { id: nodeId, name, alwaysOutputData } = node;
			return { ...source, id: nodeId, name, alwaysOutputData, parameters, executeOnce: false };
		});
		await stack().host.api.importWorkflow({ ...page, nodes: fromPostgres });
		await stack().host.api.activate(id);
		const answer = await fetch(`${stack().host.url}/webhook/${id}`, { headers: { authorization } });
		const [counted] = await postgres.query<{ runs: number }>(
			`select count(*) as runs from clari_job_reports where finished_at > now() - interval '1 day'`,
		);
		const runs = counted?.runs ?? 0;
		expect(runs).toBeGreaterThan(0);
		const text = await answer.text();
		expect(text).toContain('>100%<');
		expect(text).toContain(`${runs} of ${runs} export`);
	});

	test('a run that is repeated or comes late changes nothing', async () => {
		const monday = [row('late', 'a', 1), row('late', 'b', 2)];
		await merge(monday, '2026-03-02T06:00:00Z');
		await merge([row('late', 'a', 5), row('late', 'b', 2)], '2026-03-03T06:00:00Z');
		const before = await stored('late');
		expect(await merge(monday, '2026-03-02T06:00:00Z')).toMatchObject({ notNewer: 2, changed: 0 });
		expect(await stored('late')).toEqual(before);
		expect(before).toMatchObject([
			{ value: 5, changed_at: '2026-03-03T06:00:00+00:00' },
			{ value: 2, changed_at: '2026-03-02T06:00:00+00:00', removed_at: null },
		]);
	});

	test('an export that takes long does not write over a newer one for ending after it', async () => {
		await merge([row('slow', 'a', 5)], '2026-03-02T06:10:00Z', {
			finishedAt: '2026-03-02T06:11:00Z',
		});
		// Begun before, and done after.
		const slow = [row('slow', 'a', 1), row('slow', 'b', 2)];
		const said = await merge(slow, '2026-03-02T06:00:00Z', { finishedAt: '2026-03-02T07:00:00Z' });
		expect(said).toMatchObject({ notNewer: 1, inserted: 1, landed: 2, removed: 1 });
		expect(await stored('slow')).toMatchObject([
			{ value: 5, exported_at: '2026-03-02T06:10:00+00:00', removed_at: null },
			// The newer one no longer had it.
			{ value: 2, removed_at: '2026-03-02T06:10:00+00:00' },
		]);
	});

	test('rows of a report that came late, from a run that was stopped, are not missed', async () => {
		const late = {
			reportId: 'late',
			jobId: 'late',
			outcome: 'completed',
			rows: 700,
			delivered: false,
		};
		const said = await merge([row('kept', 'a', 1)], '2026-03-02T06:00:00Z', {}, [late]);
		expect(said).toMatchObject({ received: 1, reported: 1 });
		expect(stack().sandbox.slack.messages).toEqual([]);
	});

	test('a row that Clari no longer has is marked, and comes back; a cut file marks nothing', async () => {
		const whole = [row('gone', 'a', 1), row('gone', 'b', 2)];
		const removed = async () => (await stored('gone')).map((one) => one.removed_at !== null);
		await merge(whole, '2026-03-02T06:00:00Z');
		await merge([row('gone', 'a', 1, { truncated: true })], '2026-03-03T06:00:00Z');
		expect(await removed()).toEqual([false, false]);
		await merge([row('gone', 'a', 1)], '2026-03-04T06:00:00Z');
		expect(await removed()).toEqual([false, true]);
		await merge(whole, '2026-03-05T06:00:00Z');
		expect(await removed()).toEqual([false, false]);
	});

	test('who has left does not shrink a quarter that has ended; in the current one the row is gone', async () => {
		const total = async (tab: string) =>
			(await stored(tab)).reduce(
				(sum, { value, removed_at: removed }) => sum + (removed === null ? Number(value) : 0),
				0,
			);
		for (const [tab, weekStart, left] of [
			['ended', '2026-03-27', 120],
			['current', '2026-04-24', 50],
		] as const) {
			const both = [
				row(tab, 'ann', 50, { weekStart }),
				row(tab, 'bob', 70, { weekStart, ownerId: 'bob' }),
			];
			await merge(both, '2026-04-25T06:00:00Z');
			await merge(both.slice(0, 1), '2026-04-26T06:00:00Z');
			expect([tab, await total(tab)]).toEqual([tab, left]);
		}
	});

	test('the last row of a type is marked where its type was exported, and only there', async () => {
		const call = row('types', 'a', 1, { weekStart: '2026-03-06' });
		const adjusted = row('types', 'b', -50, { weekStart: '2026-03-06', type: 'adjustment' });
		const quota = row('types', 'c', 70, { type: 'quota' });
		const removed = async () =>
			(await stored('types')).filter((one) => one.removed_at !== null).map((one) => one.type);
		await merge([call, adjusted, quota], '2026-03-09T06:00:00Z', {
			request: 'adjustment, forecast, quota; EUR',
		});
		await merge([call], '2026-03-10T06:00:00Z', { request: 'default types' });
		await merge([call], '2026-03-10T07:00:00Z');
		expect(await removed()).toEqual([]);
		// Another week says nothing of this one.
		const next = row('types', 'd', 2, { weekStart: '2026-03-13' });
		await merge([next, quota], '2026-03-14T06:00:00Z', { request: 'adjustment, forecast, quota' });
		expect(await removed()).toEqual([]);
		expect(
			await merge([call], '2026-03-15T06:00:00Z', { request: 'adjustment, forecast' }),
		).toMatchObject({ removed: 1, leftOut: 0 });
		expect(await removed()).toEqual(['adjustment']);
		await merge([call], '2026-03-15T07:00:00Z', { request: 'forecast, quota' });
		expect(await removed()).toEqual(['adjustment', 'quota']);
	});

	test('who changes the role after the end of a quarter counts once in it', async () => {
		const weekStart = '2025-12-26';
		const of = (rowKey: string, ownerEmail: string | null, value: number) =>
			row('moved', rowKey, value, { ownerId: rowKey, ownerEmail, weekStart });
		const both = [of('1:us', 'two.roles@example.com', 7), of('2:emea', 'bo@example.com', 1)];
		await merge(
			[
				...both,
				of('1:emea', 'Two.Roles@example.com', 30),
				of('3:emea', 'Dana@example.com', 500),
				of('4:emea', null, 20),
			],
			'2026-01-05T06:00:00Z',
		);
		expect(
			await merge([...both, of('3:us', 'dana@example.com', 500)], '2026-02-05T06:00:00Z'),
		).toMatchObject({ removed: 1, leftOut: 2 });
		const rows = await stored('moved');
		// Who had two roles and gave one up, of which nothing has moved to the other, has left in that one.
		expect(rows.filter((one) => one.removed_at !== null)).toMatchObject([{ owner_id: '3:emea' }]);
	});

	test.each([
		// Sunday evening in California.
		['2026-04-13T02:00:00Z', { removed: 1, leftOut: 0 }],
		['2026-04-14T23:59:00Z', { removed: 1, leftOut: 0 }],
		['2026-04-15T00:00:00Z', { removed: 0, leftOut: 1 }],
	])(
		'a quarter whose last week begins on 6 April has not ended before the 15th: %s',
		async (at, said) => {
			const both = ['a', 'b'].map((key) => row(at, key, 1, { weekStart: '2026-04-06' }));
			await merge(both, '2026-04-12T20:00:00Z');
			expect(await merge(both.slice(0, 1), at)).toMatchObject(said);
		},
	);

	test('tells of an empty export', async () => {
		stack().sandbox.clari.faults.plan({ route: 'queue', kind: 'outcome', jobOutcome: 'EMPTY' });
		expect((await runOnce(stack().host, FLOW)).status).toBe('success');
		expect(stack().sandbox.slack.messages.map(({ text }) => text)).toEqual([
			expect.stringContaining('*The Clari export for the warehouse is empty*: 1 without rows'),
		]);
	});

	test('keeps eight quarters of each tab, and what is no quarter', async () => {
		const quarters = Array.from(
			{ length: 10 },
			(_, index) => `${2024 + Math.floor(index / 4)}_Q${(index % 4) + 1}`,
		);
		const rows = [...quarters, 'FY19 Q1'].map((timePeriod, index) =>
			row('quarters', `r${index}`, index, { timePeriod }),
		);
		await merge([row('other', 'a', 1, { timePeriod: '2019_Q1' })], '2026-03-02T06:00:00Z');
		expect(await merge(rows, '2026-03-02T07:00:00Z')).toMatchObject({ pruned: 2, landed: 11 });
		expect((await stored('quarters')).map((one) => one.time_period).sort()).toEqual([
			...quarters.slice(2),
			'FY19 Q1',
		]);
		expect(await stored('other')).toHaveLength(1);
	});

	test('runs at the same time wait for each other, and the newest wins', async () => {
		const before = (await stack().host.api.executions(FED)).length;
		const hours = [3, 7, 1, 5, 2, 6, 4];
		await Promise.all(
			hours.map(async (hour) => {
				const rows = Array.from({ length: 200 }, (_, index) => row('race', `r${index}`, hour));
				await feed(rows, `2026-03-02T0${hour}:00:00Z`);
			}),
		);
		const finished = await stack().host.api.waitForExecutions(FED, before + hours.length, WAIT_MS);
		expect(finished.slice(before).map(({ status }) => status)).toEqual(hours.map(() => 'success'));
		const rows = await stored('race');
		expect(rows).toHaveLength(200);
		expect(new Set(rows.map(({ value }) => value))).toEqual(new Set([7]));
	});

	test('takes names that are SQL for names, and tells of rows that came twice', async () => {
		const evil = `'); drop table clari_forecast; -- $1 {{ 1 }}`;
		const twice = [row('evil', evil, 1), row('evil', evil, 1)];
		expect(await merge(twice, '2026-03-02T06:00:00Z')).toMatchObject({ received: 2, exported: 1 });
		expect((await stored('evil')).map((one) => one.row_key)).toEqual([evil]);
		expect(stack().sandbox.slack.messages.map(({ text }) => text)).toEqual([
			expect.stringContaining('2 arrived with 1 different keys, 1 are stored'),
		]);
	});
}
