import fc from 'fast-check';

import { EVENT_GROUPS, EVENTS, knownEvent } from '../../../nodes/Clarky/trigger/event/eventNames';
import { isChosen, isFilteredOut } from '../../../nodes/Clarky/trigger/event/filters';

const NO_FILTERS = { events: ['allEvents'], otherEvents: [], agentIds: [], agentNames: [] };

/** An event's name as another program may write it: words in one case, put together in one way. */
const spelled = fc
	.tuple(
		fc.constantFrom(...EVENTS),
		fc.constantFrom('.', '_', '-', ' ', ':', '/', ''),
		fc.constantFrom('lower', 'upper', 'title'),
	)
	// Without separators, only capitals tell words apart.
	.filter(([, separator, casing]) => separator !== '' || casing === 'title')
	.map(([event, separator, casing]) => {
		const words = event.id.split(/[._]/).map((word, index) => {
			if (casing === 'upper') return word.toUpperCase();
			// conversationStarted, and ConversationStarted as well.
			return casing === 'title' && (index > 0 || separator !== '')
				? word.charAt(0).toUpperCase() + word.slice(1)
				: word;
		});
		return { event, name: words.join(separator) };
	});

describe('a name of an event', () => {
	test('is known in any case and with any separators', () => {
		fc.assert(
			fc.property(spelled, ({ event, name }) => {
				expect(knownEvent(name)?.id).toBe(event.id);
			}),
		);
	});

	test('as the label in Clarky, too, with what stands in brackets or without', () => {
		for (const { id, label } of EVENTS) {
			expect(knownEvent(label)?.id).toBe(id);
			expect(knownEvent(label.replace(/\s*\(.*\)/, ''))?.id).toBe(id);
		}
	});

	test.each([
		['booking.canceled', 'booking.cancelled'],
		['BOOKING_CANCELED', 'booking.cancelled'],
		['booking.noshow', 'booking.no_show'],
		['booking.no-show', 'booking.no_show'],
		['bookingNoShow', 'booking.no_show'],
		['message.outbound', 'message.sent'],
		['message.inbound', 'message.received'],
		['conversation.escalation_requested', 'escalation.requested'],
		['conversation:bad-sentiment', 'conversation.bad_sentiment'],
		['booking.reminderSent', 'booking.reminder_sent'],
	])('%s is %s', (name, id) => {
		expect(knownEvent(name)?.id).toBe(id);
	});

	test.each(['', ' ', 'chat', 'text', 'voice', 'email', 'contact', 'message', 'constructor'])(
		'"%s" is none',
		(name) => {
			expect(knownEvent(name)).toBeUndefined();
		},
	);

	test('belongs to one event only, and each event to a group', () => {
		for (const event of EVENTS) {
			for (const alias of [event.id, event.label, ...event.aliases]) {
				expect(knownEvent(alias)?.id).toBe(event.id);
			}
			expect(EVENT_GROUPS).toContain(event.group);
			expect(event.group).not.toBe('Other');
		}
	});
});

describe('the filters', () => {
	test('drop an agent only when no list can have a match', () => {
		const id = fc.constantFrom(undefined, 'a', 'b');
		const list = fc.constantFrom<string[][]>([], ['a'], ['a', 'c']);
		fc.assert(
			fc.property(id, id, list, list, (agentId, name, agentIds, agentNames) => {
				const agent = { id: agentId, name };
				const dropped = isFilteredOut({ agent }, { ...NO_FILTERS, agentIds, agentNames });
				const matches =
					agentIds.some((one) => one === agentId) || agentNames.some((one) => one === name);
				const isUnsaid =
					(agentId === undefined && agentIds.length > 0) ||
					(name === undefined && agentNames.length > 0);
				const isUnfiltered = agentIds.length + agentNames.length === 0;
				expect(dropped).toBe(!matches && !isUnsaid && !isUnfiltered);
			}),
		);
	});

	test('let a score pass that is the highest or lower, and one that is not there', () => {
		const passes = (score?: number) =>
			!isFilteredOut({ sentiment: { score } }, { ...NO_FILTERS, maxSentiment: 60 });
		expect([passes(60), passes(0), passes(), passes(60.1)]).toEqual([true, true, true, false]);
	});

	test('take a name as a known event only when it is one', () => {
		const chosen = (events: string[], event: string | null, label: string | null) =>
			isChosen({ event, label }, { ...NO_FILTERS, events });
		expect(chosen(['contact.created'], 'contact.created', 'Contact Created')).toBe(true);
		expect(chosen(['contact.created'], 'contact.updated', 'Contact Updated')).toBe(false);
		expect(chosen(['anyOther'], 'contact.created', 'Contact Created')).toBe(false);
		expect(chosen(['anyOther'], null, null)).toBe(true);
		expect(chosen([], 'allEvents', null)).toBe(false);
	});

	test.each([
		['escalation.requested', 'Conversation Escalated'],
		['booking.cancelled', 'booking.canceled'],
		['contact.merged', 'Contact Merged'],
	])('let %s pass that is listed by hand as %s', (event, listed) => {
		const filters = { ...NO_FILTERS, events: [], otherEvents: [listed] };
		expect(isChosen({ event, label: null }, filters)).toBe(true);
		expect(isChosen({ event: 'contact.created', label: null }, filters)).toBe(false);
	});
});
