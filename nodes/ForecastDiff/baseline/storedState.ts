import { isRecord, readNumber, readText } from '../../shared/json/read';
import type { MemoryState, PendingBaseline } from './memory';
import {
	REFERENCE_KINDS,
	type KeptReference,
	type ReferenceKind,
	type References,
} from './references';
import type { BaselineItem } from './token';

/** All that the memory of a workflow holds about one baseline. */
export interface BaselineMemory {
	state: MemoryState;
	references: References;
	/** The node that compared with it last, by the name it had then: the memory knows nodes by their ID only. */
	nodeName?: string;
}

/** As it is stored. */
export function toStored({ state, references, nodeName }: BaselineMemory): object {
	return {
		...state,
		...(Object.keys(references).length > 0 && { references }),
		...(nodeName !== undefined && { nodeName }),
	};
}

/** Reads the memory of a baseline as the workflow saved it; what is not readable counts as never saved. */
export function readStored(stored: Record<string, unknown> | undefined): BaselineMemory {
	const committed = readBaselineItem(stored?.committed);
	const pending = readPending(stored?.pending);
	const nodeName = readText(stored?.nodeName);
	return {
		state: { ...(committed && { committed }), ...(pending && { pending }) },
		references: readReferences(stored?.references),
		...(nodeName !== undefined && { nodeName }),
	};
}

/** Reads a baseline item from stored data or from an item of an input; `undefined` when it is none. */
export function readBaselineItem(value: unknown): BaselineItem | undefined {
	if (!isRecord(value)) return undefined;
	const token = readText(value.token);
	if (token === undefined) return undefined;
	return {
		baseline: readText(value.baseline) ?? '',
		// A database gives a time back as a date.
		takenAt:
			value.takenAt instanceof Date && !Number.isNaN(value.takenAt.getTime())
				? value.takenAt.toISOString()
				: (readText(value.takenAt) ?? ''),
		rows: readNumber(value.rows) ?? 0,
		token,
	};
}

/** The kind of a reference by its name; `undefined` for any other text. */
export function readReferenceKind(value: unknown): ReferenceKind | undefined {
	return REFERENCE_KINDS.find((kind) => kind === value);
}

function readReferences(value: unknown): References {
	if (!isRecord(value)) return {};
	const references: Partial<Record<ReferenceKind, KeptReference>> = {};
	for (const kind of REFERENCE_KINDS) {
		const kept = value[kind];
		const item = isRecord(kept) ? readBaselineItem(kept.item) : undefined;
		if (!isRecord(kept) || item === undefined) continue;
		const start = readText(kept.start);
		references[kind] = { item, ...(start !== undefined && { start }) };
	}
	return references;
}

function readPending(value: unknown): PendingBaseline | undefined {
	if (!isRecord(value)) return undefined;
	const item = readBaselineItem(value.item);
	const executionId = readText(value.executionId);
	if (item === undefined || executionId === undefined) return undefined;
	const nodeName = readText(value.nodeName);
	return {
		item,
		executionId,
		move: value.move === 'onCommit' ? 'onCommit' : 'executionSucceeded',
		...(nodeName !== undefined && { nodeName }),
	};
}
