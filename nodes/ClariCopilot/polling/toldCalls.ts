import { readText } from '../../shared/json/read';
import { splitKeys, stateKey } from './seenStates';

/** A bound for the workflow's memory, of 40 kB. */
const MOST = 5_000;

/** The calls that have started the workflow, as many of the latest as there is room for. */
export class ToldCalls {
	private readonly keys: Set<string>;

	/** @param stored as it was read: another version may have written it, or anybody */
	constructor(stored?: unknown) {
		this.keys = new Set(splitKeys(readText(stored) ?? ''));
	}

	has(callId: string): boolean {
		return this.keys.has(stateKey(callId));
	}

	add(callId: string): void {
		this.keys.add(stateKey(callId));
		const [oldest] = this.keys;
		if (this.keys.size > MOST && oldest !== undefined) this.keys.delete(oldest);
	}

	/** The keys in a row, the latest last. */
	pack(): string {
		return [...this.keys].join('');
	}
}
