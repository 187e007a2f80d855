import { ClarkyTrigger } from '../../nodes/Clarky/ClarkyTrigger.node';
import { EVENTS } from '../../nodes/Clarky/trigger/event/eventNames';
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
import { outputNames } from './webhook';

/** Which events of Clarky start the workflow, in each form and by each method, and where they go. */

jest.setTimeout(30_000);

const bench = useClarkyTrigger();
const { serve, sendAll } = bench;

describe('each of the 16 events', () => {
	test('is known to the node as to the sandbox', () => {
		expect(EVENTS.map(({ id }) => id)).toEqual(CLARKY_EVENTS);
	});

	const forms = [
		['flat', 'flat'],
		['nested', 'nested'],
		['a template of all variables', FULL_TEMPLATE],
	] as const;
	const cases = METHODS.flatMap((method) =>
		forms.map(([name, payload]) => [method, name, payload] as const),
	);
	test.each(cases)('by %s, %s, arrives once with its fields', async (method, _, payload) => {
		const server = await serve({ httpMethods: [...METHODS] }, CREDENTIAL);
		const isTemplate = payload === FULL_TEMPLATE;
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
			triggerOptions: { agentIds: 'bot_1, bot_2', agentNames: ['Sales assistant', 'Acme, Inc.'] },
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

describe('where it goes', () => {
	test('one output for each group, on request', async () => {
		const groups = ['Contacts', 'Conversations', 'Escalations', 'Messages', 'Bookings', 'Other'];
		expect(outputNames(new ClarkyTrigger(), { routeByGroup: true })).toEqual(groups);
		expect(outputNames(new ClarkyTrigger(), {})).toHaveLength(1);
		const server = await serve({ ...NONE, routeByGroup: true });
		for (const event of CLARKY_EVENTS) await bench.clarky.send(event, webhookOf(server));
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
