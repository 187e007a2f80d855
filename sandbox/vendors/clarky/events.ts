/** The 16 events of Clarky. Only `conversation.started` is a published name; the others are built like it. */
export const CLARKY_EVENTS = [
	'contact.created',
	'contact.updated',
	'contact.deleted',
	'conversation.started',
	'conversation.updated',
	'conversation.bad_sentiment',
	'escalation.requested',
	'message.sent',
	'message.received',
	'booking.created',
	'booking.confirmed',
	'booking.cancelled',
	'booking.rescheduled',
	'booking.completed',
	'booking.no_show',
	'booking.reminder_sent',
] as const;

export type ClarkyEventName = (typeof CLARKY_EVENTS)[number];
