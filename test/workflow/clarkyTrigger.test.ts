import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { ClarkyTrigger } from '../../nodes/Clarky/ClarkyTrigger.node';
import { PAYLOAD_TEMPLATE } from '../../nodes/Clarky/trigger/description/setup';
import { EVENTS } from '../../nodes/Clarky/trigger/event/eventNames';
import type { ClarkyService, ClarkyWebhook } from '../../sandbox/vendors';
import { CLARKY_EVENTS, startClarky } from '../../sandbox/vendors';
import type { Delivery, WebhookOptions, WebhookServer } from './webhook';
import { deliver, outputNames, serveWebhook } from './webhook';

const TOKEN = 'clarky-token-0123456789';
const NEW_TOKEN = 'rotated-token-9876543210';
const CREDENTIAL = { token: TOKEN, secondToken: '' };
const NONE = { authentication: 'none' };
const METHODS = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const;
const TEMPLATE = PAYLOAD_TEMPLATE.join('\n');
const BODY = JSON.stringify({
	event: 'conversation.started',
	timestamp: '2026-09-01T10:00:00Z',
	conversationId: 'conv_1',
});

let clarky: ClarkyService;
const servers: WebhookServer[] = [];

beforeEach(async () => {
	clarky = await startClarky({ seed: 5 });
});
afterEach(async () => {
	await clarky.close();
	const open = servers.splice(0);
	await Promise.all(open.map(async (server) => await server.close()));
	expect(open.flatMap((server) => server.thrown)).toEqual([]);
});

async function serve(
	parameters: INodeParameters = {},
	credential?: ICredentialDataDecryptedObject,
	more: Partial<WebhookOptions> = {},
): Promise<WebhookServer> {
	const server = await serveWebhook({
		node: new ClarkyTrigger(),
		parameters,
		...(credential && { credentials: { clarkyWebhookApi: credential } }),
		...more,
	});
	servers.push(server);
	return server;
}

function items({ executions }: WebhookServer): IDataObject[] {
	return executions.map((outputs) => outputs.flat()[0]?.json ?? {});
}

function webhookOf({ port }: WebhookServer, more: Partial<ClarkyWebhook> = {}): ClarkyWebhook {
	return { url: `http://127.0.0.1:${port}/webhook`, ...more };
}

