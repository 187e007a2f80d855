import { isRecord, readText } from '../../../shared/json/read';
import { knownEvent } from '../event/eventNames';
import { lookUp, lookUpId } from '../../../shared/json/lookup';

/** What a body says, whichever of its shapes it has. */
export interface ReadBody {
	/** Name of the event; `undefined` when the body has none. */
	event?: string;
	correlationId?: string;
	rowId?: string;
	table?: string;
	/** When it was sent or happened, as it was written. */
	timestamp?: string;
	/** The fields: what is under `data`, or the whole body when it is flat. */
	data: Record<string, unknown>;
	/** Whether fields are under `data`. */
	isEnvelope: boolean;
}

export const ROW_ID_NAMES = ['row_id'];
export const TABLE_NAMES = ['table', 'table_id', 'table_name'];
export const TIME_NAMES = ['timestamp', 'created_at'];

/**
 * Reads a flat body, `{event, table_id, row_id, data, timestamp}` and `{id, type, created_at, data}`. Clay prescribes
 * none of them: the user writes the body of the column.
 *
 * @param correlationField name of the field that the row was sent with, looked for beside `data` and in it
 */
export function readBody(body: Record<string, unknown>, correlationField: string): ReadBody {
	const inner = lookUp(body, 'data');
	const isEnvelope = isRecord(inner);
	const data = isRecord(inner) ? inner : body;
	const find = (...names: string[]) => lookUpId(body, ...names) ?? lookUpId(data, ...names);
	// In a flat body `id` may be anybody's: of the contact, of the company.
	const rowId = find(...ROW_ID_NAMES) ?? (isEnvelope ? lookUpId(body, 'id') : undefined);
	return {
		event: eventOf(body, isEnvelope),
		correlationId: find(correlationField),
		rowId,
		table: find(...TABLE_NAMES),
		timestamp: isEnvelope ? lookUpId(body, ...TIME_NAMES) : lookUpId(body, 'timestamp'),
		data,
		isEnvelope,
	};
}

/** In a flat body `type` may be a field of the row, and counts only when it names an event. */
function eventOf(body: Record<string, unknown>, isEnvelope: boolean): string | undefined {
	const named = readText(lookUp(body, 'event', 'event_type'))?.trim();
	if (named) return knownEvent(named) ?? named;
	const type = readText(lookUp(body, 'type'))?.trim() ?? '';
	return knownEvent(type) ?? (isEnvelope && type !== '' ? type : undefined);
}
