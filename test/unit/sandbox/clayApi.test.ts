import { createHmac } from 'node:crypto';
import axios, { type AxiosInstance } from 'axios';
import { claySignature, startClay, type ClayService } from '../../../sandbox/vendors';
import { rawTarget } from './support/rawTarget';

const WAIT_MS = 10_000;
const ROUTINE = 'function:t_sandbox';

let clay: ClayService;
let api: AxiosInstance;
beforeEach(async () => {
	clay = await startClay({ settings: { registration: 'asTheSeedSays' } });
	api = axios.create({
		baseURL: clay.apiUrl,
		headers: { 'clay-api-key': clay.apiKey },
		validateStatus: () => true,
	});
});
afterEach(() => clay.close());

const items = (count: number) =>
	Array.from({ length: count }, (_none, n) => ({
		id: `i-${n}`,
		inputs: { email: `lead-${n}@example.test` },
	}));

describe('the public API', () => {
	it('tells who the key belongs to', async () => {
		expect((await api.get('/me')).data).toEqual({
			user: { id: expect.any(String), name: expect.any(String), cli_onboarded: true },
			workspace: { id: expect.any(String) },
		});
	});

	it('refuses other keys everywhere, and shows none', async () => {
		const wrong = axios.create({ baseURL: clay.apiUrl, validateStatus: () => true });
		const headers = { 'clay-api-key': 'sandbox-wrong-key' };
		const answers = [
			await wrong.get('/me'),
			await wrong.get('/me', { headers }),
			await wrong.get('/me', { headers: { authorization: `Bearer ${clay.apiKey}` } }),
			await wrong.post(`/routines/${ROUTINE}/run`, { items: items(1) }, { headers }),
			await wrong.get('/routines/run/run_1/results', { headers }),
			await wrong.post('/search/filters-mode', {}, { headers }),
			await wrong.post('/search/query-mode', {}, { headers }),
			await wrong.post('/tables/query', {}, { headers }),
		];
		for (const { status, data } of answers) {
			expect([status, data]).toEqual([401, { message: 'Invalid API key' }]);
		}
		const shown = JSON.stringify(clay.journal.entries);
		expect(shown).not.toContain('sandbox-wrong-key');
		expect(shown).not.toContain(clay.apiKey);
		expect(clay.runs).toEqual([]);
	});

	it('plays faults on each route', async () => {
		for (const route of ['clayMe', 'clayRun', 'clayResults', 'claySearch', 'clayTables'] as const) {
			clay.faults.plan({ route, kind: 'status', status: 429, retryAfter: '1' });
		}
		const statuses = [
			await api.get('/me'),
			await api.post(`/routines/${ROUTINE}/run`, { items: items(1) }),
			await api.get('/routines/run/run_1/results'),
			await api.post('/search/query-mode', { query: 'people' }),
			await api.post('/tables/query', {}),
		].map(({ status }) => status);
		expect(statuses).toEqual([429, 429, 429, 429, 429]);
		expect(clay.runs).toEqual([]);
	});
});

