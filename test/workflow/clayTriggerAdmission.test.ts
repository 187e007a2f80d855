import { gzipSync } from 'node:zlib';

import {
	BODY,
	HEADER_CREDENTIAL,
	HMAC,
	HMAC_CREDENTIAL,
	NEW_SECRET,
	NONE,
	RUN_BODY,
	SECRET,
	WHSEC,
	items,
	signature,
	useClayTrigger,
	withSecret,
} from './clayTrigger';
import type { Delivery, WebhookServer } from './webhook';
import { deliver } from './webhook';

/** Whom Clay Trigger lets in. */

jest.setTimeout(30_000);

const { serve } = useClayTrigger();

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
		const credential = {
			...HEADER_CREDENTIAL,
			headerName: 'Authorization',
			headerPrefix: 'Bearer ',
		};
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
