import fc from 'fast-check';

import { readPayload } from '../../../nodes/Clarky/trigger/body/payload';
import { FREE_TEXTS, VARIABLES } from '../../../nodes/Clarky/trigger/body/variables';
import { readClarkyEvent } from '../../../nodes/Clarky/trigger/event/clarkyEvent';
import { PAYLOAD_TEMPLATE } from '../../../nodes/Clarky/trigger/description/setup';
import { EVENTS } from '../../../nodes/Clarky/trigger/event/eventNames';

const SETTINGS = { keyRule: 'automatic', receivedAt: '2026-09-01T10:00:00.000Z' } as const;

function readBytes(bytes: string | Buffer, request: { method?: string; url?: string } = {}) {
	const payload = readPayload(Buffer.from(bytes), request);
	if (payload === undefined) throw new Error('The payload is nested too deep');
	return readClarkyEvent(payload, SETTINGS);
}
const read = (body: unknown) => readBytes(JSON.stringify(body)).event;

test('whatever comes is read, and given out whole', () => {
	// The reader leaves __proto__ out.
	const values = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));
	fc.assert(
		fc.property(values, (value) => {
			const { event, key } = readBytes(JSON.stringify({ value, timestamp: '1' }));
			expect(JSON.stringify(event.raw)).toBe(JSON.stringify({ value, timestamp: '1' }));
			expect(key).toBe(readBytes(JSON.stringify({ timestamp: '1', value })).key);
		}),
	);
	fc.assert(
		fc.property(fc.uint8Array(), fc.webQueryParameters(), (bytes, query) => {
			const { event } = readBytes(Buffer.from(bytes), { method: 'GET', url: `/x?${query}` });
			expect(event.id).toMatch(/^[0-9a-f]{32}$/);
		}),
	);
});

test.each(['null', 'undefined'])(
	'a quoted %s is no value: no agent, no address, no contact key',
	(value) => {
		const body = {
			event: 'contact.created',
			agent: { id: value },
			contact: { firstName: value, lastName: 'Null', email: value },
		};
		const event = read(body);
		expect(event.agent).toBeUndefined();
		expect(event.contact).toEqual({ lastName: 'Null' });
		expect(event.warnings).toHaveLength(3);
		expect(event.raw).toEqual(body);
	},
);

test('two events that only their URLs name are two, with the same body', () => {
	const body = JSON.stringify({ text: 'Ava: conv_1 at 2026-09-01T10:00:00Z' });
	const keyOf = (event: string) => readBytes(body, { url: `/x?event=${event}` }).key;
	expect(keyOf('escalation.requested')).not.toBe(keyOf('conversation.bad_sentiment'));
	expect(keyOf('escalation.requested')).toBe(keyOf('conversation.escalated'));
});

