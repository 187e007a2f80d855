import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CLARKY_EVENTS } from '../../sandbox/vendors';
import { FULL_TEMPLATE } from '../../sandbox/vendors/clarky/payload';
import {
	BODY,
	CREDENTIAL,
	METHODS,
	NONE,
	TOKEN,
	items,
	send,
	useClarkyTrigger,
	webhookOf,
} from './clarkyTrigger';
import type { Delivery } from './webhook';
import { deliver } from './webhook';

/** What Clarky Trigger reads of a body, and that each event runs once. */

jest.setTimeout(30_000);

const bench = useClarkyTrigger();
const { serve, sendAll } = bench;

describe('what is read', () => {
	test('values that nobody escaped leave a text, its event, and a warning', async () => {
		const server = await serve({ ...NONE, events: ['escalation.requested'] });
		const webhook = webhookOf(server, { payload: FULL_TEMPLATE, isEscaped: false });
		// Of the people of this seed, some write quotes and line breaks.
		for (let n = 0; n < 12; n++) await bench.clarky.send('escalation.requested', webhook);
		expect(server.executions).toHaveLength(12);
		const broken = items(server).filter(({ raw }) => typeof raw === 'string');
		expect(broken.length).toBeGreaterThan(0);
		for (const item of broken) {
			expect(item).toMatchObject({
				event: 'escalation.requested',
				warnings: [expect.stringContaining('not JSON')],
				data: {},
			});
		}
		for (const { raw } of broken) {
			expect(bench.clarky.journal.map(({ payload }) => payload)).toContain(raw);
		}
	});

	test('variables that were not replaced are named, and are no values', async () => {
		const server = await serve(NONE);
		await send(server, {
			event: 'conversation.started',
			contact: { email: '{{email}}', firstName: '{{ first }}', lastName: 'Holt' },
			text: 'Hi {{firstName}}, {{discount}}',
			note: 'Hi {{discount}}',
		});
		const [item] = items(server);
		expect(item?.contact).toEqual({ lastName: 'Holt' });
		expect(item?.warnings).toEqual([
			expect.stringContaining('contact.email holds {{email}}'),
			expect.stringContaining('contact.firstName holds {{ first }}'),
			expect.stringContaining('text holds Hi {{firstName}}'),
		]);
		expect(item?.raw).toMatchObject({ contact: { email: '{{email}}' } });
	});

	test('values that are missing in Clarky are missing in the item, said or not', async () => {
		for (const missing of ['empty', 'literal'] as const) {
			const server = await serve(NONE);
			const webhook = webhookOf(server, { payload: FULL_TEMPLATE, missing });
			for (let n = 0; n < 8; n++) await bench.clarky.send('contact.created', webhook);
			const without = items(server).filter(({ contact }) => !('phoneNumber' in Object(contact)));
			expect(without.length).toBeGreaterThan(0);
			for (const { warnings } of without) {
				expect(warnings).toEqual(
					missing === 'empty'
						? undefined
						: [expect.stringContaining('contact.phoneNumber holds {{phoneNumber}}')],
				);
			}
		}
	});

	const odd: Array<[string, Delivery, unknown]> = [
		['no body', { body: '' }, ''],
		['text', { body: 'hello', headers: [['Content-Type', 'text/plain']] }, 'hello'],
		['a list', { body: '[1,2]' }, [1, 2]],
		['a single value', { body: '"hello"' }, 'hello'],
		['null', { body: 'null' }, null],
		['no type', { body: '{"a":1}', headers: [['Content-Type', '']] }, { a: 1 }],
	];
	test.each(odd)('%s passes as any other event, whole under raw', async (_, delivery, raw) => {
		const server = await serve({ ...NONE, events: ['anyOther'] });
		expect((await deliver(server, delivery)).status).toBe(200);
		expect(items(server)).toMatchObject([{ event: null, raw }]);
	});

	test('an event in the URL is that of a payload without one', async () => {
		const server = await serve({ ...NONE, events: ['escalation.requested'] });
		await send(server, { text: 'Help!' }, { path: '/?event=escalation.requested' });
		await send(server, { event: 'contact.created' }, { path: '/?event=escalation.requested' });
		expect(items(server)).toMatchObject([
			{ event: 'escalation.requested', raw: { text: 'Help!' } },
		]);
	});

	test('what is too large or too deep is refused, and keys that change prototypes are left out', async () => {
		const server = await serve({ ...NONE, triggerOptions: { maxBodySize: 0.01 } });
		expect((await send(server, 'x'.repeat(20_000))).status).toBe(413);
		expect((await send(server, `{"a":${'['.repeat(200)}${']'.repeat(200)}}`)).status).toBe(400);
		await send(server, '{"event":"contact.created","__proto__":{"isAdmin":true}}');
		expect(JSON.stringify(items(server)[0]?.raw)).toBe('{"event":"contact.created"}');
		await send(server, '', { method: 'POST', path: '/?__proto__=1&a=2' });
		expect(items(server)[1]?.raw).toBe('');
	});

	test('the item has no header and no token in it', async () => {
		const server = await serve({}, CREDENTIAL);
		await bench.clarky.send('message.sent', webhookOf(server, { token: TOKEN }));
		expect(JSON.stringify(server.executions)).not.toContain(TOKEN);
		expect(server.executions[0]?.[0]?.[0]?.pairedItem).toEqual({ item: 0 });
		expect(items(server)[0]).toMatchObject({ message: { direction: 'outbound' } });
	});
});

