import { ClarkyTrigger } from '../../nodes/Clarky/ClarkyTrigger.node';
import { BODY, CREDENTIAL, NEW_TOKEN, NONE, TOKEN, send, useClarkyTrigger } from './clarkyTrigger';
import type { Delivery, WebhookServer } from './webhook';

/** Whom Clarky Trigger lets in. */

const { serve } = useClarkyTrigger();

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

test('nothing is registered at Clarky, and nothing is in the way of publishing', async () => {
	const { default: hooks } = new ClarkyTrigger().webhookMethods;
	expect(await Promise.all([hooks.checkExists(), hooks.create(), hooks.delete()])).toEqual([
		true,
		true,
		true,
	]);
});
