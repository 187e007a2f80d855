import { gzipSync } from 'node:zlib';

import { ClayTrigger } from '../../nodes/Clay/ClayTrigger.node';
import {
	BODY,
	HEADER_CREDENTIAL,
	HMAC,
	HMAC_CREDENTIAL,
	NONE,
	ROW,
	SECRET,
	items,
	signature,
	useClayTrigger,
	withSecret,
} from './clayTrigger';
import type { Delivery, WebhookServer } from './webhook';
import { deliver, outputNames } from './webhook';

/** What Clay Trigger reads of a delivery, which events start the workflow, and where they go. */

const { serve } = useClayTrigger();

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

test('nothing is registered at Clay, and nothing is in the way of publishing', async () => {
	const { default: hooks } = new ClayTrigger().webhookMethods;
	expect(await Promise.all([hooks.checkExists(), hooks.create(), hooks.delete()])).toEqual([
		true,
		true,
		true,
	]);
});
