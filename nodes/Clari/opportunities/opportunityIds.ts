import { toId } from '../../shared/json/lookup';
import { isRecord } from '../../shared/json/read';
import { toList } from '../../shared/parameters/read';

/** A full id of Salesforce is its id of 15 characters and 3 that make it safe where case does not count. */
const SHORT_ID = 15;
const FULL_ID = 18;

/**
 * The ids that a parameter holds, each once, in its order: a text separated by commas or lines, a list of ids, or a list of
 * opportunities (as in the items of an activity export), also as JSON text.
 */
export function readOpportunityIds(value: unknown): string[] {
	const list = parsed(value);
	const ids = Array.isArray(list) ? list.flatMap(idsOf) : idsOf(list);
	return [...new Set(ids)];
}

function parsed(value: unknown): unknown {
	if (typeof value !== 'string' || !value.trim().startsWith('[')) return value;
	try {
		return JSON.parse(value);
	} catch {
		return value;
	}
}

function idsOf(entry: unknown): string[] {
	if (!isRecord(entry)) return toList(entry);
	const id = toId(entry.opportunityId ?? entry.id);
	return id === undefined ? [] : [id];
}

/** Finds by id, whichever of its two lengths Clari and the workflow write it in. */
export class ById<T> {
	private readonly exact = new Map<string, T>();
	private readonly short = new Map<string, T>();

	add(id: string, value: T): void {
		this.exact.set(id, value);
		if (id.length === FULL_ID || id.length === SHORT_ID) {
			this.short.set(id.slice(0, SHORT_ID), value);
		}
	}

	get(id: string): T | undefined {
		const isOfOtherLength = id.length === SHORT_ID || id.length === FULL_ID;
		return (
			this.exact.get(id) ?? (isOfOtherLength ? this.short.get(id.slice(0, SHORT_ID)) : undefined)
		);
	}
}
