import { eventWords } from '../../../shared/events/eventWords';

/** Outputs of the node when it routes by the group of the event, in their order. */
export const EVENT_GROUPS = [
	'Contacts',
	'Conversations',
	'Escalations',
	'Messages',
	'Bookings',
	'Other',
] as const;

export type EventGroup = (typeof EVENT_GROUPS)[number];

export interface EventName {
	/** What the node calls it. Clarky publishes `conversation.started` only; the others are built like it. */
	id: string;
	/** As Clarky's webhook settings show it. */
	label: string;
	group: EventGroup;
	/** When it is sent. */
	when: string;
	/** Other names that Clarky may send it under. */
	aliases: string[];
}

const escalations = [
	'conversation.escalation_requested',
	'conversation.escalation',
	'conversation.escalated',
	'escalation.created',
	'handoff.requested',
	'human.requested',
];

/** The events that Clarky's documentation lists, in its order. */
export const EVENTS: EventName[] = [
	named('contact.created', 'Contact Created', 'A contact is new', [
		'contact.create',
		'contact.new',
	]),
	named('contact.updated', 'Contact Updated', 'A contact has changed', ['contact.update']),
	named('contact.deleted', 'Contact Deleted', 'A contact was deleted', ['contact.delete']),
	named('conversation.started', 'Conversation Started', 'A conversation has begun', [
		'conversation.start',
		'conversation.created',
		'conversation.new',
	]),
	named('conversation.updated', 'Conversation Updated', 'A conversation has changed', [
		'conversation.update',
	]),
	named(
		'conversation.bad_sentiment',
		'Conversation Bad Sentiment',
		'A conversation is flagged with negative sentiment',
		[
			'bad_sentiment',
			'conversation.badsentiment',
			'conversation.negative_sentiment',
			'conversation.sentiment_bad',
			'conversation.sentiment_negative',
			'negative_sentiment',
			'sentiment.bad',
			'sentiment.negative',
		],
	),
	named('escalation.requested', 'Escalation Requested', 'Somebody asks for a human', escalations),
	named('message.sent', 'Message Sent (Outbound)', 'The agent sends a message', [
		'message.outbound',
		'message.outbound_sent',
		'message.send',
		'outbound_message',
	]),
	named('message.received', 'Message Received (Inbound)', 'A user sends a message', [
		'inbound_message',
		'message.inbound',
		'message.inbound_received',
		'message.receive',
	]),
	named('booking.created', 'Booking Created', 'A booking is made', [
		'booking.create',
		'booking.new',
	]),
	named('booking.confirmed', 'Booking Confirmed', 'A booking is confirmed', ['booking.confirm']),
	named('booking.cancelled', 'Booking Cancelled', 'A booking is cancelled', [
		'booking.canceled',
		'booking.cancel',
	]),
	named('booking.rescheduled', 'Booking Rescheduled', 'A booking is moved to another time', [
		'booking.reschedule',
	]),
	named('booking.completed', 'Booking Completed', 'A booking is marked as completed', [
		'booking.complete',
	]),
	named('booking.no_show', 'Booking No Show', 'Somebody does not come to a booking', [
		'booking.noshow',
		'booking.no_showed',
		'booking.missed',
	]),
	named('booking.reminder_sent', 'Booking Reminder Sent', 'A reminder of a booking is sent', [
		'booking.reminder',
		'booking.remindersent',
	]),
];

const KNOWN = new Map<string, EventName>(
	EVENTS.flatMap((event) =>
		[event.id, event.label, ...event.aliases].map((name) => [eventWords(name), event] as const),
	),
);

/** The event of a name, whatever its case, separators and likely spelling; `undefined` when it is none of the known. */
export function knownEvent(name: string): EventName | undefined {
	return KNOWN.get(eventWords(name));
}

function named(id: string, label: string, when: string, aliases: string[]): EventName {
	return { id, label, group: groupOf(id), when, aliases };
}

function groupOf(id: string): EventGroup {
	const [subject = ''] = id.split('.');
	return EVENT_GROUPS.find((group) => group.toLowerCase() === `${subject}s`) ?? 'Other';
}
