import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { ClariCopilotWebhookTrigger } from '../../nodes/ClariCopilot/ClariCopilotWebhookTrigger.node';
import type { CopilotService } from '../../sandbox/vendors';
import { startCopilot } from '../../sandbox/vendors';
import { copilotCredentials } from './copilot';
import type { Delivery, WebhookOptions, WebhookServer } from './webhook';
import { deliver, serveWebhook } from './webhook';
import { activate } from './webhookHooks';

const SECRET = 'copilot-shared-secret-1f0c';
const NEW_SECRET = 'rotated-copilot-secret-77';
const BOTH = ['call.analyzed', 'call.completed'];
const AT = '2026-09-01T10:00:00Z';
const EVENT = {
	event: 'call.analyzed',
	timestamp: '2026-09-01T10:00:00Z',
	data: { call: { id: 'call-1', title: 'Demo' } },
};

let copilot: CopilotService;
const servers: WebhookServer[] = [];

beforeAll(async () => {
	const settings = { registration: 'asTheSeedSays', rate: 1_000 } as const;
	copilot = await startCopilot({ settings });
});
afterAll(async () => await copilot.close());
afterEach(async () => {
	const open = servers.splice(0);
	await Promise.all(open.map(async (server) => await server.close()));
	expect(open.flatMap((server) => server.thrown)).toEqual([]);
});

function credentials(data: ICredentialDataDecryptedObject = {}) {
	const { clariCopilotWebhookApi } = copilotCredentials(copilot);
	return { clariCopilotWebhookApi: { ...clariCopilotWebhookApi, sharedSecret: SECRET, ...data } };
}

async function serve(
	parameters: INodeParameters = {},
	data: ICredentialDataDecryptedObject = {},
	more: Partial<WebhookOptions> = {},
): Promise<WebhookServer> {
	const server = await serveWebhook({
		node: new ClariCopilotWebhookTrigger(),
		parameters: { events: BOTH, ...parameters },
		credentials: credentials(data),
		...more,
	});
	servers.push(server);
	return server;
}

/** The path with the key of the registered URL, made here by the rule that the documentation tells. */
function keyed({ row }: WebhookServer, secret = SECRET): string {
	const hmac = createHmac('sha256', secret).update(`${row.id} ${row.nodeId}`);
	return `/webhook/1/webhook?key=${hmac.digest('base64url')}`;
}

async function send(server: WebhookServer, body: object | string, more: Delivery = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return await deliver(server, { path: keyed(server), body: text, ...more });
}

function items({ executions }: WebhookServer): IDataObject[] {
	return executions.map((outputs) => outputs.flat()[0]?.json ?? {});
}

/** The node registers its URL, as n8n lets it, and the sandbox calls that. */
async function registered(parameters: INodeParameters = {}): Promise<WebhookServer> {
	copilot.webhooks.length = 0;
	const server = await serve(parameters);
	await activate({
		node: new ClariCopilotWebhookTrigger(),
		parameters: { events: BOTH, authentication: 'urlKey', ...parameters },
		credentials: credentials(),
		row: server.row,
		origin: `http://127.0.0.1:${server.port}`,
		log: [],
	});
	return server;
}

