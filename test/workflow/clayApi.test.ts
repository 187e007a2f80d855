import type { ClayService } from '../../sandbox/vendors';
import { startClay } from '../../sandbox/vendors';
import { apiCredential, runClay } from './clay';
import { jsonOf } from './engine';

let clay: ClayService;

beforeEach(async () => {
	clay = await startClay({});
});
afterEach(async () => await clay.close());

const FAST = { firstWait: 0, growth: 1, ceiling: 0.1, timeout: 1 };

/** What the node sent, without the answers. */
function paths(): string[] {
	return clay.journal.entries.map(({ method, path }) => `${method} ${path}`);
}

describe('Account: Get', () => {
	test('says whose key it is', async () => {
		const result = await runClay(clay, { resource: 'account', operation: 'get' });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toEqual([
			{
				userId: expect.any(String),
				userName: expect.any(String),
				workspaceId: expect.any(String),
			},
		]);
	});

	test('a wrong key is said to be one, and is shown nowhere', async () => {
		const credentials = { clayApi: { ...apiCredential(clay), apiKey: 'wrong-key-123' } };
		const result = await runClay(clay, { resource: 'account', operation: 'get' }, { credentials });
		expect(result.error?.message).toBe(
			'Could not read the account: Clay does not accept the API key [item 0]',
		);
		expect(JSON.stringify(result.data)).not.toContain('wrong-key-123');
	});

	test('uses for each item the credential as it is for that item', async () => {
		const credentials = { clayApi: { ...apiCredential(clay), apiKey: '={{ $json.key }}' } };
		const result = await runClay(
			clay,
			{ resource: 'account', operation: 'get' },
			{ credentials, input: [{ key: clay.apiKey }, { key: 'wrong-key-123' }] },
		);
		expect(result.error?.message).toContain('does not accept the API key [item 1]');
	});

	test('a base URL that cannot be reached is told from a connection that broke off', async () => {
		// To connect to the broadcast address is impossible everywhere.
		const baseUrl = 'http://255.255.255.255/public/v0';
		const credentials = { clayApi: { ...apiCredential(clay), baseUrl } };
		const options = { attempts: 1 };
		const result = await runClay(
			clay,
			{ resource: 'account', operation: 'get', options },
			{ credentials },
		);
		expect(result.error?.message).toContain('no connection to the base URL can be made');
	});

	test('is asked again after a passing failure', async () => {
		clay.faults.plan({ route: 'clayMe', kind: 'status', status: 429, retryAfter: '0' });
		const result = await runClay(clay, { resource: 'account', operation: 'get' });
		expect(result.error).toBeUndefined();
	});
});