describe('routines', () => {
	const run = async (body: unknown, id = ROUTINE) => await api.post(`/routines/${id}/run`, body);
	const results = async (id: string, params = {}) =>
		await api.get(`/routines/run/${id}/results`, { params });

	it('run until the results have been asked for often enough, and come in pages', async () => {
		clay.settings.failingItems = ({ id }) => id === 'i-1';
		const { status, data } = await run({ items: items(5) });
		const id: string = data.routine_run_id;
		expect([status, data.status]).toEqual([202, 'in_progress']);
		const early = [await results(id), await results(id)];
		expect(early.map((answer) => [answer.status, answer.data])).toEqual([
			[202, { routine_run_id: id, total: 5, finished: 1, status: 'in_progress' }],
			[202, { routine_run_id: id, total: 5, finished: 3, status: 'in_progress' }],
		]);
		const first = await results(id, { limit: 3 });
		expect(first.status).toBe(200);
		expect(first.data).toMatchObject({ total: 5, finished: 5, status: 'complete' });
		expect(first.data.data).toMatchObject([
			{ id: 'i-0', status: 'complete', result: { work_email: 'lead-0@example.test' } },
			{ id: 'i-1', status: 'failed', error: { message: expect.any(String) } },
			{ id: 'i-2', status: 'complete' },
		]);
		const second = await results(id, { limit: 3, cursor: first.data.cursor });
		expect(second.data.data).toMatchObject([{ id: 'i-3' }, { id: 'i-4' }]);
		expect(second.data).not.toHaveProperty('cursor');
		expect(clay.runs).toMatchObject([{ id, routineId: ROUTINE, polls: 3, isComplete: true }]);
		expect((await results(id, { cursor: 'other' })).status).toBe(400);
		expect((await results(id, { limit: 101 })).status).toBe(400);
	});

	it('can say a status word that nobody knows', async () => {
		Object.assign(clay.settings, { firstStatus: 'warming_up', pollsUntilComplete: 2 });
		const id: string = (await run({ items: items(1) })).data.routine_run_id;
		const words: string[] = [];
		while (words.length < 3) words.push((await results(id)).data.status);
		expect(words).toEqual(['warming_up', 'in_progress', 'complete']);
	});

	it.each([
		['no items', { items: [] }],
		['101 items', { items: items(101) }],
		['a long id', { items: [{ id: 'x'.repeat(65), inputs: {} }] }],
		['no inputs', { items: [{ id: 'x' }] }],
		['a key too many', { items: items(1), inputs: {} }],
		['a key too many in an item', { items: [{ id: 'x', inputs: {}, name: 'x' }] }],
		['half a JSON', '{"items":'],
	])('refuses %s', async (_what, body) => {
		const { status, data } = await run(body);
		expect([status, Object.keys(data)]).toEqual([400, ['message']]);
		expect(clay.runs).toEqual([]);
	});

	it('takes 100 items, and knows its own routines, runs and webhooks only', async () => {
		expect((await run({ items: items(100) })).status).toBe(202);
		expect((await run({ items: items(1) }, 'something')).status).toBe(404);
		expect((await run({ items: items(1), webhook_id: 'wh_none' })).status).toBe(404);
		expect((await results('run_none')).status).toBe(404);
		expect(clay.runs).toHaveLength(1);
	});
});

describe('signed webhooks', () => {
	it('sign as the known vector says', () => {
		const body =
			'{"webhookId":"wh_sample1","createdAt":"2026-09-01T10:00:00.000Z","data":{"routine_run_id":"run_sample1"}}';
		expect(claySignature(body, 'whsec_sample_secret')).toBe(
			'sha256=068ec58c541286ae59ac75955dec578a591bce102abc310f8e13e2b361cb196c',
		);
	});

	it('tell about the end of a run, once, and again on demand; and answer a ping', async () => {
		const target = await rawTarget();
		const { id, secret } = clay.createApiWebhook(target.url);
		expect([id, secret]).toEqual([
			expect.stringMatching(/^wh_\w+$/),
			expect.stringMatching(/^whsec_\w+$/),
		]);
		const started = await api.post(`/routines/${ROUTINE}/run`, {
			items: items(2),
			webhook_id: id,
		});
		const runId: string = started.data.routine_run_id;
		await clay.waitForDeliveries(1, WAIT_MS);
		// Complete without having been asked for, and asking tells nobody again.
		expect((await api.get(`/routines/run/${runId}/results`)).status).toBe(200);
		await clay.redeliver(runId);
		await clay.pingApiWebhook(id);
		expect(clay.deliveries).toMatchObject([
			{ webhookId: id, routineRunId: runId, status: 200, body: { n: 1 } },
			{ webhookId: id, routineRunId: runId, status: 200, body: { n: 2 } },
			{ webhookId: id, status: 200, body: { n: 3 } },
		]);
		for (const { headers, bytes } of target.requests) {
			const digest = createHmac('sha256', secret).update(bytes).digest('hex');
			expect(headers['x-clay-signature']).toBe(`sha256=${digest}`);
		}
		const [first, again, ping] = target.requests.map(({ bytes }) => bytes.toString());
		expect(again).toBe(first);
		const createdAt = expect.any(String);
		const data = { routine_run_id: runId };
		expect(JSON.parse(first ?? '')).toEqual({ webhookId: id, createdAt, data });
		expect(JSON.parse(ping ?? '')).toEqual({ webhookId: id, createdAt, data: {} });
		await target.close();
	});
});

