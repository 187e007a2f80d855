import { readNumber, readRecords, readText } from '../../shared/json/read';

/** A state of a call that could not be read. Times in milliseconds since the epoch. */
export interface PendingCall {
	/** What tells the state from others. */
	key: string;
	id: string;
	/** As the list had it. */
	status: string | null;
	modified: string | null;
	previousStatus: string | null;
	since: number;
	/** When it was tried last, and how often. */
	tried: number;
	tries: number;
}

/** A bound for the workflow's memory, of 40 kB. */
const MOST = 200;

/** Pauses before it is tried again double from one to the other: each try is one of the week's requests. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** The calls that are to be read again. Nobody else waits for them, and they are in no list any more. */
export class PendingCalls {
	private readonly calls = new Map<string, PendingCall>();

	/** Calls of polls of which n8n has kept nothing. */
	private recalled = new Map<string, PendingCall>();

	/** @param stored as it was read: another version may have written it, or anybody */
	constructor(stored?: unknown) {
		for (const call of readRecords(stored).flatMap(readPending)) this.calls.set(call.key, call);
	}

	get all(): PendingCall[] {
		return [...this.calls.values()];
	}

	/** Whether no other one can be kept. */
	get isFull(): boolean {
		return this.calls.size >= MOST;
	}

	hasCall(id: string): boolean {
		return this.all.some((call) => call.id === id);
	}

	/** The calls whose turn it is, those first that have waited longest; all of them when no other one can be kept. */
	due(now: number): PendingCall[] {
		return this.all
			.filter(({ tried, tries }) => {
				const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
				return this.isFull || Math.abs(now - tried) >= pause;
			})
			.sort((one, other) => one.tried - other.tried);
	}

	/** Counts calls as known that n8n may have forgotten with the poll in which they failed. */
	recall(calls: readonly PendingCall[]): void {
		this.recalled = new Map(calls.map((call) => [call.key, call]));
	}

	/** @returns whether it is the first time that the call could not be read */
	add(
		call: Pick<PendingCall, 'key' | 'id' | 'status' | 'modified' | 'previousStatus'>,
		now: number,
	) {
		const before = this.recalled.get(call.key);
		const tries = (before?.tries ?? 0) + 1;
		this.calls.set(call.key, { ...call, since: before?.since ?? now, tried: now, tries });
		return before === undefined;
	}

	/** The call could not be read once more. */
	defer(call: PendingCall, now: number): void {
		this.calls.set(call.key, { ...call, tried: now, tries: call.tries + 1 });
	}

	remove({ key }: PendingCall): void {
		this.calls.delete(key);
	}
}

function readPending(entry: Record<string, unknown>): PendingCall[] {
	const key = readText(entry.key);
	const id = readText(entry.id);
	const since = readNumber(entry.since);
	if (key === undefined || id === undefined || since === undefined) return [];
	const text = (value: unknown) => readText(value) ?? null;
	return [
		{
			key,
			id,
			status: text(entry.status),
			modified: text(entry.modified),
			previousStatus: text(entry.previousStatus),
			since,
			tried: readNumber(entry.tried) ?? since,
			tries: Math.max(1, readNumber(entry.tries) ?? 1),
		},
	];
}