describe('Routine', () => {
	const routineId = 'function:t_leads';
	const run = { resource: 'routine', operation: 'run', routineId };

	test('Run sends the item and gives the ID of the run', async () => {
		const result = await runClay(clay, run, { input: [{ domain: 'example.com' }] });
		expect(clay.runs).toMatchObject([
			{ routineId, items: [{ inputs: { domain: 'example.com' } }] },
		]);
		expect(jsonOf(result)).toEqual([
			{
				routineRunId: clay.runs[0]?.id,
				status: 'in_progress',
				routineId,
				itemIds: [clay.runs[0]?.items[0]?.id],
			},
		]);
	});

	test('Run takes a list, of inputs or of entries with IDs', async () => {
		const list = [{ domain: 'a.test' }, { id: 'b', inputs: { domain: 'b.test' } }];
		const result = await runClay(clay, { ...run, inputsFrom: 'list', inputsJson: list });
		expect(result.error).toBeUndefined();
		expect(clay.runs[0]?.items).toEqual([
			{ id: expect.stringMatching(/^n8n-[0-9a-f]{20}-1$/), inputs: { domain: 'a.test' } },
			{ id: 'b', inputs: { domain: 'b.test' } },
		]);
	});

	test.each([
		['no list', '{}'],
		['no entries', '[]'],
		['101 entries', JSON.stringify(Array.from({ length: 101 }, (_, id) => ({ id })))],
		['an ID twice', '[{"id":"a","inputs":{}},{"id":"a","inputs":{}}]'],
		['a long ID', JSON.stringify([{ id: 'x'.repeat(65), inputs: {} }])],
		['no JSON', '[{'],
	])('Run refuses a list with %s before anything is sent', async (_what, inputsJson) => {
		const result = await runClay(clay, { ...run, inputsFrom: 'list', inputsJson });
		expect(result.error?.message).toMatch(/\[item 0\]$/);
		expect(clay.journal.entries).toEqual([]);
	});

	test.each([
		['a 502', { kind: 'status', status: 502 } as const],
		['a lost answer', { kind: 'reset', when: 'after' } as const],
	])('Run is not repeated after %s', async (_what, fault) => {
		clay.faults.plan({ route: 'clayRun', ...fault });
		const result = await runClay(clay, run, { input: [{ domain: 'a.test' }] });
		expect(result.error?.description).toContain('may have started the run');
		expect(paths()).toHaveLength(1);
	});

	describe('with Retry On Fail', () => {
		const inputs = ['a', 'b', 'c'].map((name) => ({ domain: `${name}.test` }));
		const started = () => clay.runs.map(({ items }) => items[0]?.inputs);

		test.each([
			['stops', undefined, 1, inputs],
			['continues', 'continueRegularOutput', 0, [inputs[1], inputs[2], inputs[0]]],
		] as const)(
			'Run starts only what has not begun, when it %s',
			async (_what, onError, skip, all) => {
				clay.faults.plan({ route: 'clayRun', kind: 'status', status: 422, skip });
				const result = await runClay(clay, run, { input: inputs, retryOnFail: true, onError });
				expect(started()).toEqual(all);
				const idOf = ({ domain }: { domain: string }) =>
					clay.runs.find(({ items }) => items[0]?.inputs.domain === domain)?.id;
				expect(jsonOf(result).map(({ routineRunId }) => routineRunId)).toEqual(inputs.map(idOf));
			},
		);

		test.each([
			['a 502', { kind: 'status', status: 502 } as const, 0],
			['a lost answer', { kind: 'reset', when: 'after' } as const, 1],
		])('Run does not ask again after %s', async (_what, fault, begun) => {
			clay.faults.plan({ route: 'clayRun', ...fault });
			const result = await runClay(clay, run, { input: [{ domain: 'a.test' }], retryOnFail: true });
			expect(result.error?.description).toContain('may have started the run');
			expect(paths()).toHaveLength(1);
			expect(clay.runs).toHaveLength(begun);
		});

		test('Run and Wait goes on waiting for the run that it started', async () => {
			clay.settings.pollsUntilComplete = 2;
			const result = await runClay(
				clay,
				{ ...run, operation: 'runAndWait', polling: { ...FAST, timeout: 0 } },
				{ input: [{ domain: 'a.test' }], retryOnFail: true },
			);
			expect(result.error).toBeUndefined();
			expect(jsonOf(result)).toMatchObject([
				{ routineRunId: clay.runs[0]?.id, status: 'complete' },
			]);
			expect(clay.runs).toHaveLength(1);
		});
	});

	test('Get Results says how far a run is, and then gives an item for each result', async () => {
		clay.settings.pollsUntilComplete = 1;
		clay.settings.failingItems = ({ id }) => id === 'b';
		const list = [
			{ id: 'a', inputs: { domain: 'a.test' } },
			{ id: 'b', inputs: { domain: 'b.test' } },
		];
		await runClay(clay, { ...run, inputsFrom: 'list', inputsJson: list });
		const routineRunId = String(clay.runs[0]?.id);
		const get = { resource: 'routine', operation: 'getResults', routineRunId, returnAll: true };
		expect(jsonOf(await runClay(clay, get))).toEqual([
			{ routineRunId, status: 'in_progress', complete: false, finished: 1, total: 2 },
		]);
		expect(jsonOf(await runClay(clay, get))).toEqual([
			{ routineRunId, id: 'a', status: 'complete', result: expect.any(Object) },
			{
				routineRunId,
				id: 'b',
				status: 'failed',
				result: null,
				failure: { message: expect.any(String) },
			},
		]);
	});

	test('Run and Wait waits, passes over a status that nobody knows, and a passing failure', async () => {
		clay.settings.firstStatus = 'paused_by_moonlight';
		clay.faults.plan({ route: 'clayResults', kind: 'status', status: 503, skip: 1 });
		const result = await runClay(
			clay,
			{ ...run, operation: 'runAndWait', polling: FAST, options: { attempts: 1 } },
			{ input: [{ domain: 'a.test' }] },
		);
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toMatchObject([
			{ status: 'complete', routineRunId: clay.runs[0]?.id, result: expect.any(Object) },
		]);
		expect(clay.runs).toHaveLength(1);
	});

	test('Get Results follows the cursor, and gives no more than the limit', async () => {
		clay.settings.pollsUntilComplete = 0;
		const list = ['a', 'b', 'c'].map((id) => ({ id, inputs: { domain: `${id}.test` } }));
		await runClay(clay, { ...run, inputsFrom: 'list', inputsJson: list });
		const routineRunId = String(clay.runs[0]?.id);
		const results = `${clay.apiUrl}/routines/run/${routineRunId}/results`;
		// Clay may give shorter pages than were asked for.
		const headers = { 'clay-api-key': clay.apiKey };
		const short: unknown = await (await fetch(`${results}?limit=1`, { headers })).json();
		const get = { resource: 'routine', operation: 'getResults', routineRunId };
		for (const [parameters, ids] of [
			[{ returnAll: true }, ['a', 'b', 'c']],
			[{ returnAll: false, limit: 2 }, ['a', 'b']],
		] as const) {
			clay.faults.plan({ route: 'clayResults', kind: 'wrongType', value: short });
			const all = await runClay(clay, { ...get, ...parameters });
			expect(jsonOf(all).map(({ id }) => id)).toEqual(ids);
		}
	});

	test('Run and Wait stops at the deadline and says how to get the results', async () => {
		clay.settings.pollsUntilComplete = 1_000;
		const result = await runClay(
			clay,
			{ ...run, operation: 'runAndWait', polling: { ...FAST, timeout: 0.005 } },
			{ input: [{ domain: 'a.test' }] },
		);
		const id = String(clay.runs[0]?.id);
		expect(result.error?.message).toContain(`Routine run ${id} was still in_progress`);
		expect(result.error?.description).toContain("'Routine: Get Results'");
	});
});

