import type { Counts } from '../counts';

export type Row = Readonly<Record<string, string | number | null>>;

/** One snapshot as it is drawn; the rows are made by `toRows` or `toJson`, whichever form a peer takes. */
export interface Snapshot {
	/** The rows to make, in the order of the snapshot. */
	order: Uint32Array;
	rowAt(place: number): Row;
}

/** What a right comparison of two snapshots finds. */
export interface Truth extends Counts {
	/** Of `changed`, those by 10 % or more. */
	significant: number;
}

export interface Snapshots {
	previous: Snapshot;
	current: Snapshot;
	truth: Truth;
}

/** Rows that are turned into text at a time: text of a million rows at once would not fit into one string. */
const CHUNK = 10_000;

function* jsonChunks({ order, rowAt }: Snapshot): Generator<string> {
	for (let start = 0; start < order.length; start += CHUNK) {
		yield JSON.stringify(Array.from(order.subarray(start, start + CHUNK), rowAt));
	}
}

/**
 * The rows as objects, by way of JSON: objects and text then lie in memory as they do after any answer of an API. Text that
 * was put together here would be a chain of parts that each peer had to join first.
 */
export function toRows(snapshot: Snapshot): Row[] {
	const rows: Row[] = [];
	for (const chunk of jsonChunks(snapshot)) {
		const parsed: Row[] = JSON.parse(chunk);
		for (const row of parsed) rows.push(row);
	}
	return rows;
}

/** The bytes of a JSON file: one array of rows. */
export function toJson(snapshot: Snapshot): Buffer {
	const parts: Buffer[] = [];
	for (const chunk of jsonChunks(snapshot)) {
		parts.push(Buffer.from(`${parts.length === 0 ? '[' : ','}${chunk.slice(1, -1)}`));
	}
	parts.push(Buffer.from(parts.length === 0 ? '[]' : ']'));
	return Buffer.concat(parts);
}