describe('searches', () => {
	it('give page after page until there is no more, and use the quota up', async () => {
		Object.assign(clay.settings, { searchHits: 5, searchQuota: 8 });
		const created = await api.post('/search/filters-mode', {
			source_type: 'companies',
			filters: { industries: ['Software'] },
		});
		const path = `/search/filters-mode/${created.data.search_id}/run`;
		const pages = [];
		for (const limit of [2, 2, 2, 2]) pages.push((await api.post(path, { limit })).data);
		expect(pages.map(({ data, has_more: more }) => [data.length, more])).toEqual([
			[2, true],
			[2, true],
			[1, false],
			[0, false],
		]);
		const ids = pages.flatMap(({ data }) =>
			data.map((hit: { clay_company_id: number }) => hit.clay_company_id),
		);
		expect(new Set(ids).size).toBe(5);
		expect(pages[2]?.period_quota).toEqual({
			limit: 8,
			used: 5,
			remaining: 3,
			resets_at: expect.stringMatching(/^\d{4}-\d\d-01T/),
		});
		const query = await api.post('/search/query-mode', { query: 'people in sales' });
		expect(query.data).toEqual({ search_id: expect.any(String), source_type: 'people' });
		const queryPath = `/search/query-mode/${query.data.search_id}/run`;
		const cut = await api.post(queryPath, {});
		expect(cut.data).toMatchObject({ has_more: true, source_type: 'people' });
		expect(cut.data.data).toHaveLength(3);
		expect(cut.data.data[0]).toMatchObject({
			clay_profile_id: expect.any(Number),
			location: { name: expect.any(String), city: null, state_or_province: null },
			matched_experiences: [{ company: expect.any(String), end_date: null }],
		});
		expect((await api.post(queryPath, {})).status).toBe(402);
		expect((await api.post('/search/query-mode', { query: 'people' })).status).toBe(402);
	});

	it('list their filters and take no others', async () => {
		const { data } = await api.get('/search/filters-mode/fields', {
			params: { source_type: 'people' },
		});
		expect(data).toMatchObject({ source_type: 'people', guidance: { behavior: [] } });
		const [{ name }] = data.fields;
		const create = async (body: unknown) => (await api.post('/search/filters-mode', body)).status;
		expect(await create({ source_type: 'people', filters: { [name]: ['x'] } })).toBe(200);
		expect(await create({ source_type: 'people', filters: { none: 1 } })).toBe(400);
		expect(await create({ source_type: 'jobs', filters: {} })).toBe(400);
		expect(await create({ source_type: 'people', filters: {}, limit: 1 })).toBe(400);
		expect(await create({ source_type: 'people' })).toBe(400);
		expect((await api.get('/search/filters-mode/fields')).status).toBe(400);
		expect((await api.post('/search/query-mode', { query: 'count jobs' })).status).toBe(400);
	});

	it('hold the limits of a page, and are found under their own mode', async () => {
		clay.settings.searchPageLimit = 50;
		const created = await api.post('/search/query-mode', { query: 'companies' });
		const { search_id: id } = created.data;
		const run = async (mode: string, limit: number) =>
			(await api.post(`/search/${mode}/${id}/run`, { limit })).status;
		expect(await run('query-mode', 501)).toBe(400);
		expect(await run('query-mode', 51)).toBe(400);
		expect(await run('filters-mode', 51)).toBe(413);
		expect(await run('filters-mode', 50)).toBe(404);
		expect(await run('query-mode', 50)).toBe(200);
	});
});

