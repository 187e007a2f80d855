import { BODY, NONE, ROW, items, useClayTrigger } from './clayTrigger';
import type { WebhookServer } from './webhook';
import { deliver } from './webhook';

/** What Clay is answered, and that each event runs once. */

jest.setTimeout(30_000);

const { serve, anotherProcess } = useClayTrigger();

describe('the answer', () => {
	test('comes from the last node when the user wants it, but not for what is not run', async () => {
		const server = await serve({ ...NONE, respond: 'lastNode' });
		expect((await deliver(server, { body: BODY })).json).toMatchObject({ data: ROW });
		expect((await deliver(server, { body: BODY })).json).toEqual({
			received: true,
			correlationId: 'n8n-7f3a',
			duplicate: true,
		});
	});

	test.each(['onReceived', 'lastNode'])(
		'of 5xx leaves the event to come again (%s)',
		async (respond) => {
			const server = await serve({ ...NONE, respond });
			server.isFailing = true;
			expect((await deliver(server, { body: BODY })).status).toBe(500);
			server.isFailing = false;
			expect((await deliver(server, { body: BODY })).status).toBe(200);
			expect(server.executions).toHaveLength(1);
			expect((await deliver(server, { body: BODY })).json).toMatchObject({ duplicate: true });
		},
	);

	test('of 5xx leaves the event to come again elsewhere and after a restart, once it is stored', async () => {
		const parameters = { ...NONE, respond: 'lastNode' };
		const send = async (server: WebhookServer, id: number) =>
			Object((await deliver(server, { body: JSON.stringify({ correlation_id: id }) })).json)
				.duplicate;
		const one = await serve(parameters);
		const other = await anotherProcess(parameters, one);
		one.isFailing = true;
		expect((await deliver(one, { body: '{"correlation_id":1}' })).status).toBe(500);
		one.isFailing = false;
		// The other process has read the event as taken, and writes it again.
		await send(other, 2);
		expect(await send(other, 1)).toBe(true);
		await send(one, 3);
		expect(await send(other, 1)).toBeUndefined();
		expect(await send(one, 1)).toBe(true);
		expect(await send(await anotherProcess(parameters, one), 1)).toBe(true);
		expect([one, other].map(({ executions }) => executions.length)).toEqual([1, 2]);
	});

	test('of 5xx leaves the event to come again in this process, whatever another has stored', async () => {
		const parameters = { ...NONE, respond: 'lastNode' };
		const one = await serve(parameters);
		const other = await anotherProcess(parameters, one);
		one.isFailing = true;
		expect((await deliver(one, { body: BODY })).status).toBe(500);
		one.isFailing = false;
		await deliver(other, { body: '{"correlation_id":2}' });
		expect((await deliver(one, { body: BODY })).json).toMatchObject({ data: ROW });
	});

	test("of a 'Respond to Webhook' node is not held up by the memory, which a copy stores", async () => {
		const server = await serve({ ...NONE, respond: 'responseNode' });
		for (const id of [1, 2])
			await deliver(server, { body: JSON.stringify({ correlation_id: id }) });
		expect([server.executions.length, server.saves]).toEqual([2, 0]);
		const copy = await deliver(server, { body: '{"correlation_id":1}' });
		expect(copy.json).toMatchObject({ duplicate: true });
		expect([server.executions.length, server.saves]).toEqual([2, 1]);
		const restarted = await anotherProcess({ ...NONE, respond: 'responseNode' }, server);
		expect((await deliver(restarted, { body: '{"correlation_id":2}' })).json).toMatchObject({
			duplicate: true,
		});
	});

	test('at the end of a workflow stores what has come in since it began', async () => {
		const parameters = { ...NONE, respond: 'lastNode' };
		const server = await serve(parameters);
		let end = () => {};
		const ended = new Promise<void>((resolve) => (end = resolve));
		const begun = new Promise<void>((resolve) => {
			server.beforeEnd = async () => {
				resolve();
				await ended;
			};
		});
		const slow = deliver(server, { body: '{"correlation_id":1}' });
		await begun;
		server.beforeEnd = undefined;
		await deliver(server, { body: '{"correlation_id":2}' });
		end();
		await slow;
		const restarted = await anotherProcess(parameters, server);
		for (const body of ['{"correlation_id":1}', '{"correlation_id":2}']) {
			expect((await deliver(restarted, { body })).json).toMatchObject({ duplicate: true });
		}
	});
});

