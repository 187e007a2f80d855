import { createHash } from 'node:crypto';

import { readText } from '../../shared/json/read';

/** 6 bytes of a hash: of a million states beside 20,000 remembered ones, one in 14,000 times one is taken for another. */
const KEY_BYTES = 6;
const KEY_LENGTH = 8;

/** A bound for the workflow's memory, of 160 kB. More in one overlap is a flood, of which the oldest may come twice. */
const MOST_STATES = 20_000;

const GROUP = /^(-?[0-9a-z]{1,11})\.((?:[\w-]{8})+)$/;

/** What tells one state of a call, or one scorecard, from another, short enough to be remembered by the thousand. */
export function stateKey(...parts: Array<string | null>): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
	return hash.toString('base64url', 0, KEY_BYTES);
}

/** The states that have been dealt with, by the time that they are forgotten by; milliseconds since the epoch. */
export class SeenStates {
	private readonly times = new Map<string, number>();

	/** @param stored as it was read: another version may have written it, or anybody */
	constructor(stored?: unknown) {
		for (const group of (readText(stored) ?? '').split(',')) {
			const [, time = '', keys = ''] = GROUP.exec(group) ?? [];
			for (const key of splitKeys(keys)) this.times.set(key, Number.parseInt(time, 36));
		}
	}

	has(key: string): boolean {
		return this.times.has(key);
	}

	add(key: string, time: number): void {
		this.times.set(key, time);
	}

	/** How many are of a time or later. */
	countSince(time: number): number {
		return [...this.times.values()].filter((one) => one >= time).length;
	}

	/** Forgets what is older, and the oldest when there is too much. */
	forget(before: number): void {
		for (const [key, time] of this.times) if (time < before) this.times.delete(key);
		const excess = this.times.size - MOST_STATES;
		if (excess <= 0) return;
		const oldest = [...this.times].sort(([, one], [, other]) => one - other).slice(0, excess);
		for (const [key] of oldest) this.times.delete(key);
	}

	/** As text: for each time the keys in a row. */
	pack(): string {
		const groups = new Map<number, string>();
		for (const [key, time] of this.times) groups.set(time, (groups.get(time) ?? '') + key);
		return [...groups].map(([time, keys]) => `${time.toString(36)}.${keys}`).join(',');
	}
}

/** Keys that stand in a row. */
export function splitKeys(keys: string): string[] {
	return keys.match(new RegExp(`.{${KEY_LENGTH}}`, 'g')) ?? [];
}
