import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { ClayTrigger } from '../../nodes/Clay/ClayTrigger.node';
import type { Delivery, WebhookOptions, WebhookServer } from './webhook';
import { deliver, outputNames, serveWebhook } from './webhook';

const SECRET = 'column-secret-0123456789';
const NEW_SECRET = 'rotated-secret-9876543210';
const HEADER_CREDENTIAL = {
	method: 'header',
	headerName: 'x-webhook-secret',
	prefix: '',
	secret: SECRET,
	secondSecret: '',
};
const WHSEC = 'whsec_sample_secret';
const HMAC_CREDENTIAL = {
	method: 'hmac',
	headerName: '',
	prefix: 'sha256=',
	secret: WHSEC,
	secondSecret: '',
	timestampHeader: '',
	toleranceSeconds: 300,
};
const HMAC = { triggerOn: 'apiWebhook', authentication: 'hmac' };
const NONE = { authentication: 'none' };

const ROW = { correlation_id: 'n8n-7f3a', email: 'jo@example.test', icp_score: 91 };
const BODY = JSON.stringify(ROW);
const RUN_BODY =
	'{"webhookId":"wh_sample1","createdAt":"2026-09-01T10:00:00.000Z","data":{"routine_run_id":"run_sample1"}}';

const servers: WebhookServer[] = [];
afterEach(async () => {
	const open = servers.splice(0);
	const thrown = open.flatMap((server) => server.thrown);
	await Promise.all(open.map(async (server) => await server.close()));
	expect(thrown).toEqual([]);
});

async function serve(
	parameters: INodeParameters = {},
	credential?: ICredentialDataDecryptedObject,
	more: Partial<WebhookOptions> = {},
): Promise<WebhookServer> {
	const server = await serveWebhook({
		node: new ClayTrigger(),
		parameters,
		...(credential && { credentials: { clayCallbackApi: credential } }),
		...more,
	});
	servers.push(server);
	return server;
}

/** The same workflow in a process that remembers nothing yet. */
async function anotherProcess(
	parameters: INodeParameters,
	{ row }: WebhookServer,
): Promise<WebhookServer> {
	let server: WebhookServer | undefined;
	await jest.isolateModulesAsync(async () => {
		const fresh = await import('../../nodes/Clay/ClayTrigger.node');
		server = await serve(parameters, undefined, { node: new fresh.ClayTrigger(), row });
	});
	if (!server) throw new Error('Nothing was started');
	return server;
}

function withSecret(secret: string, delivery: Delivery = {}): Delivery {
	return {
		body: BODY,
		...delivery,
		headers: [['X-Webhook-Secret', secret], ...(delivery.headers ?? [])],
	};
}