describe('once, and not twice', () => {
	test('of 50 copies at once exactly one runs', async () => {
		const server = await serve(NONE);
		const { outcomes } = await bench.clarky.send(
			'booking.created',
			webhookOf(server, { duplicates: 49 }),
		);
		expect(server.executions).toHaveLength(1);
		const answers = outcomes.map(({ body }) => Object(body));
		expect(answers.filter(({ duplicate }) => duplicate === true)).toHaveLength(49);
		expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
	});

	test('messages of one conversation at one time are two when no message ID tells them apart', async () => {
		const server = await serve(NONE);
		const message = (text: string, id?: string) => ({
			event: 'message.sent',
			timestamp: '2026-09-01T10:00:00Z',
			conversationId: 'conv_1',
			message: { text, ...(id && { id }) },
		});
		for (const body of [message('a'), message('b'), message('a')]) await send(server, body);
		expect(server.executions).toHaveLength(2);
		for (const body of [message('a', 'm1'), message('b', 'm1')]) await send(server, body);
		expect(server.executions).toHaveLength(3);
	});

	test('not when there is no time: a template may say the same of everybody', async () => {
		const body = { text: 'Somebody wants to speak to a human' };
		const automatic = await serve(NONE);
		const content = await serve({ ...NONE, triggerOptions: { tellDuplicatesBy: 'content' } });
		for (const server of [automatic, content]) {
			await send(server, body);
			await send(server, body);
		}
		expect([automatic, content].map(({ executions }) => executions.length)).toEqual([2, 1]);
		expect(new Set(items(automatic).map(({ id }) => id)).size).toBe(2);
		expect(automatic.saves).toBe(0);
	});

	test('of many events in many shapes none is lost and none runs twice', async () => {
		const server = await serve({ httpMethods: [...METHODS] }, CREDENTIAL);
		const payloads = ['flat', 'nested', FULL_TEMPLATE];
		const sent = await Promise.all(
			Array.from({ length: 96 }, async (_, n) => {
				const event = CLARKY_EVENTS[n % CLARKY_EVENTS.length] ?? 'contact.created';
				const webhook = {
					method: METHODS[n % METHODS.length],
					payload: payloads[n % payloads.length],
					token: TOKEN,
					hasBody: n % 2 === 0,
					duplicates: n % 4,
				};
				return await bench.clarky.send(event, webhookOf(server, webhook));
			}),
		);
		const answers = sent.flatMap(({ outcomes }) => outcomes);
		expect(answers.length).toBeGreaterThan(sent.length);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
		const times = items(server).map(({ timestamp }) => timestamp);
		expect(times.sort()).toEqual(sent.map(({ occurrence }) => occurrence.timestamp).sort());
	}, 60_000);

	test('by content alone when the user wants it', async () => {
		const event = (attempt: number) => ({
			event: 'contact.updated',
			timestamp: '2026-09-01T10:00:00Z',
			contact: { id: 'ct_1' },
			attempt,
		});
		const automatic = await serve(NONE);
		const content = await serve({ ...NONE, triggerOptions: { tellDuplicatesBy: 'content' } });
		for (const server of [automatic, content]) {
			await send(server, event(1));
			await send(server, event(2));
		}
		expect([automatic, content].map(({ executions }) => executions.length)).toEqual([1, 2]);
	});

	test('known after a restart, and not after an answer of 5xx', async () => {
		const before = await serve(NONE);
		before.isFailing = true;
		expect((await send(before, BODY)).status).toBe(500);
		before.isFailing = false;
		expect((await send(before, BODY)).json).toMatchObject({ duplicate: false });
		await jest.isolateModulesAsync(async () => {
			const fresh = await import('../../nodes/Clarky/ClarkyTrigger.node');
			const node = new fresh.ClarkyTrigger();
			const restarted = await serve(NONE, undefined, { node, row: before.row });
			expect((await send(restarted, BODY)).json).toMatchObject({ duplicate: true });
			expect(restarted.executions).toEqual([]);
		});
	});

	test('neither skipped nor remembered in test runs, or when the user does not want it', async () => {
		const listening = await serve(NONE, undefined, { mode: 'manual' });
		const all = await serve({ ...NONE, skipDuplicates: false });
		for (const server of [listening, all, listening, all]) await send(server, BODY);
		expect([listening, all].map(({ executions }) => executions.length)).toEqual([2, 2]);
		expect(all.saves).toBe(0);
	});
});

test('the schema tells of everything that an item has', async () => {
	const schema: unknown = JSON.parse(
		readFileSync(join(__dirname, '../../nodes/Clarky/__schema__/v1.0.0.json'), 'utf8'),
	);
	const server = await serve(NONE);
	await sendAll(server, {});
	await send(server, { event: 'x', email: '{{email}}' });
	/** Paths that an item has, and the schema does not. What may be anything has no properties there. */
	const missing = (value: unknown, shape: unknown, path: string): string[] => {
		const { properties } = Object(shape);
		if (typeof value !== 'object' || value === null || properties === undefined) return [];
		return Object.entries(value).flatMap(([key, inner]) =>
			key in properties ? missing(inner, properties[key], `${path}.${key}`) : [`${path}.${key}`],
		);
	};
	expect(items(server).flatMap((item) => missing(item, schema, ''))).toEqual([]);
	expect(items(server).at(-1)).toHaveProperty('warnings');
});
