import { contentHash } from '../../../shared/events/eventId';
import type { ReadBody } from '../body/readBody';

/**
 * What makes two deliveries the same event.
 *
 * - `automatic`: row ID with the time, otherwise the correlation ID with the content, otherwise the content
 * - `content`: the content alone, for columns whose time is that of the row and not of the event
 */
export type KeyRule = 'automatic' | 'content';

/** The key of an event: equal for each delivery of it, different when a row is run again with another result. */
export function eventKey(
	body: Record<string, unknown>,
	read: Pick<ReadBody, 'event' | 'rowId' | 'table' | 'timestamp' | 'correlationId'>,
	rule: KeyRule,
): string {
	const { event = '', rowId, table = '', timestamp, correlationId } = read;
	if (rule === 'automatic' && rowId !== undefined && timestamp !== undefined) {
		return JSON.stringify(['row', event, table, rowId, timestamp]);
	}
	const content = contentHash(body);
	return rule === 'automatic' && correlationId !== undefined
		? JSON.stringify(['correlation', correlationId, content])
		: JSON.stringify(['content', content]);
}

/** The key of a finished routine run: Clay may tell of it more than once, and sends nothing but its ID. */
export function runKey(runId: string): string {
	return JSON.stringify(['run', runId]);
}