describe.each([
	['person', 'people', { job_title_keywords: ['VP'] }],
	['company', 'companies', { industries: ['Software'] }],
])('%s: Search', (resource, word, filters) => {
	const search = { resource, operation: 'search', filters, returnAll: true };
	const idOf = (json: Record<string, unknown>) => json.clay_profile_id ?? json.clay_company_id;

	test('reads every page, each hit once', async () => {
		const result = await runClay(clay, { ...search, options: { pageSize: 20 } });
		expect(result.error).toBeUndefined();
		expect(new Set(jsonOf(result).map(idOf)).size).toBe(45);
		expect(paths()).toHaveLength(4);
		expect(result.hints).toMatchObject([{ message: expect.stringContaining('9,955 of 10,000') }]);
	});

	test('asks for no more than the limit, since each hit counts', async () => {
		const limited = { ...search, returnAll: false, limit: 7 };
		const result = await runClay(clay, { ...limited, options: { includeQuota: true } });
		expect(jsonOf(result)).toHaveLength(7);
		expect(jsonOf(result)[0]?.quota).toMatchObject({ used: 7 });
	});

	test('takes a query', async () => {
		const query = { ...search, searchBy: 'query', query: `${word} in Berlin` };
		expect(jsonOf(await runClay(clay, query))).toHaveLength(45);
		expect(paths()[0]).toBe('POST /public/v0/search/query-mode');
	});

	test('does not ask again for a page whose answer was lost, gives the others, and can go on', async () => {
		clay.faults.plan({ route: 'claySearch', kind: 'reset', when: 'after', skip: 2 });
		const result = await runClay(clay, { ...search, options: { pageSize: 20 } });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result)).toHaveLength(20);
		expect(paths()).toHaveLength(3);
		const message = String(result.hints[0]?.message);
		expect(message).toMatch(/gave 20 hits .* has more.*may count against the quota/s);
		const searchId = /ID (search_\w+)/.exec(message)?.[1] ?? '';
		const rest = await runClay(clay, { ...search, options: { searchId } });
		expect(jsonOf(rest)).toHaveLength(5);
	});

	test.each([500, 429, 403])(
		'gives what it has read when a later page is answered with %i',
		async (status) => {
			clay.faults.plan({ route: 'claySearch', kind: 'status', status, skip: 2 });
			const options = { pageSize: 20, attempts: 1 };
			const result = await runClay(clay, { ...search, options });
			expect(result.error).toBeUndefined();
			expect(jsonOf(result)).toHaveLength(20);
			const [hint] = result.hints;
			expect(hint?.type).toBe('warning');
			const searchId = /search (search_\w+)/.exec(String(hint?.message))?.[1] ?? '';
			const rest = await runClay(clay, { ...search, options: { searchId } });
			expect(jsonOf(rest)).toHaveLength(25);
		},
	);

	test('stops when not even the first page can be read', async () => {
		clay.faults.plan({ route: 'claySearch', kind: 'status', status: 500, skip: 1 });
		const result = await runClay(clay, search);
		expect(result.error?.message).toMatch(/Could not read the next hits of search search_/);
	});

	test('gives what it has read when the quota ends', async () => {
		clay.settings.searchQuota = 30;
		const result = await runClay(clay, { ...search, options: { pageSize: 30 } });
		expect(jsonOf(result)).toHaveLength(30);
		expect(result.hints).toMatchObject([
			{ type: 'warning', message: expect.stringContaining('used up') },
		]);
		const next = await runClay(clay, search);
		expect(next.error?.message).toContain('quota of the workspace are used up');
	});

	test('says which filter Clay does not know, and what to do about the page size of a plan', async () => {
		const unknown = await runClay(clay, { ...search, filters: { shoe_size: [43] } });
		expect(unknown.error?.description).toContain('Clay says: Unknown filter: shoe_size');
		clay.settings.searchPageLimit = 50;
		const large = await runClay(clay, { ...search, options: { pageSize: 100 } });
		expect(large.error?.description).toContain("Lower 'Page Size'");
		expect((await runClay(clay, { ...search, filters: '' })).error?.message).toContain("'Filters'");
	});

	test('gives all that Clay sends when not simplified', async () => {
		const short = jsonOf(await runClay(clay, search))[0] ?? {};
		const raw = jsonOf(await runClay(clay, { ...search, simplify: false }))[0] ?? {};
		expect(Object.keys(short).length).toBeLessThan(10);
		expect(Object.keys(raw)).toContain(
			resource === 'person' ? 'matched_experiences' : 'description',
		);
	});
});

