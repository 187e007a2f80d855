import { eventId } from '../../../shared/events/eventId';
import { isRecord } from '../../../shared/json/read';
import { lookUp, lookUpId } from '../../../shared/json/lookup';
import type { Placeholder } from '../../../shared/json/placeholders';
import { readBody } from '../body/readBody';
import type { KeyRule } from './eventKey';
import { eventKey, runKey } from './eventKey';
import { FAILED_EVENT } from './eventNames';
import type { Failure, Retry } from './failedEnrichment';
import { readFailure, readRetry } from './failedEnrichment';
import type { Routing } from './route';

/** What the trigger gives out, one item for each delivery. */
export interface ClayEvent {
	/** The same for each delivery of one event. */
	id: string;
	event: string | null;
	/** ISO 8601, when it came in. */
	receivedAt: string;
	/** When it was sent or happened, as the body says it: nobody promises an order. */
	timestamp: string | null;
	correlationId: string | null;
	rowId: string | null;
	table: string | null;
	data: Record<string, unknown>;
	/** Of `enrichment.failed`. */
	failure?: Failure;
	retry?: Retry;
	/** With Route by ICP Score. */
	routing?: Routing;
	/** Fields that hold the name of a column, when they are passed on. */
	warnings?: string[];
	/** The body as it came. */
	raw: Record<string, unknown>;
}

/** An event with the key that tells its deliveries from other events. */
export interface KeyedEvent {
	key: string;
	event: ClayEvent;
}

/** Names for what the signed API webhook says without a name. */
const RUN_EVENT = 'routine_run.completed';
export const TEST_EVENT = 'webhook.test';

/** Reads a body that a user has written into an HTTP API column. */
export function readColumnEvent(
	body: Record<string, unknown>,
	settings: { correlationField: string; keyRule: KeyRule; receivedAt: string },
): KeyedEvent {
	const { correlationField, keyRule, receivedAt } = settings;
	const read = readBody(body, correlationField);
	const key = eventKey(body, read, keyRule);
	return {
		key,
		event: {
			id: eventId(key),
			event: read.event ?? null,
			receivedAt,
			timestamp: read.timestamp ?? null,
			correlationId: read.correlationId ?? null,
			rowId: read.rowId ?? null,
			table: read.table ?? null,
			data: read.data,
			...(read.event === FAILED_EVENT && {
				failure: readFailure(body, read.data),
				retry: readRetry(body, read, correlationField),
			}),
			raw: body,
		},
	};
}

/**
 * Reads what a signed API webhook sends when a routine run has ended: `{webhookId, createdAt, data: {routine_run_id}}`.
 * Its test delivery has empty data. What else stands under `data` passes through.
 */
export function readRunEvent(
	body: Record<string, unknown>,
	{ receivedAt }: { receivedAt: string },
): KeyedEvent {
	const inner = lookUp(body, 'data');
	const data = isRecord(inner) ? inner : {};
	const runId = lookUpId(data, 'routine_run_id') ?? lookUpId(body, 'routine_run_id');
	const isTest = Object.keys(data).length === 0 && runId === undefined;
	const key = runId === undefined ? eventKey(body, {}, 'content') : runKey(runId);
	return {
		key,
		event: {
			id: eventId(key),
			event: isTest ? TEST_EVENT : RUN_EVENT,
			receivedAt,
			timestamp: lookUpId(body, 'created_at') ?? null,
			correlationId: null,
			rowId: null,
			table: null,
			data,
			raw: body,
		},
	};
}

/** Says of each placeholder what to do about it. */
export function placeholderWarnings(placeholders: Placeholder[]): string[] {
	return placeholders.map(
		({ field, value }) =>
			`${field} holds the text ${value}. In the column's body, choose the column from the list that opens with / instead of typing its name.`,
	);
}
