import { lookUp, toId } from '../../../shared/json/lookup';
import {
	isRecord,
	readNumber,
	readQuotedNumber,
	readRecords,
	readText,
} from '../../../shared/json/read';
import type { EventGroup } from '../event/eventNames';

export interface Agent {
	id?: string;
	name?: string;
}

export interface Conversation {
	id?: string;
	url?: string;
	/** `chat`, `text`, `voice` or `email`, where the documentation holds. */
	type?: string;
	firstMessage?: string;
}

export interface Contact {
	id?: string;
	name?: string;
	firstName?: string;
	lastName?: string;
	email?: string;
	phoneNumber?: string;
}

export interface Booking {
	id?: string;
	status?: string;
	/** As they were sent. */
	startsAt?: string;
	endsAt?: string;
}

export interface Message {
	id?: string;
	text?: string;
	direction?: string;
}

export interface Sentiment {
	/** 0 to 100, where the documentation holds. */
	score?: number;
	summary?: string;
}

/** What a payload says; what it does not say is not there. */
export interface Fields {
	agent?: Agent;
	conversation?: Conversation;
	contact?: Contact;
	booking?: Booking;
	message?: Message;
	sentiment?: Sentiment;
}

type Json = Record<string, unknown>;

const CONVERSATION_TYPES = ['chat', 'text', 'voice', 'email'];

/**
 * Finds what a payload says, flat or nested, in any case and with any separators. The names are those of the variables of
 * a template and of Clarky's REST API: the default payload of a webhook is not published.
 *
 * @param body the fields, without variables that Clarky has not replaced
 * @param data what stands under `data` or `payload`, when something does
 * @param group of the event: `data` may be the contact itself
 */
export function readFields(body: Json, data: Json | undefined, group: EventGroup): Fields {
	const scopes = data ? [data, body] : [body];
	const nested = (places: Json[], ...names: string[]): Json | undefined =>
		places.map((place) => lookUp(place, ...names)).find(isRecord);
	/** What the event is about, when it stands under `data` itself. */
	const subject = (of: EventGroup): Json | undefined => (group === of ? data : undefined);
	/** The same beside the name of the event: `id` is its own only where more of it stands there. */
	const flat = (of: EventGroup, proof: string[]): Json | undefined =>
		group === of && !data && lookUp(body, ...proof) !== undefined ? body : undefined;
	const escalated = subject('Escalations');
	const isConversation = escalated && lookUp(escalated, 'url', 'channel', 'first_message');

	const booking =
		nested(scopes, 'booking', 'appointment') ??
		subject('Bookings') ??
		flat('Bookings', [...STARTS, ...BOOKING_START]) ??
		{};
	const message = nested(scopes, 'message') ?? subject('Messages') ?? {};
	const conversation =
		nested([...scopes, message, booking], 'conversation') ??
		subject('Conversations') ??
		(isConversation === undefined ? undefined : escalated) ??
		{};
	const within = [...scopes, conversation, message, booking];
	const agent = nested(within, 'agent', 'bot') ?? {};
	const contact =
		nested(within, 'contact', 'attendee', 'invitee', 'guest') ??
		subject('Contacts') ??
		flat('Contacts', PERSON) ??
		{};
	const sentiment = nested(within, 'sentiment') ?? {};

	/**
	 * The first that is there: by its long names, which say what they mean, in its own record, by its short ones there, by its
	 * long ones beside it. The `id` of what may be an envelope comes last.
	 */
	const find = (own: Json, short: string[], long: string[], places = within): unknown => {
		const beside = () => first(places.map((place) => lookUp(place, ...long)));
		const isEnvelope = own === data || own === body;
		return (
			lookUp(own, ...long) ??
			(isEnvelope ? beside() : undefined) ??
			lookUp(own, ...short) ??
			beside()
		);
	};
	const text = (...search: Parameters<typeof find>) => toId(find(...search));

	const fields: Fields = {
		agent: found({
			id: text(agent, ['id'], ['bot_id', 'agent_id']),
			name:
				text(agent, ['name', 'display_name'], ['bot_name', 'agent_name']) ??
				first(scopes.map((scope) => readText(lookUp(scope, 'agent', 'bot')))),
		}),
		conversation: found({
			id: text(conversation, ['id'], ['conversation_id']),
			url: text(conversation, ['url'], ['conversation_url']),
			type: text(conversation, ['type', 'channel'], ['conversation_type']) ?? typeBeside(scopes),
			firstMessage: text(conversation, [], ['first_message']),
		}),
		contact: found({
			id: text(contact, ['id'], ['contact_id']),
			name: text(contact, ['name', 'full_name'], ['contact_name']),
			firstName: text(contact, [], ['first_name']),
			lastName: text(contact, [], ['last_name']),
			email:
				text(contact, [], ['email', 'contact_email']) ??
				primary(contact, within, 'emails', 'email'),
			phoneNumber:
				text(contact, [], ['phone_number', 'phone']) ??
				primary(contact, within, 'phone_numbers', 'phone_number', 'number'),
		}),
		booking: found({
			id: text(booking, ['id'], ['booking_id', 'appointment_id']),
			status: text(booking, ['status'], ['booking_status']),
			startsAt: text(booking, STARTS, BOOKING_START),
			endsAt: text(booking, ENDS, BOOKING_END),
		}),
		message: found({
			id: text(message, ['id'], ['message_id']),
			text:
				text(message, ['text', 'content', 'body', 'message'], ['message_text']) ??
				first(scopes.map((scope) => readText(lookUp(scope, 'message')))),
			direction: text(message, ['direction'], ['message_direction']),
		}),
		sentiment: found({
			score: readQuotedNumber(
				find(sentiment, ['score'], ['sentiment_score']) ??
					first(within.map((place) => readNumber(lookUp(place, 'sentiment')))),
			),
			summary: text(sentiment, ['summary'], ['sentiment_summary']),
		}),
	};
	return found(fields) ?? {};
}

