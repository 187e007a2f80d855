import axios from 'axios';
import { startClay, type ClayService, type ColumnSettings } from '../../../sandbox/vendors';
import { rawTarget, type RawTarget } from './support/rawTarget';

const WAIT_MS = 10_000;

describe('the HTTP API column', () => {
	let clay: ClayService;
	let target: RawTarget;
	const setUp = async (column: Partial<ColumnSettings> = {}, statuses: number[] = []) => {
		clay = await startClay({ settings: { rate: 1000, burst: 1000 } });
		target = await rawTarget(...statuses);
		clay.setColumn({ delayMs: 5, ...column });
	};
	afterEach(async () => {
		await Promise.all([clay.close(), target.close()]);
	});

	const send = async (fields: Record<string, unknown> = {}) => {
		const row = { correlation_id: 'c-1', callback_url: target.url, email: 'jo@example.test' };
		await axios.post(clay.webhookUrl, { ...row, ...fields });
	};
	const bodies = () =>
		target.requests.map(({ bytes }) => {
			const body: Record<string, Record<string, unknown>> = JSON.parse(bytes.toString());
			return body;
		});

	it('calls the address in the row back, with its headers and the enriched row', async () => {
		await setUp({ headers: { 'X-Sandbox-Secret': 'static' } });
		await send({ first_name: 'Jo' });
		const [callback] = await clay.waitForCallbacks(1, WAIT_MS);
		const [row] = clay.rows;
		expect(callback).toMatchObject({ rowId: row?.id, attempt: 1, status: 200, body: { n: 1 } });
		expect(row?.callbacks).toEqual([callback]);
		expect(target.requests[0]?.headers).toMatchObject({
			'content-type': 'application/json',
			'x-sandbox-secret': 'static',
		});
		expect(bodies()).toEqual([
			{
				event: 'enrichment.completed',
				correlation_id: 'c-1',
				table: 'Inbound leads',
				row_id: row?.id,
				timestamp: row?.enrichedAt,
				data: row?.enriched,
			},
		]);
		expect(row?.enriched).toMatchObject({
			email: 'jo@example.test',
			work_email: 'jo@example.test',
			first_name: 'Jo',
			icp_score: expect.any(Number),
			employee_count: expect.any(Number),
			company_name: expect.any(String),
			job_title: expect.any(String),
		});
		expect(row?.enriched).not.toHaveProperty('callback_url');
	});

	it('enriches the same lead the same way, whatever its correlation id', async () => {
		await setUp();
		await send();
		await send({ correlation_id: 'c-2' });
		await send({ email: 'al@example.test' });
		await clay.waitForCallbacks(3, WAIT_MS);
		const [one, two, three] = clay.rows.map(({ enriched }) => enriched);
		expect(one).toEqual(two);
		expect(one?.linkedin_url).not.toEqual(three?.linkedin_url);
	});

	it('lets a row bring its own score', async () => {
		await setUp();
		await send({ icp_score: 91 });
		await clay.waitForCallbacks(1, WAIT_MS);
		expect(bodies()).toMatchObject([{ data: { icp_score: 91 } }]);
	});

	it('tells about rows that cannot be enriched', async () => {
		await setUp({ failing: ({ cells }) => Number(cells.attempt) < 2 });
		await send({ attempt: 1 });
		await clay.waitForCallbacks(1, WAIT_MS);
		await send({ attempt: 2 });
		await clay.waitForCallbacks(2, WAIT_MS);
		expect(bodies()).toMatchObject([
			{
				event: 'enrichment.failed',
				correlation_id: 'c-1',
				row_id: clay.rows[0]?.id,
				error: { code: expect.any(String), message: expect.any(String) },
			},
			{ event: 'enrichment.completed' },
		]);
		expect(bodies()[0]?.data).toEqual({ email: 'jo@example.test', attempt: 1 });
	});

	it('fails a seeded share of the rows', async () => {
		await setUp({ failing: 0.4, url: () => undefined });
		const emails = Array.from({ length: 50 }, (_none, n) => `lead-${n}@example.test`);
		await Promise.all(emails.map(async (email) => await send({ email })));
		await clay.waitForRows(50, WAIT_MS);
		const outcomes = async () => {
			while (clay.rows.some(({ enrichedAt }) => enrichedAt === undefined)) {
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			const failed = clay.rows.filter(({ failure }) => failure).map(({ cells }) => cells.email);
			return failed.sort();
		};
		const failed = await outcomes();
		expect(failed.length).toBeGreaterThan(5);
		expect(failed.length).toBeLessThan(45);
		await Promise.all([clay.close(), target.close()]);
		await setUp({ failing: 0.4, url: () => undefined });
		await Promise.all(emails.map(async (email) => await send({ email })));
		expect(await outcomes()).toEqual(failed);
	});

	it.each([408, 413, 429, 0])('repeats once and at once after %s', async (status) => {
		await setUp({}, [status, status]);
		await send();
		const callbacks = await clay.waitForCallbacks(2, WAIT_MS);
		expect(callbacks.map(({ attempt }) => attempt)).toEqual([1, 2]);
		expect(callbacks[0]).toMatchObject(
			status === 0 ? { status: null, networkCode: 'ECONNRESET' } : { status, body: { n: 1 } },
		);
		const [first, second] = target.requests.map(({ bytes }) => bytes);
		expect(first).toEqual(second);
		// A third request would have come before the answer to another row.
		await send();
		await clay.waitForCallbacks(3, WAIT_MS);
		expect(target.requests).toHaveLength(3);
	});

	it.each([302, 400, 401, 500, 503])('repeats nothing after %s', async (status) => {
		await setUp({}, [status]);
		await send();
		await clay.waitForCallbacks(1, WAIT_MS);
		await send();
		await clay.waitForCallbacks(2, WAIT_MS);
		expect(clay.callbacks.map((callback) => callback.status)).toEqual([status, 200]);
	});

	it('says that nobody is there', async () => {
		await setUp();
		await target.close();
		await send();
		const callbacks = await clay.waitForCallbacks(2, WAIT_MS);
		expect(callbacks).toMatchObject([
			{ attempt: 1, status: null, networkCode: 'ECONNREFUSED' },
			{ attempt: 2, status: null, networkCode: 'ECONNREFUSED' },
		]);
	});

	it('sends the same bytes several times', async () => {
		await setUp({ duplicates: 4 });
		await send();
		await clay.waitForCallbacks(5, WAIT_MS);
		expect(new Set(target.requests.map(({ bytes }) => bytes.toString())).size).toBe(1);
		expect(target.requests).toHaveLength(5);
	});

	it('delivers the last one first when told to', async () => {
		// Long enough for all three to be under way together.
		await setUp({ delayMs: 500, order: 'reversed' });
		for (const id of ['c-1', 'c-2', 'c-3']) await send({ correlation_id: id });
		await clay.waitForCallbacks(3, WAIT_MS);
		expect(bodies()[0]).toMatchObject({ correlation_id: 'c-3' });
		expect(bodies()[2]).toMatchObject({ correlation_id: 'c-1' });
	});

	it('runs a row again: the same bytes, or new ones when something has changed', async () => {
		await setUp();
		await send({ icp_score: 10 });
		await clay.waitForCallbacks(1, WAIT_MS);
		const id = clay.rows[0]?.id ?? '';
		clay.rerun(id);
		await clay.waitForCallbacks(2, WAIT_MS);
		clay.rerun(id, { icp_score: 88 });
		await clay.waitForCallbacks(3, WAIT_MS);
		clay.rerun(id);
		await clay.waitForCallbacks(4, WAIT_MS);
		const [first, second, third, fourth] = target.requests.map(({ bytes }) => bytes.toString());
		expect(second).toBe(first);
		expect(fourth).toBe(third);
		const [one, , three] = bodies();
		expect(three).toMatchObject({ row_id: id, data: { ...one?.data, icp_score: 88 } });
		expect(three?.timestamp).not.toBe(one?.timestamp);
		expect(() => clay.rerun('r_none')).toThrow('There is no row r_none');
	});

	it('sends what it is told to, and only for the rows it is told to', async () => {
		await setUp({
			url: () => `${target.url}?fixed`,
			only: ({ cells }) => cells.go === true,
			body: ({ cells }, { icp_score: score }) => (cells.raw ? '{{Work Email}}' : { score }),
		});
		await send({ go: false });
		await send({ go: true, icp_score: 5 });
		await clay.waitForCallbacks(1, WAIT_MS);
		await send({ go: true, raw: true });
		await clay.waitForCallbacks(2, WAIT_MS);
		expect(target.requests.map(({ bytes }) => bytes.toString())).toEqual([
			'{"score":5}',
			'{{Work Email}}',
		]);
	});

	it('calls nobody without an address, or without a column', async () => {
		await setUp();
		await send({ callback_url: '' });
		clay.setColumn();
		expect(clay.column).toBeUndefined();
		await send();
		clay.setColumn({ delayMs: 5 });
		await send();
		await clay.waitForCallbacks(1, WAIT_MS);
		expect(clay.rows.map(({ callbacks }) => callbacks.length)).toEqual([0, 0, 1]);
	});

	it('ends what is under way when it is closed', async () => {
		await setUp({ delayMs: 300 });
		await send();
		await clay.close();
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(target.requests).toEqual([]);
	});
});
