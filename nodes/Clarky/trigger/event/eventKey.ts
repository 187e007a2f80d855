import { contentHash } from '../../../shared/events/eventId';
import { without } from '../../../shared/json/lookup';
import { isRecord } from '../../../shared/json/read';
import type { Fields } from '../body/fields';
import type { EventGroup } from './eventNames';

/**
 * What makes two deliveries the same event.
 *
 * - `automatic`: the event, the time and the IDs, when what the event is about has one, and of an update the content
 *   too; otherwise the event and the content, if there is a time anywhere in it
 * - `content`: the event, which the URL may name, and the content
 */
export type KeyRule = 'automatic' | 'content';

/** Whose ID tells one event from the next. A conversation has many messages, so its ID does not do for them. */
const SUBJECTS: Record<EventGroup, 'contact' | 'conversation' | 'message' | 'booking' | undefined> =
	{
		Contacts: 'contact',
		Conversations: 'conversation',
		Escalations: 'conversation',
		Messages: 'message',
		Bookings: 'booking',
		Other: undefined,
	};

/** A date with a time, as ISO 8601 writes it. */
const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/**
 * The key of an event: equal for each delivery of it. Clarky documents no ID of an event or a delivery.
 *
 * @returns `undefined` when a delivery that comes again cannot be told from a new event: a template that says `Somebody
 * wants to speak to a human` and no more is the same for everybody
 */
export function eventKey(
	{
		event,
		group,
		timestamp,
		fields,
		raw,
	}: { event: string | null; group: EventGroup; timestamp?: string; fields: Fields; raw: unknown },
	rule: KeyRule,
): string | undefined {
	const subject = SUBJECTS[group];
	const id = subject && fields[subject]?.id;
	if (rule === 'content' || timestamp === undefined || id === undefined) {
		const isTold = rule === 'content' || timestamp !== undefined || TIME.test(JSON.stringify(raw));
		return isTold ? JSON.stringify(['content', event, contentHash(raw)]) : undefined;
	}
	const { agent, conversation, contact, booking, message } = fields;
	const ids = [agent, conversation, contact, booking, message].map((one) => one?.id ?? null);
	// One contact may change twice in a second, and times may be of whole seconds.
	const change = event?.endsWith('.updated') ? [contentHash(changeOf(raw))] : [];
	return JSON.stringify(['event', event, timestamp, ...ids, ...change]);
}

/** What a sender may put beside an event of its own delivery. */
const OF_DELIVERY = ['attempt', 'attempts', 'delivery_id', 'retry', 'retry_count', 'sent_at'];

function changeOf(raw: unknown): unknown {
	return isRecord(raw) ? without(raw, OF_DELIVERY) : raw;
}
