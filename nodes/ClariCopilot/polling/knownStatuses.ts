import { isRecord, readText } from '../../shared/json/read';
import { splitKeys, stateKey } from './seenStates';

/** Calls that are remembered for each status: there are 17, and the workflow's memory is to stay small. */
const MOST_OF_A_STATUS = 500;

/** What calls were at when they were seen last, for as many of the latest as there is room for. */
export class KnownStatuses {
	private readonly statuses = new Map<string, string>();

	/** @param stored as it was read: another version may have written it, or anybody */
	constructor(stored?: unknown) {
		for (const [status, keys] of Object.entries(isRecord(stored) ? stored : {})) {
			for (const key of splitKeys(readText(keys) ?? '')) this.statuses.set(key, status);
		}
	}

	/** `null` when it is not known. */
	get(callId: string): string | null {
		return this.statuses.get(stateKey(callId)) ?? null;
	}

	set(callId: string, status: string): void {
		const key = stateKey(callId);
		// The latest last.
		this.statuses.delete(key);
		this.statuses.set(key, status);
	}

	/** By status the keys in a row, the latest last. */
	pack(): Record<string, string> {
		const groups: Record<string, string[]> = {};
		for (const [key, status] of this.statuses) (groups[status] ??= []).push(key);
		return Object.fromEntries(
			Object.entries(groups).map(([status, keys]) => [
				status,
				keys.slice(-MOST_OF_A_STATUS).join(''),
			]),
		);
	}
}
