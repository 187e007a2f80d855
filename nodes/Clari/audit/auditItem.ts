import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { canonicalJson } from '../../shared/events/canonicalJson';
import { eventId } from '../../shared/events/eventId';
import { isRecord, readRecords, readText, toItemData } from '../../shared/json/read';
import { toId } from '../../shared/json/lookup';
import { otherKeys } from '../results/otherKeys';

type Json = Record<string, unknown>;

/** Some events, and the people whom they name. A page of the list and an export file have the same form. */
export interface AuditEvents {
	events: Json[];
	/** By actor id. */
	actors: Map<string, Json>;
	/** Address of the next page. */
	nextLink?: string;
}

/** The vendor's names that an item says otherwise, and the names that only an item has. */
const NAMES: ReadonlySet<string> = new Set([
	'eventKey',
	'eventTimestamp',
	'event',
	'actorId',
	'actorName',
	'actorEmail',
	'actorType',
	'impersonatingActorId',
	'impersonatingActorName',
	'impersonatingActorEmail',
	'sessionId',
	'sessionType',
	'ipAddress',
	'correlationID',
	'correlationId',
	'eventParameters',
	'jobId',
	'truncated',
]);

/** @returns `undefined` when the answer or file is not of the audit log */
export function readAuditEvents(data: unknown): AuditEvents | undefined {
	if (!isRecord(data) || !Array.isArray(data.items)) return undefined;
	const actors = readRecords(data.actors).flatMap((actor) => {
		const id = toId(actor.actorId);
		return id === undefined ? [] : [[id, actor] as const];
	});
	return {
		events: readRecords(data.items),
		actors: new Map(actors),
		nextLink: readText(data.nextLink),
	};
}

/** The items of some events, flat and with the actors' names. */
export function auditItems({ events, actors }: AuditEvents): IDataObject[] {
	return events.map((event) => auditItem(event, actors));
}

function auditItem(event: Json, actors: ReadonlyMap<string, Json>): IDataObject {
	const actorId = toId(event.actorId);
	const impersonatingActorId = toId(event.impersonatingActorId);
	const actor = actors.get(actorId ?? '');
	const impersonating = actors.get(impersonatingActorId ?? '');
	return {
		eventKey: auditEventKey(event),
		eventTimestamp: readText(event.eventTimestamp) ?? null,
		event: readText(event.event) ?? null,
		actorId: actorId ?? null,
		actorName: readText(actor?.name) ?? null,
		actorEmail: readText(actor?.email) ?? null,
		actorType: readText(event.actorType) ?? null,
		impersonatingActorId: impersonatingActorId ?? null,
		impersonatingActorName: readText(impersonating?.name) ?? null,
		impersonatingActorEmail: readText(impersonating?.email) ?? null,
		sessionId: toId(event.sessionId) ?? null,
		sessionType: readText(event.sessionType) ?? null,
		ipAddress: readText(event.ipAddress) ?? null,
		correlationId: toId(event.correlationID) ?? null,
		eventParameters: isRecord(event.eventParameters) ? toItemData(event.eventParameters) : null,
		...toItemData(otherKeys(event, NAMES)),
	};
}

/** The items of some events as Clari sent them, each with its key and its actor. */
export function rawAuditItems({ events, actors }: AuditEvents): IDataObject[] {
	return events.map((event) => {
		const actor = actors.get(toId(event.actorId) ?? '');
		return {
			...toItemData(event),
			eventKey: auditEventKey(event),
			actor: actor === undefined ? null : toItemData(actor),
		};
	});
}

/** The same for the same event whenever it is read: Clari gives its events no id. */
function auditEventKey(event: Json): string {
	const timestamp = readText(event.eventTimestamp) ?? '';
	const time = DateTime.fromISO(timestamp, { zone: 'utc' });
	return eventId(
		canonicalJson([
			time.isValid ? time.toMillis() : timestamp,
			toId(event.actorId) ?? null,
			toId(event.sessionId) ?? null,
			event.event ?? null,
			event.eventParameters ?? null,
		]),
	);
}