function signature(body: string | Buffer, secret = WHSEC): [string, string] {
	return ['X-Clay-Signature', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`];
}

function items({ executions }: WebhookServer): IDataObject[] {
	return executions.map((outputs) => outputs.flat()[0]?.json ?? {});
}

describe('who is let in by a shared header', () => {
	test('the one with the secret, whatever the case of the header name', async () => {
		const server = await serve({}, HEADER_CREDENTIAL);
		const answer = await deliver(server, withSecret(SECRET));
		expect(answer).toMatchObject({
			status: 200,
			json: { received: true, correlationId: 'n8n-7f3a', duplicate: false },
		});
		expect(server.executions).toHaveLength(1);
	});

	const refusedDeliveries: Array<[string, Delivery]> = [
		['no header', { body: BODY }],
		['an empty header', { body: BODY, headers: [['x-webhook-secret', ' ']] }],
		['another secret of the same length', withSecret(SECRET.replace('0', '9'))],
		['a part of the secret', withSecret(SECRET.slice(0, -1))],
		['more than the secret', withSecret(`${SECRET}0`)],
		['a secret of one character', withSecret('c')],
		['a very long one', withSecret('x'.repeat(8000))],
		['a prefix that is not configured', withSecret(`Bearer ${SECRET}`)],
		[
			'the header twice, both right',
			withSecret(SECRET, { headers: [['x-webhook-secret', SECRET]] }),
		],
		['the header twice, one right', withSecret(SECRET, { headers: [['X-WEBHOOK-SECRET', 'no']] })],
		['both in one header', withSecret(`${SECRET}, ${SECRET}`)],
		['the secret in another header', { body: BODY, headers: [['authorization', SECRET]] }],
		['a signature instead of the secret', { body: BODY, headers: [signature(BODY, SECRET)] }],
	];
	test.each(refusedDeliveries)('not with %s', async (_, delivery) => {
		const server = await serve({}, HEADER_CREDENTIAL);
		const answer = await deliver(server, delivery);
		expect(answer).toMatchObject({
			status: 401,
			json: { received: false, reason: 'unauthorized' },
		});
		expect(Object.keys(Object(answer.json))).toEqual(['received', 'reason']);
		expect(server.executions).toEqual([]);
		expect(server.saves).toBe(0);
		expect(server.log).toHaveLength(1);
		expect(server.log.join()).not.toContain(SECRET);
	});

	test('an array of values is refused, as Node gives some headers', async () => {
		const server = await serve({}, { ...HEADER_CREDENTIAL, headerName: 'set-cookie' });
		const answer = await deliver(server, {
			body: BODY,
			headers: [
				['set-cookie', SECRET],
				['set-cookie', SECRET],
			],
		});
		expect(answer.status).toBe(401);
	});

	test('with a prefix, by which the scheme and its blank are meant', async () => {
		const credential = { ...HEADER_CREDENTIAL, headerName: 'Authorization', prefix: 'Bearer ' };
		const server = await serve({}, credential);
		const authorized = async (value: string) =>
			(await deliver(server, { body: BODY, headers: [['authorization', value]] })).status;
		expect(await authorized(`Bearer ${SECRET}`)).toBe(200);
		expect(await authorized(SECRET)).toBe(401);
		expect(await authorized(`Bearer${SECRET}`)).toBe(401);
	});

	test('by the old and the new secret while both are live, and by one afterwards', async () => {
		const both = await serve({}, { ...HEADER_CREDENTIAL, secondSecret: NEW_SECRET });
		const status = async (server: WebhookServer, secret: string) =>
			(await deliver(server, withSecret(secret))).status;
		expect(await status(both, SECRET)).toBe(200);
		expect(await status(both, NEW_SECRET)).toBe(200);
		const after = await serve({}, { ...HEADER_CREDENTIAL, secret: NEW_SECRET });
		expect(await status(after, SECRET)).toBe(401);
		expect(await status(after, NEW_SECRET)).toBe(200);
	});

	test('nobody without a secret in the credential, not even with an empty header', async () => {
		const server = await serve({}, { ...HEADER_CREDENTIAL, secret: '  ' });
		expect((await deliver(server, withSecret(''))).status).toBe(401);
		expect((await deliver(server, withSecret(' '))).status).toBe(401);
		expect(server.log[0]).toContain("Put one into 'Secret'");
		expect(server.executions).toEqual([]);
	});

	test('nobody without a credential, and nobody while it cannot be read', async () => {
		const none = await serve({});
		expect((await deliver(none, withSecret(SECRET))).status).toBe(401);
		const broken = await serve({}, undefined, { credentials: { clayCallbackApi: undefined } });
		expect((await deliver(broken, withSecret(SECRET))).status).toBe(503);
		expect([...none.executions, ...broken.executions]).toEqual([]);
	});

	test('nobody when the credential is made for another way than the node asks for', async () => {
		const signed = await serve({}, { ...HMAC_CREDENTIAL, secret: SECRET });
		expect((await deliver(signed, { body: BODY, headers: [signature(BODY, SECRET)] })).status).toBe(
			401,
		);
		expect((await deliver(signed, withSecret(SECRET))).status).toBe(401);
		expect(signed.log[0]).toContain('differ');
	});

	test('nobody by a way that the mode does not have', async () => {
		const server = await serve(
			{ triggerOn: 'apiWebhook', authentication: 'header' },
			HEADER_CREDENTIAL,
		);
		expect((await deliver(server, withSecret(SECRET))).status).toBe(401);
	});

	test('everybody when None was chosen', async () => {
		const server = await serve(NONE);
		expect((await deliver(server, { body: BODY })).status).toBe(200);
	});
});

describe('who is let in by a signature', () => {
	test('the vector of the signed API webhook', async () => {
		const server = await serve(HMAC, HMAC_CREDENTIAL);
		const answer = await deliver(server, {
			body: RUN_BODY,
			headers: [
				[
					'X-Clay-Signature',
					'sha256=068ec58c541286ae59ac75955dec578a591bce102abc310f8e13e2b361cb196c',
				],
			],
		});
		expect(answer.status).toBe(200);
		expect(items(server)).toMatchObject([
			{ event: 'routine_run.completed', data: { routine_run_id: 'run_sample1' } },
		]);
	});

	const refusedSignatures: Array<[string, Delivery]> = [
		['none', { body: RUN_BODY }],
		[
			'a tampered body',
			{ body: RUN_BODY.replace('run_sample1', 'run_sample2'), headers: [signature(RUN_BODY)] },
		],
		['a line break more', { body: `${RUN_BODY}\n`, headers: [signature(RUN_BODY)] }],
		[
			'a body that was parsed and written again',
			{ body: JSON.stringify(JSON.parse(RUN_BODY), null, 1), headers: [signature(RUN_BODY)] },
		],
		['another secret', { body: RUN_BODY, headers: [signature(RUN_BODY, 'whsec_other')] }],
		[
			'the secret without whsec_',
			{ body: RUN_BODY, headers: [signature(RUN_BODY, 'sample_secret')] },
		],
		[
			'fewer digits',
			{ body: RUN_BODY, headers: [[signature(RUN_BODY)[0], signature(RUN_BODY)[1].slice(0, -2)]] },
		],
		[
			'more digits',
			{ body: RUN_BODY, headers: [[signature(RUN_BODY)[0], `${signature(RUN_BODY)[1]}00`]] },
		],
		[
			'no prefix',
			{ body: RUN_BODY, headers: [[signature(RUN_BODY)[0], signature(RUN_BODY)[1].slice(7)]] },
		],
		['the secret itself', { body: RUN_BODY, headers: [['x-clay-signature', WHSEC]] }],
		['two signatures', { body: RUN_BODY, headers: [signature(RUN_BODY), signature(RUN_BODY)] }],
		[
			'two signatures in one header',
			{
				body: RUN_BODY,
				headers: [['x-clay-signature', `${signature(RUN_BODY)[1]}, ${signature(RUN_BODY)[1]}`]],
			},
		],
	];
	test.each(refusedSignatures)('not with %s', async (_, delivery) => {
		const server = await serve(HMAC, HMAC_CREDENTIAL);
		const answer = await deliver(server, delivery);
		expect(answer).toMatchObject({ status: 401, json: { reason: 'unauthorized' } });
		expect(server.executions).toEqual([]);
		expect(server.saves).toBe(0);
		expect(server.log.join()).not.toMatch(/whsec|run_sample/);
	});

	test('with an empty prefix, bare digits alone', async () => {
		const server = await serve(HMAC, { ...HMAC_CREDENTIAL, prefix: '' });
		const [name, value] = signature(RUN_BODY);
		const status = async (header: string) =>
			(await deliver(server, { body: RUN_BODY, headers: [[name, header]] })).status;
		expect(await status(value.slice(7))).toBe(200);
		expect(await status(value)).toBe(401);
	});

	test('by the old and the new secret while both are live', async () => {
		const server = await serve(HMAC, { ...HMAC_CREDENTIAL, secondSecret: 'whsec_new' });
		const status = async (secret: string) =>
			(await deliver(server, { body: RUN_BODY, headers: [signature(RUN_BODY, secret)] })).status;
		expect(await status(WHSEC)).toBe(200);
		expect(await status('whsec_new')).toBe(200);
		expect(await status('whsec_third')).toBe(401);
	});

	test('of a zipped body, the unzipped bytes are what was signed', async () => {
		const server = await serve(HMAC, HMAC_CREDENTIAL);
		const answer = await deliver(server, {
			body: gzipSync(RUN_BODY),
			headers: [signature(RUN_BODY), ['Content-Encoding', 'gzip']],
		});
		expect(answer.status).toBe(200);
	});

	test('not when what was recorded is sent again later, if the time is signed', async () => {
		const credential = { ...HMAC_CREDENTIAL, timestampHeader: 'x-clay-timestamp' };
		const server = await serve(HMAC, credential);
		const sentAt = async (seconds: number, signed = seconds) => {
			const time = String(Math.floor(Date.now() / 1000) + seconds);
			const signedTime = String(Math.floor(Date.now() / 1000) + signed);
			const headers = [
				signature(`${signedTime}.${RUN_BODY}`),
				['x-clay-timestamp', time] as [string, string],
			];
			return (await deliver(server, { body: RUN_BODY, headers })).status;
		};
		expect(await sentAt(0)).toBe(200);
		expect(await sentAt(-200)).toBe(200);
		expect(await sentAt(200)).toBe(200);
		expect(await sentAt(-400)).toBe(401);
		expect(await sentAt(400)).toBe(401);
		// A newer time with the old signature.
		expect(await sentAt(0, -400)).toBe(401);
		expect((await deliver(server, { body: RUN_BODY, headers: [signature(RUN_BODY)] })).status).toBe(
			401,
		);
	});

	test('a replay without a signed time is a duplicate: the run is known', async () => {
		const server = await serve(HMAC, HMAC_CREDENTIAL);
		const replay = async (body: string) =>
			(await deliver(server, { body, headers: [signature(body)] })).json;
		expect(await replay(RUN_BODY)).toMatchObject({ duplicate: false });
		expect(await replay(RUN_BODY)).toMatchObject({ duplicate: true });
		expect(await replay(RUN_BODY.replace('10:00', '11:00'))).toMatchObject({ duplicate: true });
		expect(server.executions).toHaveLength(1);
	});
});

describe('what is read', () => {
	const MB = 1024 * 1024;

	test.each([
		['17 MB', { body: Buffer.alloc(17 * MB, 0x20) }],
		['17 MB in chunks', { body: Buffer.alloc(17 * MB, 0x20), isChunked: true }],
		['6 MB, over the limit of the node', { body: Buffer.alloc(6 * MB, 0x20) }],
		[
			'17 MB that are small when zipped',
			{ body: gzipSync(Buffer.alloc(17 * MB)), headers: [['Content-Encoding', 'gzip']] },
		],
		[
			'6 MB that are small when zipped',
			{ body: gzipSync(Buffer.alloc(6 * MB)), headers: [['Content-Encoding', 'gzip']] },
		],
	] satisfies Array<[string, Delivery]>)('not %s', async (_, delivery) => {
		const server = await serve({}, HEADER_CREDENTIAL);
		const answer = await deliver(server, withSecret(SECRET, delivery));
		expect(answer).toMatchObject({ status: 413, json: { received: false, reason: 'too_large' } });
		expect(server.executions).toEqual([]);
	});

	test('of a stranger, nothing: neither what is announced as too large nor what comes in chunks', async () => {
		const server = await serve({}, HEADER_CREDENTIAL);
		expect((await deliver(server, { body: Buffer.alloc(6 * MB) })).status).toBe(413);
		const body = Buffer.alloc(17 * MB);
		const answer = await deliver(server, { body, isChunked: true });
		expect(answer.status).toBe(401);
	});

	test.each([
		['no JSON', { body: '{"a":' }, 'not_json'],
		['nothing', { body: '' }, 'not_json'],
		['no UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 'not_json'],
		['a list', { body: '[{"a":1}]' }, 'not_an_object'],
		['a text', { body: '"a"' }, 'not_an_object'],
		['null', { body: 'null' }, 'not_an_object'],
		[
			'100,000 lists in each other',
			{ body: `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}` },
			'too_deep',
		],
		['text/plain', { body: BODY, headers: [['Content-Type', 'text/plain']] }, 'content_type'],
		[
			'a form',
			{ body: 'a=1', headers: [['Content-Type', 'application/x-www-form-urlencoded']] },
			'content_type',
		],
		['no type', { body: BODY, headers: [['Content-Type', '']] }, 'content_type'],
		['bad gzip', { body: BODY, headers: [['Content-Encoding', 'gzip']] }, 'unreadable'],
	] satisfies Array<[string, Delivery, string]>)('not %s', async (_, delivery, reason) => {
		const server = await serve({}, HEADER_CREDENTIAL);
		const answer = await deliver(server, withSecret(SECRET, delivery));
		expect(answer).toMatchObject({ status: 400, json: { received: false, reason } });
		expect(server.executions).toEqual([]);
		// Who has no secret learns nothing of it.
		expect((await deliver(server, delivery)).json).toEqual({
			received: false,
			reason: 'unauthorized',
		});
	});

	test('a charset, a byte order mark and keys that would change prototypes do no harm', async () => {
		const server = await serve(NONE);
		const body =
			'\uFEFF{"email":"jo@example.test","__proto__":{"isAdmin":true},"a":{"__proto__":{"b":1}}}';
		const headers: Array<[string, string]> = [['Content-Type', 'Application/JSON; charset=utf-8']];
		expect((await deliver(server, { body, headers })).status).toBe(200);
		const [item] = items(server);
		expect(JSON.stringify(item?.raw)).toBe('{"email":"jo@example.test","a":{}}');
		expect(item?.isAdmin).toBeUndefined();
	});

	test('names of columns that were typed are refused, and named', async () => {
		const server = await serve(NONE);
		const body = JSON.stringify({ ...ROW, email: '/Work Email', data: { size: ['{{Size}}'] } });
		const answer = await deliver(server, { body });
		expect(answer).toMatchObject({
			status: 400,
			json: {
				received: false,
				reason: 'unresolved_placeholders',
				fields: ['email', 'data.size[0]'],
				message: expect.stringContaining('email holds the text /Work Email'),
			},
		});
		expect(server.executions).toEqual([]);
	});

	test('or passed on, with warnings', async () => {
		const server = await serve({ ...NONE, triggerOptions: { placeholders: 'passOn' } });
		await deliver(server, { body: JSON.stringify({ ...ROW, email: '{{Work Email}}' }) });
		expect(items(server)).toMatchObject([
			{ data: { email: '{{Work Email}}' }, warnings: [expect.stringContaining('email holds')] },
		]);
	});

	test('the item carries what was sent, and no header', async () => {
		const server = await serve({}, HEADER_CREDENTIAL);
		await deliver(server, withSecret(SECRET));
		const [item] = items(server);
		expect(item).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{32}$/),
			event: null,
			receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			timestamp: null,
			correlationId: 'n8n-7f3a',
			rowId: null,
			table: null,
			data: ROW,
			raw: ROW,
		});
		expect(JSON.stringify(server.executions)).not.toContain(SECRET);
		expect(server.executions[0]?.[0]?.[0]?.pairedItem).toEqual({ item: 0 });
	});
});

describe('events', () => {
	const EVENTS = { ...NONE, triggerOn: 'events' };
	const send = async (server: WebhookServer, body: object) =>
		(await deliver(server, { body: JSON.stringify(body) })).json;

	test('that nobody chose are answered with success and not run', async () => {
		const server = await serve({ ...EVENTS, events: ['table.row.created'] });
		expect(await send(server, { event: 'Table Row Created', row_id: 1 })).toMatchObject({
			duplicate: false,
		});
		expect(await send(server, { event: 'table.row.updated', row_id: 1 })).toMatchObject({
			ignored: true,
		});
		expect(await send(server, { event: 'campaign.started' })).toMatchObject({ ignored: true });
		expect(await send(server, { email: 'jo@example.test' })).toMatchObject({ ignored: true });
		expect(items(server)).toMatchObject([{ event: 'table.row.created', rowId: '1' }]);
	});

	test('of other names, and bodies without one, pass under Any Other', async () => {
		const server = await serve({ ...EVENTS, events: ['anyOther'] });
		await send(server, { event: 'campaign.started' });
		await send(server, { email: 'jo@example.test' });
		expect(await send(server, { event: 'enrichment.completed' })).toMatchObject({ ignored: true });
		expect(items(server)).toMatchObject([{ event: 'campaign.started' }, { event: null }]);
	});

	test('can be signed', async () => {
		const server = await serve({ triggerOn: 'events', authentication: 'hmac' }, HMAC_CREDENTIAL);
		const body = JSON.stringify({ event: 'enrichment.completed', data: ROW });
		expect((await deliver(server, { body })).status).toBe(401);
		expect((await deliver(server, { body, headers: [signature(body)] })).status).toBe(200);
	});

	test('of a failed enrichment carry what a retry needs', async () => {
		const server = await serve(EVENTS);
		await send(server, {
			event: 'enrichment.failed',
			correlation_id: 'n8n-1',
			data: {
				email: 'jo@example.test',
				attempt: '2',
				error: { code: 'NO_MATCH', message: 'Nobody found' },
			},
		});
		expect(items(server)).toMatchObject([
			{
				failure: { code: 'NO_MATCH', message: 'Nobody found' },
				retry: {
					fields: { email: 'jo@example.test', attempt: 3 },
					correlationId: 'n8n-1',
					attempt: 2,
					nextAttempt: 3,
				},
			},
		]);
		expect(items(server)[0]).not.toHaveProperty('error');
	});

	test('a test delivery of the signed webhook is answered, and starts only what is listening', async () => {
		const body = '{"webhookId":"wh_sample1","createdAt":"2026-09-01T10:00:00.000Z","data":{}}';
		const ping: Delivery = { body, headers: [signature(body)] };
		const live = await serve(HMAC, HMAC_CREDENTIAL);
		expect(await deliver(live, ping)).toMatchObject({ status: 200, json: { ignored: true } });
		const listening = await serve(HMAC, HMAC_CREDENTIAL, { mode: 'manual' });
		await deliver(listening, ping);
		const asked = await serve({ ...HMAC, triggerOptions: { startOnTest: true } }, HMAC_CREDENTIAL);
		await deliver(asked, ping);
		expect([live, listening, asked].map((server) => server.executions.length)).toEqual([0, 1, 1]);
	});
});

describe('routing by ICP score', () => {
	const ROUTED = { ...NONE, routeByScore: true };

	test('gives the node three outputs, and one without it', () => {
		const node = new ClayTrigger();
		expect(outputNames(node, ROUTED)).toEqual(['Hot', 'Nurture', 'Other']);
		expect(outputNames(node, NONE)).toHaveLength(1);
		expect(outputNames(node, { ...ROUTED, triggerOn: 'apiWebhook' })).toHaveLength(1);
	});

	test.each([
		[0, { 'ICP Score': '80' }],
		[1, { icp_score: 79.9 }],
		[1, { icp_score: 95, email: '' }],
		[2, { icp_score: 49 }],
		[2, { icp_score: 'high' }],
		[2, {}],
	])('to output %i: %j', async (output, fields) => {
		const server = await serve(ROUTED);
		await deliver(server, { body: JSON.stringify({ email: 'jo@example.test', ...fields }) });
		const [outputs] = server.executions;
		expect(outputs?.map((one) => one.length)).toEqual(
			[0, 1, 2].map((one) => Number(one === output)),
		);
		expect(outputs?.flat()[0]?.json.routing).toMatchObject({
			reason: expect.stringMatching(/icp_score/),
		});
	});
});

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

test('nothing is registered at Clay, and nothing is in the way of publishing', async () => {
	const { default: hooks } = new ClayTrigger().webhookMethods;
	expect(await Promise.all([hooks.checkExists(), hooks.create(), hooks.delete()])).toEqual([
		true,
		true,
		true,
	]);
});
