import { randomUUID } from 'node:crypto';

import { eventId } from '../../../shared/events/eventId';
import { lookUp, lookUpId } from '../../../shared/json/lookup';
import { isRecord, readQuotedNumber, readText } from '../../../shared/json/read';
import type { Fields } from '../body/fields';
import { readFields } from '../body/fields';
import type { Payload } from '../body/payload';
import { findVariables, withoutVariables } from '../body/variables';
import type { KeyRule } from './eventKey';
import { eventKey } from './eventKey';
import type { EventGroup, EventName } from './eventNames';
import { knownEvent } from './eventNames';

/** What the trigger gives out, one item for each delivery. */
export interface ClarkyEvent extends Fields {
	/** The same for each delivery of one event, when the payload tells them apart. */
	id: string;
	/** In the spelling of this node when it is a known one, otherwise as it was sent; `null` when there is none. */
	event: string | null;
	/** As Clarky's settings show it; `null` for others. */
	label: string | null;
	/** ISO 8601, when it came in. */
	receivedAt: string;
	/** When it happened, as it was sent: nobody promises an order. */
	timestamp: string | null;
	/** What could not be read, and why. */
	warnings?: string[];
	/** What stands under `data` or `payload`, or the whole body when it is flat. */
	data: Record<string, unknown>;
	/** What came: an object, other JSON, or text. */
	raw: unknown;
}

/** An event with what decides over it. */
export interface ReadEvent {
	/** Equal for each delivery of the event; `undefined` when nothing tells one from the next. */
	key?: string;
	group: EventGroup;
	event: ClarkyEvent;
}

/** Reads a payload of any shape. */
export function readClarkyEvent(
	payload: Payload,
	{ keyRule, receivedAt }: { keyRule: KeyRule; receivedAt: string },
): ReadEvent {
	const body = withoutVariables(payload.body);
	const inner = [lookUp(body, 'data'), lookUp(body, 'payload')].find(isRecord);
	const scopes = inner ? [body, inner] : [body];
	const name = nameIn(scopes) ?? payload.eventHint?.trim();
	const known = knownEvent(name ?? '');
	const group = known?.group ?? 'Other';
	const fields = readFields(body, inner, group);
	const timestamp = scopes
		// `created_at` is that of a contact or a booking, and stays the same when it changes.
		.map((scope) => lookUpId(scope, 'timestamp', 'occurred_at', 'event_time'))
		.find((time) => time !== undefined);
	const event = known?.id ?? (name || null);
	const key = eventKey({ event, group, timestamp, fields, raw: payload.raw }, keyRule);
	const warnings = [...payload.warnings, ...warningsOf(payload.body, body)];
	const data = [lookUp(payload.body, 'data'), lookUp(payload.body, 'payload')].find(isRecord);
	return {
		key,
		group,
		event: {
			id: eventId(key ?? randomUUID()),
			event,
			label: known?.label ?? null,
			receivedAt,
			timestamp: timestamp ?? null,
			...withDirection(fields, known),
			...(warnings.length > 0 && { warnings }),
			data: data ?? payload.body,
			raw: payload.raw,
		},
	};
}

/** `type` names the event only when it is a known one: it is also the type of a conversation. */
function nameIn(scopes: Array<Record<string, unknown>>): string | undefined {
	for (const scope of scopes) {
		const named = lookUp(scope, 'event', 'event_type', 'event_name');
		const name = isRecord(named) ? lookUp(named, 'type', 'name') : named;
		const text = readText(name)?.trim();
		if (text) return text;
	}
	return scopes
		.map((scope) => readText(lookUp(scope, 'type')))
		.find((type) => type !== undefined && knownEvent(type) !== undefined);
}

/** The event says which way a message went, when the payload does not. */
function withDirection(fields: Fields, known: EventName | undefined): Fields {
	if (known?.group !== 'Messages') return fields;
	const direction = known.id === 'message.sent' ? 'outbound' : 'inbound';
	return { ...fields, message: { direction, ...fields.message } };
}

function warningsOf(body: Record<string, unknown>, read: Record<string, unknown>): string[] {
	const variables = findVariables(body).map(
		({ field, value }) =>
			`${field} holds ${value.trim().slice(0, 100)}: Clarky has put no value in. Check the spelling in the payload template, or the event has none.`,
	);
	const scopes = [read, lookUp(read, 'data'), lookUp(read, 'payload')].filter(isRecord);
	const scores = scopes.flatMap((scope) => {
		const sentiment = lookUp(scope, 'sentiment');
		return [
			lookUp(scope, 'sentiment_score'),
			isRecord(sentiment) ? lookUp(sentiment, 'score', 'sentiment_score') : undefined,
		];
	});
	const isOdd = scores.some(
		(score) => score !== undefined && score !== '' && readQuotedNumber(score) === undefined,
	);
	return isOdd
		? [...variables, 'The sentiment score is not a number, and is not compared.']
		: variables;
}