describe('what the registered webhook is called with', () => {
	test('runs once for each event of a call, simplified as elsewhere', async () => {
		const server = await registered();
		const callId = copilot.callIds({ status: 'POST_PROCESSING_DONE' })[0] ?? '';
		for (const event of BOTH) {
			const sent = await copilot.deliver(event, callId, { copies: 5 });
			expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		}
		expect(items(server).map(({ event }) => event)).toEqual(BOTH);
		expect(items(server)[0]).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{32}$/),
			receivedAt: expect.any(String),
			timestamp: expect.any(String),
			call: { id: callId, isAnalyzed: true, users: [{ email: expect.any(String) }] },
			raw: { data: { call: { call_review_page_url: expect.any(String) } } },
		});
	});

	test('runs again at another time, and after n8n could not take it', async () => {
		const server = await registered();
		const callId = copilot.callIds()[0] ?? '';
		await copilot.deliver('call.analyzed', callId, { at: '2026-09-01T10:00:00Z' });
		await copilot.deliver('call.analyzed', callId, { at: '2026-09-01T11:00:00Z' });
		expect(server.executions).toHaveLength(2);
		server.isFailing = true;
		const at = '2026-09-01T12:00:00Z';
		const failed = await copilot.deliver('call.analyzed', callId, { at, retries: 1 });
		expect(failed.map(({ status }) => status)).toEqual([500, 500]);
		server.isFailing = false;
		const taken = await copilot.deliver('call.analyzed', callId, { at, retries: 2 });
		expect(taken.map(({ status }) => status)).toEqual([200]);
		expect(server.executions).toHaveLength(3);
	});

	test('is known after a restart', async () => {
		const first = await serve();
		await send(first, EVENT);
		const second = await serve({}, {}, { row: first.row });
		expect((await send(second, EVENT)).json).toMatchObject({ duplicate: true });
		expect(second.executions).toEqual([]);
	});

	test('gives the call as it came without Simplify', async () => {
		const server = await serve({ simplify: false });
		await send(server, EVENT);
		expect(items(server)[0]?.call).toEqual({ id: 'call-1', title: 'Demo' });
	});
});

describe('bodies that nobody has documented', () => {
	test.each<[string, object, object]>([
		['flat', { event: 'call.analyzed', call_id: 'c1', title: 'x' }, { call: { id: 'c1' } }],
		[
			'the call beside the event',
			{ type: 'call.analyzed', call: { id: 'c1' } },
			{ call: { id: 'c1' } },
		],
		[
			'the call under data',
			{
				eventType: 'call.analyzed',
				createdAt: '2026-01-01T00:00:00Z',
				data: { id: 7, title: 'T' },
			},
			{ call: { id: '7', title: 'T' }, timestamp: '2026-01-01T00:00:00Z' },
		],
		['no call', { event: 'call.analyzed' }, { call: null, timestamp: null }],
	])('%s', async (_name, body, expected) => {
		const server = await serve();
		await send(server, body);
		expect(items(server)).toMatchObject([{ event: 'call.analyzed', raw: body, ...expected }]);
	});

	test('without a time, the content tells duplicates; without call and time, nothing does', async () => {
		const server = await serve();
		const body = { event: 'call.analyzed', call_id: 'c1' };
		expect((await send(server, body)).json).toMatchObject({ duplicate: false });
		expect((await send(server, body)).json).toMatchObject({ duplicate: true });
		expect((await send(server, { ...body, call_id: 'c2' })).json).toMatchObject({
			duplicate: false,
		});
		await send(server, { event: 'call.analyzed' });
		await send(server, { event: 'call.analyzed' });
		expect(server.executions).toHaveLength(4);
	});

	test.each<[string, (title: string) => object]>([
		[
			'was made',
			(title) => ({ event: 'call.analyzed', created_at: AT, data: { id: 'c1', title } }),
		],
		[
			'took place',
			(title) => ({ event: 'call.analyzed', data: { id: 'c1', timestamp: AT, title } }),
		],
	])('the time at which the call %s tells no event from another', async (_name, bodyOf) => {
		const server = await serve();
		expect((await send(server, bodyOf('Demo'))).json).toMatchObject({ duplicate: false });
		expect((await send(server, bodyOf('Demo'))).json).toMatchObject({ duplicate: true });
		// Another analysis of the same call.
		expect((await send(server, bodyOf('Demo, again'))).json).toMatchObject({ duplicate: false });
		expect(items(server)).toHaveLength(2);
	});
});

