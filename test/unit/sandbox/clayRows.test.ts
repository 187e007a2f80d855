import axios from 'axios';
import { startClay, type ClayService } from '../../../sandbox/vendors';

describe('the table webhook', () => {
	let clay: ClayService;
	beforeEach(async () => {
		clay = await startClay({ settings: { rate: 1000, burst: 1000 } });
	});
	afterEach(() => clay.close());

	const post = async (body: unknown, headers: Record<string, string> = {}, url = clay.webhookUrl) =>
		await axios.post<unknown>(url, body, {
			headers: { 'content-type': 'application/json', ...headers },
			validateStatus: () => true,
		});

	it('takes an object as one row, types kept, and tells nothing about the row', async () => {
		const lead = { email: 'jo@example.test', n: 1.5, ok: true, none: null, nested: { a: [1] } };
		const { status, data } = await post(lead);
		expect([status, data]).toEqual([200, { success: true }]);
		expect(clay.rows).toMatchObject([{ payload: lead, cells: lead, callbacks: [] }]);
		expect(clay.rows[0]?.id).toMatch(/^r_/);
		expect(clay.sources).toMatchObject([{ submissions: 1 }]);
	});

	it('takes a list as one submission and one row', async () => {
		expect((await post([{ n: 1 }, { n: 2 }])).status).toBe(200);
		expect(clay.rows).toMatchObject([{ payload: [{ n: 1 }, { n: 2 }], cells: {} }]);
		expect(clay.sources).toMatchObject([{ submissions: 1 }]);
	});

	it('answers OK as text when told to', async () => {
		clay.settings.answer = 'text';
		const { data, headers } = await post({ n: 1 });
		expect([data, headers['content-type']]).toEqual(['OK', 'text/plain; charset=utf-8']);
	});

	it.each([
		['half a JSON', '{"n":', {}],
		['nothing', '', {}],
		['a text', '"text"', {}],
		['null', 'null', {}],
		['another content type', '{"n":1}', { 'content-type': 'text/plain' }],
		['a form', 'n=1', { 'content-type': 'application/x-www-form-urlencoded' }],
	])('answers 400 to %s', async (_what, body, headers: Record<string, string>) => {
		expect((await post(body, headers)).status).toBe(400);
		expect(clay.rows).toEqual([]);
		expect(clay.sources).toMatchObject([{ submissions: 0 }]);
	});

	it('answers 400 without a content type', async () => {
		const { status } = await fetch(clay.webhookUrl, {
			method: 'POST',
			body: Buffer.from('{"n":1}'),
		});
		expect(status).toBe(400);
	});

	it('measures 102,400 bytes, not characters', async () => {
		const sized = (bytes: number) => `{"t":"${'é'.repeat((bytes - 8) / 2)}"}`;
		expect(Buffer.byteLength(sized(102_400))).toBe(102_400);
		expect((await post(sized(102_400))).status).toBe(200);
		expect((await post(sized(102_402))).status).toBe(400);
		expect((await post(sized(8_000_000))).status).toBe(400);
		expect(clay.rows).toHaveLength(1);
	});

	it('knows its own sources and their tokens, and shows neither', async () => {
		const guarded = clay.addSource({ token: 'sandbox-token' });
		const auth = 'x-clay-webhook-auth';
		const statuses = [
			await post({}, {}, `${clay.webhookUrl}x`),
			await post({}, {}, guarded.url),
			await post({}, { [auth]: 'wrong' }, guarded.url),
			await post({}, { [auth]: 'Bearer sandbox-token' }, guarded.url),
			await post({}, { [auth]: 'sandbox-token' }, guarded.url),
			await post({}),
		].map(({ status }) => status);
		expect(statuses).toEqual([404, 401, 401, 401, 200, 200]);
		expect(clay.journal.entries.map((entry) => entry.credentialsSeen)).toEqual([
			'invalid',
			'none',
			'invalid',
			'invalid',
			'valid',
			'valid',
		]);
		const shown = JSON.stringify(clay.journal.entries);
		for (const secret of ['sandbox-token', guarded.slug, clay.sources[0]?.slug]) {
			expect(shown).not.toContain(secret);
		}
	});

	it('answers 403 once the submissions are used up, by source and for ever', async () => {
		const small = clay.addSource({ limit: 2 });
		const statuses = [];
		for (const n of [1, 2, 3, 4]) statuses.push((await post({ n }, {}, small.url)).status);
		expect(statuses).toEqual([200, 200, 403, 403]);
		expect((await post({ n: 5 })).status).toBe(200);
		expect(small.submissions).toBe(2);
	});

	it('has one bucket for all sources of the workspace', async () => {
		// So slow that no token comes back while the test runs.
		Object.assign(clay.settings, { rate: 1e-6, burst: 3 });
		const other = clay.addSource();
		const answers = [
			await post({ n: 1 }),
			await post({ n: 2 }, {}, other.url),
			await post('broken'),
			await post({ n: 3 }),
			await post({ n: 4 }, {}, other.url),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 429, 429]);
		const [, , , refused] = answers;
		expect(refused?.headers['retry-after']).toBe('1');
		expect(refused?.data).toEqual({
			type: 'TooManyRequests',
			message: expect.any(String),
			details: null,
		});
		// Tokens come back with time.
		clay.settings.rate = 1000;
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect((await post({ n: 5 })).status).toBe(200);
	});

	it('waits for rows, and not for ever', async () => {
		const rows = clay.waitForRows(2, 5000);
		await post({ n: 1 });
		await post({ n: 2 });
		expect((await rows).map(({ cells }) => cells.n)).toEqual([1, 2]);
		await expect(clay.waitForRows(3, 20)).rejects.toThrow('2 of 3 rows came within 20 ms');
	});

	it('plays faults: refused before it reads, or taken and the answer lost', async () => {
		clay.faults.plan(
			{ route: 'clayRow', kind: 'status', status: 503 },
			{ route: 'clayRow', kind: 'reset', when: 'after' },
		);
		expect((await post({ n: 1 })).status).toBe(503);
		await expect(post({ n: 2 })).rejects.toThrow();
		expect(clay.rows.map(({ cells }) => cells.n)).toEqual([2]);
	});
});
