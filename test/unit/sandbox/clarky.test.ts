import type { ClarkyService, ReceiverService } from '../../../sandbox/vendors';
import { CLARKY_EVENTS, startClarky, startReceiver } from '../../../sandbox/vendors';
import { payloadText } from '../../../sandbox/vendors/clarky/payload';

let clarky: ClarkyService;
let receiver: ReceiverService;

beforeEach(async () => {
	[clarky, receiver] = await Promise.all([
		startClarky({ seed: 3 }),
		startReceiver({ name: 'zapier' }),
	]);
});
afterEach(async () => await Promise.all([clarky.close(), receiver.close()]));

test('sends the same people for the same seed, and others for another', async () => {
	const sent = async (seed: number) => {
		const service = await startClarky({ seed });
		for (const event of CLARKY_EVENTS) await service.send(event, { url: receiver.url });
		await service.close();
		return service.journal.map(({ payload }) => payload);
	};
	const [one, again, other] = [await sent(1), await sent(1), await sent(2)];
	expect(one).toEqual(again);
	expect(one).not.toEqual(other);
});

test('sends what it says, once and again, and keeps no token', async () => {
	const { occurrence, outcomes } = await clarky.send('booking.no_show', {
		url: receiver.url,
		token: 'token-of-the-webhook',
		duplicates: 2,
	});
	expect(outcomes.map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(receiver.received.map(({ body }) => body)).toEqual(
		Array(3).fill(expect.objectContaining({ event: 'booking.no_show', agent: occurrence.agent })),
	);
	expect(receiver.journal.entries.map(({ credentialsSeen }) => credentialsSeen)).toEqual(
		Array(3).fill('valid'),
	);
	expect(clarky.journal).toHaveLength(3);
	expect(JSON.stringify(clarky.journal)).not.toContain('token-of-the-webhook');
});

test('takes no template that is not JSON, and fills in one that is', async () => {
	const send = async (payload: string) =>
		await clarky.send('contact.created', { url: receiver.url, payload });
	await expect(send('{"a": {{sentimentScore}}}')).rejects.toThrow('not valid JSON');
	expect(receiver.received).toEqual([]);
	const { occurrence } = await send('{"who": "{{firstName}} {{lastName}}", "odd": "{{none}}"}');
	const { firstName, lastName } = occurrence.contact;
	expect(receiver.received[0]?.body).toEqual({ who: `${firstName} ${lastName}`, odd: '{{none}}' });
});

test('escapes what people have written, or does not', async () => {
	const { occurrence } = await clarky.send('message.sent', { url: receiver.url });
	const conversation = { ...occurrence.conversation, firstMessage: 'a "b"\nc' };
	const text = (isEscaped: boolean) =>
		payloadText({ ...occurrence, conversation }, '{"text": "{{firstMessage}}"}', { isEscaped });
	expect(JSON.parse(text(true))).toEqual({ text: 'a "b"\nc' });
	expect(() => JSON.parse(text(false))).toThrow();
});

test('says what became of a request that nobody answers', async () => {
	await receiver.close();
	const { outcomes } = await clarky.send('contact.deleted', { url: receiver.url });
	expect(outcomes).toMatchObject([{ status: null, networkCode: 'ECONNREFUSED' }]);
});

test('sends what has happened once more with the same content, and text that is no JSON', async () => {
	const { occurrence } = await clarky.send('contact.created', { url: receiver.url });
	await clarky.sendAgain(occurrence, { url: receiver.url });
	await clarky.sendAgain(occurrence, { url: receiver.url, payload: 'text' });
	const [first, again, text] = receiver.received;
	expect(again?.body).toEqual(first?.body);
	expect(text?.body).toContain(`contact.created at ${occurrence.timestamp}\n`);
	expect(text?.headers['content-type']).toBe('text/plain');
});