test('the template of the panel is JSON, and has each variable once that somebody has not written', () => {
	expect(() => JSON.parse(PAYLOAD_TEMPLATE)).not.toThrow();
	const used = [...PAYLOAD_TEMPLATE.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
	const wanted = VARIABLES.filter((name) => !FREE_TEXTS.includes(name));
	expect(used.sort()).toEqual([...wanted].sort());
});

describe('the event', () => {
	test.each([
		{ event: 'contact.created' },
		{ Event: 'Contact Created' },
		{ eventType: 'contactCreated' },
		{ event_name: 'CONTACT_CREATED' },
		{ event: { type: 'contact.created', id: 'e1' } },
		{ type: 'contact.created' },
		{ data: { event: 'contact.created' } },
		{ payload: { type: 'contact.created' } },
		[{ event: 'contact.created' }],
	])('is found in %j', (body) => {
		expect(read(body)).toMatchObject({ event: 'contact.created', label: 'Contact Created' });
	});

	test('is not the type of a conversation', () => {
		expect(read({ type: 'chat' })).toMatchObject({ event: null, conversation: { type: 'chat' } });
		expect(read({ type: 'something' }).conversation).toBeUndefined();
		expect(read({ event: 'message.sent', type: 'voice' })).toMatchObject({
			event: 'message.sent',
			conversation: { type: 'voice' },
		});
	});
});

describe('the fields', () => {
	const conversation = { id: 'cv_1', url: 'https://clarky.example/cv_1' };
	const contact = { id: 'ct_1', email: 'jo@example.com' };
	test.each([
		['an escalation', { event: 'escalation.requested', data: conversation }, { conversation }],
		[
			'a contact of a booking',
			{
				event: 'booking.no_show',
				booking: { id: 'b_1', contact, scheduledAt: '2026-09-01T10:00' },
			},
			{ contact, booking: { id: 'b_1', startsAt: '2026-09-01T10:00' } },
		],
		[
			'somebody who attends',
			{ event: 'booking.created', data: { id: 'b_1', attendee: contact } },
			{ contact, booking: { id: 'b_1' } },
		],
		[
			'a conversation of a message',
			{ event: 'message.sent', message: { id: 'm_1', conversationId: 'cv_1', botId: 'bot_1' } },
			{ agent: { id: 'bot_1' }, conversation: { id: 'cv_1' }, message: { id: 'm_1' } },
		],
		[
			'a contact beside the event',
			{ event: 'contact.created', id: 'ct_1', name: 'Jo', email: 'jo@example.com' },
			{ contact: { ...contact, name: 'Jo' } },
		],
		[
			'an envelope with an ID of its own',
			{ event: 'contact.created', data: { id: 'evt_1', contactId: 'ct_1', name: 'Jo' } },
			{ contact: { id: 'ct_1', name: 'Jo' } },
		],
		[
			'the ID beside what is about it',
			{ event: 'contact.created', contactId: 'ct_1', data: { id: 'evt_1', name: 'Jo' } },
			{ contact: { id: 'ct_1', name: 'Jo' } },
		],
	])('of %s are found', (_what, body, expected) => {
		expect(read(body)).toMatchObject(expected);
	});

	test('an ID that may be that of the delivery is not that of a contact or conversation', () => {
		expect(read({ event: 'contact.created', id: 'evt_1' })).not.toHaveProperty('contact');
		const escalated = { event: 'escalation.requested', data: { id: 'esc_1', reason: 'asked' } };
		expect(read(escalated)).not.toHaveProperty('conversation');
	});

	test('a variable in a list is no value', () => {
		const body = { event: 'contact.created', emails: ['{{email}}', 'jo@example.com'] };
		expect(read(body).contact).toEqual({ email: 'jo@example.com' });
		const { contact: none, raw } = read({ event: 'contact.created', emails: ['{{email}}'] });
		expect(none).toBeUndefined();
		expect(raw).toHaveProperty('emails', ['{{email}}']);
	});

	test('of a contact stand under data itself, if nowhere else', () => {
		const { contact } = read({
			event: 'contact.created',
			data: { id: 7, first_name: 'Jo', emails: ['a@b.test', 'c@d.test'], bot_id: 'bot_1' },
		});
		expect(contact).toEqual({ id: '7', firstName: 'Jo', email: 'a@b.test' });
		const conversation = { event: 'conversation.started', data: { id: 'conv_1', type: 'chat' } };
		expect(read(conversation)).toMatchObject({ conversation: { id: 'conv_1', type: 'chat' } });
		expect(read(conversation).contact).toBeUndefined();
	});

	test('take the address that is marked as primary', () => {
		const emails = [{ email: 'a@b.test' }, { email: 'c@d.test', is_primary: true }];
		expect(read({ contact: { emails } }).contact).toEqual({ email: 'c@d.test' });
	});

	test('of the agent and the sentiment may stand in the conversation', () => {
		expect(
			read({
				conversation: { id: 1, bot: { id: 'bot_1', name: 'Sales' }, sentiment: { score: '12.5' } },
			}),
		).toMatchObject({
			agent: { id: 'bot_1', name: 'Sales' },
			conversation: { id: '1' },
			sentiment: { score: 12.5 },
		});
	});

	test('are not there when they are empty', () => {
		const event = read({ event: 'x', email: '', contact: { id: null }, agent: {}, sentiment: '' });
		for (const name of ['agent', 'conversation', 'contact', 'booking', 'message', 'sentiment']) {
			expect(event).not.toHaveProperty(name);
		}
	});

	test('say which way a message went', () => {
		expect(read({ event: 'message.inbound', message: 'Hi' }).message).toEqual({
			direction: 'inbound',
			text: 'Hi',
		});
	});
});

describe('the key', () => {
	const at = { timestamp: '2026-09-01T10:00:00Z' };
	const keyOf = (body: unknown) => readBytes(JSON.stringify(body)).key;
	const subjects: Record<string, object> = {
		Contacts: { contact: { id: 'c' } },
		Conversations: { conversation: { id: 'c' } },
		Escalations: { conversation: { id: 'c' } },
		Messages: { message: { id: 'c' } },
		Bookings: { booking: { id: 'c' } },
	};

	test.each(['contact.updated', 'conversation.updated'])(
		'of %s tells two changes of one second apart',
		(event) => {
			const body = {
				event,
				...at,
				contact: { id: 'ct_1', email: 'old@example.com' },
				conversationId: 'c',
			};
			const changed = { ...body, contact: { id: 'ct_1', email: 'new@example.com' } };
			expect(keyOf(changed)).not.toBe(keyOf(body));
			expect(keyOf({ attempt: 2, ...changed })).toBe(keyOf(changed));
		},
	);

	test.each(EVENTS)('of $id is the same for the same subject and time', ({ id, group }) => {
		const body = { event: id, ...at, ...subjects[group] };
		expect(keyOf({ ...body, attempt: 2 })).toBe(keyOf(body));
		expect(keyOf({ ...body, timestamp: '2026-09-01T10:00:01Z' })).not.toBe(keyOf(body));
		expect(keyOf({ ...body, ...subjects[group], botId: 'other' })).not.toBe(keyOf(body));
		// Without an ID of its own, the content decides.
		const without = { event: id, ...at };
		expect(keyOf({ ...without, attempt: 2 })).not.toBe(keyOf(without));
	});

	test('does not depend on the order of fields', () => {
		expect(keyOf({ event: 'x', ...at, b: 2 })).toBe(keyOf({ b: 2, ...at, event: 'x' }));
	});

	test('is not made of the time at which a contact was created', () => {
		const contact = { id: 'ct_1', created_at: '2026-01-01T00:00:00Z' };
		const update = (name: string) =>
			keyOf({ event: 'contact.updated', data: { ...contact, name } });
		expect(update('Jo')).not.toBe(update('Joe'));
		expect(update('Jo')).toBe(update('Jo'));
	});

	test('is not there when the payload has no time', () => {
		expect(keyOf({ event: 'escalation.requested', conversationId: 'conv_1' })).toBeUndefined();
		expect(readBytes('Help!').key).toBeUndefined();
		expect(readBytes('{"time": "2026-09-01T10:00", "text": "a "b""}').key).toBeDefined();
	});
});