describe('duplicates', () => {
	const lead = (id: number, more: object = {}) =>
		JSON.stringify({ correlation_id: `n8n-${id}`, ...more });
	const isDuplicate = async (server: WebhookServer, body: string) =>
		(await deliver(server, { body })).json;

	test('of 50 copies at once exactly one runs', async () => {
		const server = await serve(NONE);
		const answers = await Promise.all(
			Array.from({ length: 50 }, async () => await deliver(server, { body: BODY })),
		);
		expect(server.executions).toHaveLength(1);
		expect(answers.filter(({ json }) => Object(json).duplicate === true)).toHaveLength(49);
		expect(answers.every(({ status }) => status === 200)).toBe(true);
	});

	test('have one ID; the same row with another result is a new event', async () => {
		const server = await serve({ ...NONE, skipDuplicates: false });
		for (const body of [
			lead(1, { a: 1, b: 2 }),
			lead(1, { b: 2, a: 1 }),
			lead(1, { a: 1, b: 3 }),
		]) {
			await deliver(server, { body });
		}
		const [first, again, other] = items(server).map(({ id }) => id);
		expect(first).toBe(again);
		expect(other).not.toBe(first);
	});

	test('are known by row ID and time, or by content when the time is that of the row', async () => {
		const row = (score: number) => JSON.stringify({ row_id: 'r1', timestamp: '2026-09-01', score });
		const byTime = await serve(NONE);
		await deliver(byTime, { body: row(1) });
		expect(await isDuplicate(byTime, row(2))).toMatchObject({ duplicate: true });
		const byContent = await serve({ ...NONE, triggerOptions: { tellDuplicatesBy: 'content' } });
		await deliver(byContent, { body: row(1) });
		expect(await isDuplicate(byContent, row(2))).toMatchObject({ duplicate: false });
	});

	test('are known after a restart', async () => {
		const before = await serve(NONE);
		await deliver(before, { body: BODY });
		const row = before.row;
		let restarted: WebhookServer | undefined;
		await jest.isolateModulesAsync(async () => {
			const fresh = await import('../../nodes/Clay/ClayTrigger.node');
			restarted = await serve(NONE, undefined, { node: new fresh.ClayTrigger(), row });
		});
		if (!restarted) throw new Error('Nothing was restarted');
		expect(await isDuplicate(restarted, BODY)).toMatchObject({ duplicate: true });
		expect(await isDuplicate(restarted, lead(2))).toMatchObject({ duplicate: false });
		expect(restarted.executions).toHaveLength(1);
	});

	test('of a burst are all stored when it is over, with fewer writes than events', async () => {
		const server = await serve(NONE);
		const bodies = Array.from({ length: 200 }, (_, index) => lead(index));
		await Promise.all(bodies.map(async (body) => await deliver(server, { body })));
		expect(server.executions).toHaveLength(200);
		expect(server.saves).toBeLessThan(200);
		const row = server.row;
		await jest.isolateModulesAsync(async () => {
			const fresh = await import('../../nodes/Clay/ClayTrigger.node');
			const restarted = await serve(NONE, undefined, { node: new fresh.ClayTrigger(), row });
			for (const body of bodies) await deliver(restarted, { body });
			expect(restarted.executions).toEqual([]);
		});
	});

	test('that another process has let in are known when its memory is read', async () => {
		const one = await serve(NONE);
		await deliver(one, { body: lead(1) });
		await jest.isolateModulesAsync(async () => {
			const fresh = await import('../../nodes/Clay/ClayTrigger.node');
			const other = await serve(NONE, undefined, { node: new fresh.ClayTrigger(), row: one.row });
			await deliver(other, { body: lead(2) });
			expect(await isDuplicate(one, lead(2))).toMatchObject({ duplicate: true });
			await deliver(one, { body: lead(3) });
			expect(await isDuplicate(other, lead(3))).toMatchObject({ duplicate: true });
			expect(await isDuplicate(other, lead(1))).toMatchObject({ duplicate: true });
		});
	});

	test('are neither skipped nor remembered in test runs', async () => {
		const live = await serve(NONE);
		const listening = await serve(NONE, undefined, { mode: 'manual', row: live.row });
		await deliver(listening, { body: BODY });
		await deliver(listening, { body: BODY });
		expect(listening.executions).toHaveLength(2);
		expect(live.row.staticData).toBe('{}');
		expect(await isDuplicate(live, BODY)).toMatchObject({ duplicate: false });
	});

	test('run when they are not to be skipped', async () => {
		const server = await serve({ ...NONE, skipDuplicates: false });
		await deliver(server, { body: BODY });
		expect(await isDuplicate(server, BODY)).toMatchObject({ duplicate: false });
		expect(server.saves).toBe(0);
	});

	test('a memory that something else has written over is no obstacle', async () => {
		const server = await serve(NONE);
		server.row.staticData = '{"global":{"revopsEvents":{"x":7}},"node:Clay Trigger":{}}';
		expect(await isDuplicate(server, BODY)).toMatchObject({ duplicate: false });
		expect(await isDuplicate(server, BODY)).toMatchObject({ duplicate: true });
	});
});