describe('Table: Query', () => {
	const query = { resource: 'table', operation: 'query', tableId: 't_sandbox', returnAll: true };

	test('follows the cursor and gives each row once, the fresher one', async () => {
		clay.settings.tableRows = 250;
		const result = await runClay(clay, query);
		const rows = jsonOf(result);
		expect(result.error).toBeUndefined();
		expect(rows).toHaveLength(250);
		expect(new Set(rows.map(({ id }) => id)).size).toBe(250);
		expect(rows.filter((row) => row['Updated At'] === '2026-10-01T08:00:00.000Z')).toHaveLength(2);
	});

	test('chooses fields and rows', async () => {
		const options = {
			fields: 'id, ICP Score',
			filter: '{ "field": "ICP Score", "op": ">=", "value": 50 }',
		};
		const rows = jsonOf(await runClay(clay, { ...query, options }));
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) {
			expect(Object.keys(row)).toEqual(['id', 'ICP Score']);
			expect(row['ICP Score']).toBeGreaterThanOrEqual(50);
		}
	});

	test('takes no more than the limit, and gives the cells when not simplified', async () => {
		const limited = { ...query, returnAll: false, limit: 3, simplify: false };
		const rows = jsonOf(await runClay(clay, limited));
		expect(rows).toHaveLength(3);
		expect(rows[0]).toMatchObject({ cells: { id: { status: 'success' } } });
	});

	test('names the plan when the workspace has no table queries', async () => {
		clay.settings.tableQuery = false;
		expect((await runClay(clay, query)).error?.description).toContain('Enterprise');
		clay.settings.tableQuery = true;
		const unknown = await runClay(clay, { ...query, options: { fields: 'Nothing' } });
		expect(unknown.error?.description).toContain('Enterprise');
	});
});

describe('Webhook', () => {
	const create = {
		resource: 'webhook',
		operation: 'create',
		url: 'https://n8n.example.test/webhook/1',
		events: ['enrichment.completed'],
		tableId: 't_1',
	};

	test('is created, listed and deleted where the endpoint exists', async () => {
		clay.settings.registration = 'asTheSeedSays';
		const [made] = jsonOf(await runClay(clay, create));
		expect(made).toMatchObject({ url: create.url, events: create.events, table_id: 't_1' });
		const list = await runClay(clay, { resource: 'webhook', operation: 'getMany' });
		expect(jsonOf(list)).toEqual([made]);
		const webhookId = String(made?.id);
		const gone = await runClay(clay, { resource: 'webhook', operation: 'delete', webhookId });
		expect(jsonOf(gone)).toEqual([{ deleted: true, id: webhookId }]);
		expect(clay.registrations).toEqual([]);
	});

	test.each([
		create,
		{ resource: 'webhook', operation: 'getMany' },
		{ resource: 'webhook', operation: 'delete', webhookId: 'w' },
	])('says what Clay really offers where it does not: %j', async (parameters) => {
		const result = await runClay(clay, parameters);
		expect(result.error?.description).toContain("'Clay Trigger'");
		expect(result.error?.description).toContain('CLI');
	});
});