describe('events', () => {
	test.each(['call_analyzed', 'Call.Analyzed', 'callAnalyzed', 'CALL ANALYSED'])(
		'%s is the event that was chosen, and told under its name',
		async (event) => {
			const server = await serve({ events: ['call.analyzed'] });
			expect((await send(server, { ...EVENT, event })).json).toMatchObject({ duplicate: false });
			expect((await send(server, EVENT)).json).toMatchObject({ duplicate: true });
			expect(items(server)).toMatchObject([{ event: 'call.analyzed', raw: { event } }]);
			expect(server.log).toEqual([]);
		},
	);

	test('that start nothing are told in the log, each name once', async () => {
		const server = await serve({ events: ['call.completed'] });
		const body = { ...EVENT, event: 'call.archived' };
		await send(server, body);
		await send(server, { ...body, timestamp: '2026-09-03T10:00:00Z' });
		expect(server.log).toEqual([
			expect.stringMatching(/events "call\.archived" come in and start nothing\. Choose/),
		]);
	});

	test('that are not chosen are answered with success and not run', async () => {
		const server = await serve({ events: ['call.completed'] });
		expect((await send(server, EVENT)).json).toMatchObject({ received: true, ignored: true });
		expect((await send(server, { event: 'ping' })).json).toMatchObject({ ignored: true });
		expect(server.executions).toEqual([]);
	});

	test('of other names pass under theirs, as any other or by name', async () => {
		const any = await serve({ events: ['anyOther'] });
		await send(any, { ...EVENT, event: 'Call.Scored' });
		await send(any, { hello: 1 });
		expect((await send(any, EVENT)).json).toMatchObject({ ignored: true });
		expect(items(any).map(({ event }) => event)).toEqual(['Call.Scored', null]);
		const named = await serve({ events: [], triggerOptions: { otherEvents: 'call.scored' } });
		await send(named, { ...EVENT, event: 'call.scored' });
		expect((await send(named, { ...EVENT, event: 'call.x' })).json).toMatchObject({
			ignored: true,
		});
		expect(items(named).map(({ event }) => event)).toEqual(['call.scored']);
	});
});

