import { eventWords } from '../../../shared/events/eventWords';

/**
 * Names of events that users agree on with their columns' bodies. No source of Clay's confirms them: Clay has no such
 * events, and sends what the body of the column says.
 */
export const EVENT_NAMES = [
	'enrichment.completed',
	'enrichment.failed',
	'table.export.completed',
	'table.row.created',
	'table.row.updated',
	'workflow.completed',
] as const;

export const FAILED_EVENT = 'enrichment.failed';

/** The choice for everything that the names do not cover, a body without an event included. */
export const ANY_OTHER = 'anyOther';

const KNOWN = new Map<string, string>(EVENT_NAMES.map((name) => [eventWords(name), name]));

/** The name as it is known here, or `undefined`: `Enrichment Completed` and `enrichment_completed` are the same event. */
export function knownEvent(name: string): string | undefined {
	return KNOWN.get(eventWords(name));
}