describe('the table query', () => {
	const query = async (body: Record<string, unknown>, more = {}) =>
		await api.post('/tables/query', {
			query: { tables: [{ id: clay.tableId }], ...body },
			...more,
		});
	type Rows = Array<Record<string, { status: string; value?: unknown }>>;
	const idsOf = (rows: Rows) => rows.map(({ id }) => id?.value);

	it('gives cells with a status, in pages of which each repeats a row of the one before', async () => {
		clay.settings.tableRows = 7;
		const pages: Rows[] = [];
		let cursor: string | undefined;
		do {
			const { data } = await query({}, { limit: 3, ...(cursor && { cursor }) });
			pages.push(data.data);
			cursor = data.cursor;
		} while (cursor);
		expect(pages.map(({ length }) => length)).toEqual([3, 3, 3]);
		const ids = pages.flatMap(idsOf);
		expect(new Set(ids).size).toBe(7);
		expect(pages[1]?.[0]?.id).toEqual(pages[0]?.[2]?.id);
		expect(pages[1]?.[0]).not.toEqual(pages[0]?.[2]);
		for (const cell of pages.flatMap((rows) => rows.flatMap((row) => Object.values(row)))) {
			expect(['success', 'error', 'running', 'empty']).toContain(cell.status);
		}
	});

	it('ends when its pages have room for one row', async () => {
		clay.settings.tableRows = 2;
		const first = await query({}, { limit: 1 });
		const second = await query({}, { limit: 1, cursor: first.data.cursor });
		expect(second.data).not.toHaveProperty('cursor');
		expect(idsOf([...first.data.data, ...second.data.data])).toEqual([
			'r_lead_000001',
			'r_lead_000002',
		]);
	});

	it('selects fields and filters rows', async () => {
		const select = [{ field: 'id' }, { field: 'f_employees', as: 'people' }];
		const filter = {
			and: [
				{ field: 'Employee Count', op: '>', value: 5000 },
				{ not: { field: 'Company', op: 'is_empty' } },
				{
					or: [
						{ field: 'id', op: 'contains', value: 'lead' },
						{ field: 'id', op: '=', value: 1 },
					],
				},
			],
		};
		const { data } = await query({ select, filter });
		const rows: Rows = data.data;
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.length).toBeLessThan(25);
		for (const row of rows) {
			expect(Object.keys(row)).toEqual(['id', 'people']);
			expect(Number(row.people?.value)).toBeGreaterThan(5000);
		}
		expect(data.fields.people).toEqual({
			id: 'f_employees',
			name: 'Employee Count',
			type: 'number',
		});
		const byId = await query({ field_mode: 'ids' }, { limit: 1 });
		expect(Object.keys(byId.data.data[0])).toContain('f_email');
	});

	it('refuses what it does not know', async () => {
		const status = async (body: Record<string, unknown>, more = {}) =>
			(await query(body, more)).status;
		expect(await status({ select: [{ field: 'none' }] })).toBe(422);
		expect(await status({ filter: { field: 'id', op: '>', value: 5 } })).toBe(422);
		expect(await status({ join: [{}] })).toBe(422);
		expect(await status({ tables: [{ id: 't_none' }] })).toBe(404);
		expect(await status({ tables: [] })).toBe(400);
		expect(await status({ where: {} })).toBe(400);
		expect(await status({ filter: { field: 'id', op: 'like', value: 'x' } })).toBe(400);
		expect(await status({}, { limit: 101 })).toBe(400);
		expect(await status({}, { cursor: 'other' })).toBe(400);
		clay.settings.tableQuery = false;
		expect(await status({})).toBe(403);
	});
});

describe('the registration of webhooks', () => {
	const v1 = () =>
		axios.create({
			baseURL: clay.registrationUrl,
			headers: { authorization: `Bearer ${clay.apiKey}` },
			validateStatus: () => true,
		});
	const wanted = { url: 'https://n8n.example.test/w', events: ['x'], table_id: 't_1' };

	it('works as guides say, when told to', async () => {
		const { status, data } = await v1().post('/webhooks', wanted);
		expect([status, data]).toMatchObject([201, { id: expect.any(String), ...wanted }]);
		expect((await v1().get('/webhooks')).data).toEqual({ data: [data] });
		expect((await v1().delete(`/webhooks/${data.id}`)).status).toBe(204);
		expect((await v1().delete(`/webhooks/${data.id}`)).status).toBe(404);
		expect(clay.registrations).toEqual([]);
		expect((await v1().post('/webhooks', { ...wanted, events: [] })).status).toBe(400);
		expect((await v1().post('/webhooks', { ...wanted, url: 'no' })).status).toBe(400);
		const headers = { authorization: clay.apiKey };
		expect((await v1().get('/webhooks', { headers })).status).toBe(401);
	});

	it('is gone otherwise, as in reality', async () => {
		clay.settings.registration = 'gone';
		for (const { status, data } of [
			await v1().post('/webhooks', wanted),
			await v1().get('/webhooks'),
			await v1().delete('/webhooks/1'),
			await v1().get('/tables'),
		]) {
			expect([status, data]).toEqual([404, { message: 'deprecated API endpoint' }]);
		}
		expect(clay.journal.last()?.route).toBe('unknown');
	});
});
