import { randomUUID } from 'node:crypto';

import { contentHash, eventId } from '../../shared/events/eventId';
import { lookUp, lookUpId } from '../../shared/json/lookup';
import { isRecord } from '../../shared/json/read';
import { simpleCall } from '../calls/callItem';
import { knownEvent } from './eventNames';

/** What the trigger gives out, one item for each delivery. */
export interface CallEvent {
	/** The same for each delivery of one event. */
	id: string;
	/** Name, of a known event the registered one, else as it came; `null` when there was none. */
	event: string | null;
	/** ISO 8601, when it came in. */
	receivedAt: string;
	/** When it was sent or happened, as the body says it. */
	timestamp: string | null;
	/** The call as far as the delivery tells of it, always with its `id`; `null` when it tells of none. */
	call: Record<string, unknown> | null;
	/** The body as it came. */
	raw: Record<string, unknown>;
}

/** An event with what tells its deliveries from other events; `undefined` when nothing does. */
export interface KeyedEvent {
	key?: string;
	event: CallEvent;
}

type Json = Record<string, unknown>;

const TIME_NAMES = ['timestamp', 'occurred_at', 'event_time'];

/** Tells nothing apart: it may be the call's, and equal for two events of it. */
const UNCERTAIN_TIME = 'created_at';
const CALL_ID_NAMES = ['call_id'];

/** A date with a time, as ISO 8601 writes it. */
const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/**
 * Reads a delivery. Nobody documents its body, so the event is looked for under likely names, and the call beside them,
 * under `data` or `payload`, or in either as it is.
 *
 * @param simplify whether the call is given out like that of the node Clari Copilot, or as it came
 */
export function readCallEvent(
	body: Json,
	{ simplify, receivedAt }: { simplify: boolean; receivedAt: string },
): KeyedEvent {
	const inner = lookUp(body, 'data', 'payload');
	const scopes = isRecord(inner) ? [body, inner] : [body];
	const find = (...names: string[]) =>
		scopes.map((scope) => lookUpId(scope, ...names)).find((one) => one !== undefined);
	const named = find('event', 'event_type', 'event_name') ?? lookUpId(body, 'type');
	const event = named === undefined ? undefined : (knownEvent(named) ?? named);
	const { id, fields } = findCall(scopes, isRecord(inner) ? inner : undefined);
	// Of what is the call itself a time is the call's.
	const isCall = fields === inner && lookUpId(fields, 'id') === id;
	const timestamp = (isCall ? [body] : scopes)
		.map((scope) => lookUpId(scope, ...TIME_NAMES))
		.find((one) => one !== undefined);
	const call = id === undefined ? undefined : { ...fields, id };
	const key = keyOf(event, id, timestamp, body);
	return {
		key,
		event: {
			id: eventId(key ?? randomUUID()),
			event: event ?? null,
			receivedAt,
			timestamp:
				timestamp ?? (isRecord(inner) ? lookUpId(body, UNCERTAIN_TIME) : undefined) ?? null,
			call: call === undefined ? null : simplify ? simpleCall(call) : call,
			raw: body,
		},
	};
}

/** Under `call`; else what stands under `data`, when that has an ID or is named as a call. */
function findCall(scopes: Json[], inner: Json | undefined): { id?: string; fields: Json } {
	const nested = scopes.map((scope) => lookUp(scope, 'call')).find(isRecord);
	const named = scopes.map((scope) => lookUpId(scope, ...CALL_ID_NAMES)).find(Boolean);
	const fields = nested ?? inner ?? {};
	return { id: lookUpId(nested ?? {}, 'id') ?? named ?? lookUpId(fields, 'id'), fields };
}

/** Event, call and time; without a time the content, which tells duplicates only when it is about something. */
function keyOf(
	event: string | undefined,
	callId: string | undefined,
	timestamp: string | undefined,
	body: Json,
): string | undefined {
	if (event !== undefined && callId !== undefined && timestamp !== undefined) {
		return JSON.stringify(['event', event, callId, timestamp]);
	}
	const isTold = callId !== undefined || timestamp !== undefined || TIME.test(JSON.stringify(body));
	return isTold ? JSON.stringify(['content', contentHash(body)]) : undefined;
}