/** What shows that a contact stands beside the name of the event. */
const PERSON = ['email', 'emails', 'phone', 'phone_number', 'first_name', 'last_name', 'name'];
const STARTS = ['starts_at', 'start_at', 'start_time', 'start', 'scheduled_at', 'scheduled_for'];
const ENDS = ['ends_at', 'end_at', 'end_time', 'end'];
const BOOKING_START = ['booking_start', 'booking_time', 'booking_starts_at', 'booking_start_time'];
const BOOKING_END = ['booking_end', 'booking_ends_at', 'booking_end_time'];

/** `type` beside the fields may be many things, and counts only when it is a type of a conversation. */
function typeBeside(scopes: Json[]): string | undefined {
	const types = scopes.map((scope) => readText(lookUp(scope, 'type'))?.trim());
	return types.find((type) => CONVERSATION_TYPES.includes(type?.toLowerCase() ?? ''));
}

/** Of a list such as `emails`, the entry that is marked as primary, or the first: `{email, is_primary}` or a text. */
function primary(
	contact: Json,
	scopes: Json[],
	list: string,
	...names: string[]
): string | undefined {
	const entries = first([contact, ...scopes].map((place) => lookUp(place, list)));
	if (!Array.isArray(entries)) return undefined;
	const records = readRecords(entries);
	const chosen: unknown =
		records.find((entry) => lookUp(entry, 'is_primary') === true) ?? entries[0];
	return toId(isRecord(chosen) ? lookUp(chosen, ...names) : chosen);
}

function first<T>(values: Array<T | undefined>): T | undefined {
	return values.find((value) => value !== undefined);
}

/** A record without what was not found; `undefined` when nothing was. */
function found<T extends object>(record: T): T | undefined {
	const copy = { ...record };
	for (const key in copy) {
		if (copy[key] === undefined) delete copy[key];
	}
	return Object.keys(copy).length > 0 ? copy : undefined;
}