describe('who is not let in', () => {
	const refused = { received: false, reason: 'unauthorized' };

	test.each<[string, (server: WebhookServer) => string]>([
		['no key', () => '/webhook/1/webhook'],
		['an empty key', () => '/webhook/1/webhook?key='],
		['a wrong key', (server) => keyed(server, 'another-secret')],
		['the secret itself', () => `/webhook/1/webhook?key=${SECRET}`],
		['a part of the key', (server) => keyed(server).slice(0, -1)],
		['the key and more', (server) => `${keyed(server)}A`],
		['the key twice', (server) => `${keyed(server)}&${keyed(server).split('?')[1] ?? ''}`],
		['a right and a wrong key', (server) => `${keyed(server)}&key=x`],
		[
			'the key of another node',
			({ row }) => keyed({ row: { ...row, nodeId: 'x' } } as WebhookServer),
		],
	])('%s: 401, whatever the body', async (_name, pathOf) => {
		const server = await serve();
		for (const body of [JSON.stringify(EVENT), 'no JSON', Buffer.from([0xff, 0xfe, 0x00])]) {
			const answer = await deliver(server, { path: pathOf(server), body });
			expect(answer).toMatchObject({ status: 401, json: refused });
		}
		expect(server.executions).toEqual([]);
		expect(server.log.join()).not.toContain(SECRET);
	});

	test('anybody, when the credential has no secret, is not there or is not readable', async () => {
		const without = await serve({}, { sharedSecret: ' ' });
		const absent = await serve({}, {}, { credentials: undefined });
		const broken = await serve({}, {}, { credentials: { clariCopilotWebhookApi: undefined } });
		expect((await send(without, EVENT)).status).toBe(401);
		expect((await send(absent, EVENT)).status).toBe(401);
		expect((await send(broken, EVENT)).status).toBe(503);
		expect([without, absent, broken].flatMap(({ executions }) => executions)).toEqual([]);
	});

	test('nor with an authentication that there is not; with None, everybody', async () => {
		const unknown = await serve({ authentication: 'header' });
		expect((await send(unknown, EVENT)).status).toBe(401);
		const open = await serve({ authentication: 'none' }, {}, { credentials: undefined });
		expect((await send(open, EVENT, { path: '/webhook/1/webhook' })).status).toBe(200);
	});

	test('during a change of the secret both count, then only the new one', async () => {
		const both = await serve({}, { sharedSecret: NEW_SECRET, previousSecret: SECRET });
		const at = (secret: string, server: WebhookServer) => ({ path: keyed(server, secret) });
		expect((await send(both, EVENT, at(SECRET, both))).status).toBe(200);
		expect((await send(both, EVENT, at(NEW_SECRET, both))).status).toBe(200);
		const after = await serve({}, { sharedSecret: NEW_SECRET }, { row: both.row });
		expect((await send(after, EVENT, at(SECRET, after))).status).toBe(401);
		expect((await send(after, EVENT, at(NEW_SECRET, after))).json).toMatchObject({
			duplicate: true,
		});
	});

	test('a delivery by the previous secret is told in the log, once, with what to do', async () => {
		const both = await serve({}, { sharedSecret: NEW_SECRET, previousSecret: SECRET });
		const old = { path: keyed(both, SECRET) };
		await send(both, EVENT, { path: keyed(both, NEW_SECRET) });
		expect(both.log).toEqual([]);
		await send(both, EVENT, old);
		await send(both, { ...EVENT, timestamp: '2026-09-02T10:00:00Z' }, old);
		expect(both.log).toEqual([
			expect.stringMatching(
				/still has the key of 'Previous Shared Secret'\. Unpublish and publish/,
			),
		]);
		expect(both.log.join()).not.toContain(SECRET);
	});

	test.each([
		['token', { accessToken: 'renewed-token' }],
		['base URL', { baseUrl: 'https://gateway.example.com/v1' }],
	])('so is one after a change of the %s, with None too', async (_name, changed) => {
		const first = await registered();
		await send(first, EVENT);
		expect(first.log).toEqual([]);
		const after = await serve({ authentication: 'none' }, changed, { row: first.row });
		expect((await send(after, EVENT)).status).toBe(200);
		await send(after, EVENT);
		expect(after.log).toEqual([
			expect.stringMatching(
				/another base URL or token than when webhook \w+ was registered at http/,
			),
		]);
		expect(after.log.join()).not.toContain('renewed-token');
	});

	test.each<[string, Buffer | string, number, string]>([
		['no JSON', '{"event": ', 400, 'not_json'],
		['nothing', '', 400, 'not_json'],
		['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'not_json'],
		['a list', '[{}]', 400, 'not_an_object'],
		['a number', '1', 400, 'not_an_object'],
		['deep nesting', '{"a":'.repeat(200) + '1' + '}'.repeat(200), 400, 'too_deep'],
		['too much', JSON.stringify({ event: 'x'.repeat(2_000) }), 413, 'too_large'],
	])('%s is refused with its reason', async (_name, body, status, reason) => {
		const server = await serve({ triggerOptions: { maxBodySize: 0.001 } });
		const isDeep = body.length > 1_048 && status === 400;
		const target = isDeep ? await serve() : server;
		for (const isChunked of [false, true]) {
			const answer = await deliver(target, { path: keyed(target), body, isChunked });
			expect(answer).toMatchObject({ status, json: { received: false, reason } });
		}
		expect(target.executions).toEqual([]);
	});

	test('keys named __proto__ change nothing', async () => {
		const server = await serve();
		await send(server, '{"event":"call.analyzed","call_id":"c","__proto__":{"x":1}}');
		expect(Object.keys(Object(items(server)[0]?.raw))).toEqual(['event', 'call_id']);
	});
});

test('the item fits the schema of the node', async () => {
	const { default: schema } = await import('../../nodes/ClariCopilot/__schema__/v1.0.0.json');
	const server = await serve();
	await send(server, EVENT);
	const [item = {}] = items(server);
	expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(item)));
	expect(Object.keys(schema.properties.call.properties)).toEqual(
		expect.arrayContaining(Object.keys(Object(item.call))),
	);
});