/** Sends each event at once, and gives out with each the one item that has come of it. */
async function sendAll(server: WebhookServer, more: Partial<ClarkyWebhook>) {
	const webhook = webhookOf(server, more);
	const sent = await Promise.all(
		CLARKY_EVENTS.map(async (event) => await clarky.send(event, webhook)),
	);
	expect(sent.flatMap(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual(
		sent.flatMap(({ outcomes }) => outcomes.map(() => 200)),
	);
	expect(server.executions).toHaveLength(CLARKY_EVENTS.length);
	return sent.map(({ occurrence }) => ({
		occurrence,
		item: items(server).find(({ timestamp }) => timestamp === occurrence.timestamp),
	}));
}

async function send(server: WebhookServer, body: object | string, more: Delivery = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return await deliver(server, { body: text, ...more });
}

describe('each of the 16 events', () => {
	test('is known to the node as to the sandbox', () => {
		expect(EVENTS.map(({ id }) => id)).toEqual(CLARKY_EVENTS);
	});

	const forms = [
		['flat', 'flat'],
		['nested', 'nested'],
		['the template of the panel', TEMPLATE],
	] as const;
	const cases = METHODS.flatMap((method) =>
		forms.map(([name, payload]) => [method, name, payload] as const),
	);
	test.each(cases)('by %s, %s, arrives once with its fields', async (method, _, payload) => {
		const server = await serve({ httpMethods: [...METHODS] }, CREDENTIAL);
		const isTemplate = payload === TEMPLATE;
		const webhook = { method, payload, token: TOKEN, hasBody: true, duplicates: 1 };
		for (const { occurrence, item } of await sendAll(server, webhook)) {
			const { event, agent, conversation, contact, message, booking, sentiment } = occurrence;
			const { phoneNumber, id, ...person } = contact;
			expect(item).toMatchObject({
				event,
				label: EVENTS.find((one) => one.id === event)?.label,
				agent,
				conversation,
				contact: {
					...person,
					...(phoneNumber !== '' && { phoneNumber }),
					...(!isTemplate && { id }),
				},
				sentiment,
				...(booking && !isTemplate && { booking }),
				...(message && !isTemplate && { message }),
			});
			expect(item).not.toHaveProperty('warnings');
		}
	});

	test.each(['GET', 'DELETE'] as const)('by %s without a body, from the query', async (method) => {
		const server = await serve({ httpMethods: ['GET', 'DELETE'] }, CREDENTIAL);
		for (const sent of await sendAll(server, { method, token: TOKEN, duplicates: 1 })) {
			const { event, agent, contact, booking, message, sentiment } = sent.occurrence;
			expect(sent.item).toMatchObject({
				event,
				agent,
				sentiment,
				contact: { email: contact.email, id: contact.id },
				...(booking && { booking }),
				...(message && { message }),
			});
		}
	});

	test('only by the methods that are chosen', async () => {
		const server = await serve(NONE);
		const status = async (method: string) => (await send(server, BODY, { method })).status;
		expect(await status('POST')).toBe(200);
		for (const method of METHODS.filter((one) => one !== 'POST')) {
			expect(await status(method)).toBe(404);
		}
	});
});

describe('who is let in', () => {
	const authorized = (value: string): Delivery => ({ headers: [['Authorization', value]] });

	test.each([
		['no header', {}],
		['an empty header', authorized(' ')],
		['another token of the same length', authorized(`Bearer ${TOKEN.replace('0', '9')}`)],
		['the token without its scheme', authorized(TOKEN)],
		['another scheme', authorized(`Basic ${TOKEN}`)],
		['a part of the token', authorized(`Bearer ${TOKEN.slice(0, -1)}`)],
		['more than the token', authorized(`Bearer ${TOKEN}0`)],
		['the scheme alone', authorized('Bearer ')],
		[
			'the header twice',
			{
				headers: [
					['Authorization', `Bearer ${TOKEN}`],
					['authorization', `Bearer ${TOKEN}`],
				],
			},
		],
		['the token in the query', { path: `/?token=${TOKEN}&authorization=Bearer%20${TOKEN}` }],
	] satisfies Array<[string, Delivery]>)('not with %s', async (_, delivery) => {
		const server = await serve({}, CREDENTIAL);
		const answer = await send(server, BODY, delivery);
		expect(answer).toMatchObject({ status: 401 });
		expect(answer.json).toEqual({ received: false, reason: 'unauthorized' });
		expect(server.executions).toEqual([]);
		expect(server.saves).toBe(0);
		expect(server.log).toHaveLength(1);
		expect(server.log.join()).not.toContain(TOKEN);
	});

	test('by the old and the new token while both are live, and by one afterwards', async () => {
		const both = await serve({}, { token: TOKEN, secondToken: NEW_TOKEN });
		const status = async (server: WebhookServer, token: string) =>
			(await send(server, BODY, authorized(`Bearer ${token}`))).status;
		expect(await status(both, TOKEN)).toBe(200);
		expect(await status(both, NEW_TOKEN)).toBe(200);
		const after = await serve({}, { token: NEW_TOKEN, secondToken: '' });
		expect(await status(after, TOKEN)).toBe(401);
		expect(await status(after, NEW_TOKEN)).toBe(200);
	});

	test('with a token that was pasted into the credential with its scheme', async () => {
		const server = await serve({}, { token: ` Bearer ${TOKEN}\n` });
		expect((await send(server, BODY, authorized(`Bearer ${TOKEN}`))).status).toBe(200);
	});

	test('nobody without a token, without a credential, or by a choice that is not there', async () => {
		const empty = await serve({}, { token: '  ', secondToken: '' });
		expect((await send(empty, BODY, authorized('Bearer '))).status).toBe(401);
		expect(empty.log[0]).toContain("Put one into 'Bearer Token'");
		const none = await serve({});
		expect((await send(none, BODY, authorized(`Bearer ${TOKEN}`))).status).toBe(401);
		const odd = await serve({ authentication: 'basic' }, CREDENTIAL);
		expect((await send(odd, BODY, authorized(`Bearer ${TOKEN}`))).status).toBe(401);
		const unreadable = await serve({}, undefined, { credentials: { clarkyWebhookApi: undefined } });
		expect((await send(unreadable, BODY, authorized(`Bearer ${TOKEN}`))).status).toBe(503);
		expect([empty, none, odd, unreadable].flatMap(({ executions }) => executions)).toEqual([]);
	});

	test('everybody when None was chosen', async () => {
		const server = await serve(NONE);
		expect((await send(server, BODY)).status).toBe(200);
	});
});

describe('what starts the workflow', () => {
	test('what is chosen, whatever the spelling; the rest is answered with success', async () => {
		const server = await serve({ ...NONE, events: ['booking.no_show', 'booking.cancelled'] });
		const names = ['booking.noshow', 'BookingNoShow', 'BOOKING_CANCELED', 'Booking No Show'];
		for (const [at, event] of names.entries()) await send(server, { event, at });
		expect(items(server).map(({ event }) => event)).toEqual([
			'booking.no_show',
			'booking.no_show',
			'booking.cancelled',
			'booking.no_show',
		]);
		expect((await send(server, { event: 'booking.created' })).json).toMatchObject({
			received: true,
			event: 'booking.created',
			ignored: true,
		});
		expect(server.log).toEqual([]);
		expect(server.executions).toHaveLength(names.length);
	});

	test('an unknown event under its own name, with All Events or Any Other Event', async () => {
		for (const events of [['allEvents'], ['anyOther']]) {
			const server = await serve({ ...NONE, events });
			await send(server, { event: 'Conversation.Archived' });
			await send(server, { text: 'no event' });
			expect(items(server)).toMatchObject([
				{ event: 'Conversation.Archived', label: null },
				{ event: null, label: null },
			]);
		}
	});

	test('an unknown event that is not chosen is said in the log, and can be named', async () => {
		const one = await serve({ ...NONE, events: ['contact.created'] });
		const answer = await send(one, { event: 'contact.merged' });
		expect(answer.json).toMatchObject({ event: 'contact.merged', ignored: true });
		expect(one.log[0]).toContain('contact.merged');
		const other = await serve({
			...NONE,
			events: ['contact.created'],
			otherEvents: 'Contact Merged, x',
		});
		await send(other, { event: 'contact.merged' });
		expect(items(other)).toMatchObject([{ event: 'contact.merged' }]);
	});

	test('agents that are asked for, and a request that does not say its agent', async () => {
		const server = await serve({
			...NONE,
			triggerOptions: { agentIds: 'bot_1, bot_2', agentNames: 'Sales assistant' },
		});
		const ran = async (fields: object) => {
			const { json } = await send(server, { event: 'contact.created', ...fields });
			return Object(json).ignored !== true;
		};
		expect(await ran({ botId: 'BOT_1', botName: 'x' })).toBe(true);
		expect(await ran({ bot: { id: 'bot_9', name: 'sales assistant' } })).toBe(true);
		expect(await ran({ agent: { id: 'bot_9', name: 'Support' } })).toBe(false);
		// The ID may be one of those asked for.
		expect(await ran({ agent: { name: 'Support' } })).toBe(true);
		expect(await ran({ at: 1 })).toBe(true);
		expect(await ran({ botId: '{{botId}}', botName: '{{botName}}' })).toBe(true);
	});

	test('a sentiment at or below the score, and a request without one', async () => {
		const server = await serve({ ...NONE, triggerOptions: { maxSentiment: 40 } });
		const ran = async (fields: object) => {
			const { json } = await send(server, { event: 'conversation.bad_sentiment', ...fields });
			return Object(json).ignored !== true;
		};
		expect(await ran({ sentimentScore: '40' })).toBe(true);
		expect(await ran({ sentiment: { score: 40.5 } })).toBe(false);
		expect(await ran({ sentimentScore: 0 })).toBe(true);
		expect(await ran({})).toBe(true);
		expect(await ran({ sentimentScore: 'low' })).toBe(true);
		expect(items(server)[0]?.sentiment).toEqual({ score: 40 });
		expect(items(server).at(-1)).toMatchObject({
			warnings: [expect.stringContaining('not a number')],
		});
	});
});

describe('what is read', () => {
	test('values that nobody escaped leave a text, its event, and a warning', async () => {
		const server = await serve({ ...NONE, events: ['escalation.requested'] });
		const webhook = webhookOf(server, { payload: TEMPLATE, isEscaped: false });
		// Of the people of this seed, some write quotes and line breaks.
		for (let n = 0; n < 12; n++) await clarky.send('escalation.requested', webhook);
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
			expect(clarky.journal.map(({ payload }) => payload)).toContain(raw);
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
			const webhook = webhookOf(server, { payload: TEMPLATE, missing });
			for (let n = 0; n < 8; n++) await clarky.send('contact.created', webhook);
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
		await clarky.send('message.sent', webhookOf(server, { token: TOKEN }));
		expect(JSON.stringify(server.executions)).not.toContain(TOKEN);
		expect(server.executions[0]?.[0]?.[0]?.pairedItem).toEqual({ item: 0 });
		expect(items(server)[0]).toMatchObject({ message: { direction: 'outbound' } });
	});
});

describe('where it goes', () => {
	test('one output for each group, on request', async () => {
		const groups = ['Contacts', 'Conversations', 'Escalations', 'Messages', 'Bookings', 'Other'];
		expect(outputNames(new ClarkyTrigger(), { routeByGroup: true })).toEqual(groups);
		expect(outputNames(new ClarkyTrigger(), {})).toHaveLength(1);
		const server = await serve({ ...NONE, routeByGroup: true });
		for (const event of CLARKY_EVENTS) await clarky.send(event, webhookOf(server));
		await send(server, { event: 'widget.opened' });
		const outputs = server.executions.map((one) => groups[one.findIndex(({ length }) => length)]);
		expect(server.executions.map((one) => one.flat().length)).toEqual(outputs.map(() => 1));
		expect(outputs).toEqual([
			...Array<string>(3).fill('Contacts'),
			...Array<string>(3).fill('Conversations'),
			'Escalations',
			'Messages',
			'Messages',
			...Array<string>(7).fill('Bookings'),
			'Other',
		]);
	});

	test('the last node answers when the user wants it, but not for a duplicate', async () => {
		const server = await serve({ ...NONE, respond: 'lastNode' });
		expect((await send(server, BODY)).json).toMatchObject({ raw: JSON.parse(BODY) });
		expect((await send(server, BODY)).json).toMatchObject({ received: true, duplicate: true });
	});
});

describe('once, and not twice', () => {
	test('of 50 copies at once exactly one runs', async () => {
		const server = await serve(NONE);
		const { outcomes } = await clarky.send(
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
		const payloads = ['flat', 'nested', TEMPLATE];
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
				return await clarky.send(event, webhookOf(server, webhook));
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

test('nothing is registered at Clarky, and nothing is in the way of publishing', async () => {
	const { default: hooks } = new ClarkyTrigger().webhookMethods;
	expect(await Promise.all([hooks.checkExists(), hooks.create(), hooks.delete()])).toEqual([
		true,
		true,
		true,
	]);
});
