import { isRecord, readNumber, readText } from '../../shared/json/read';
import type { MemoryState, PendingBaseline } from './memory';
import type { BaselineItem } from './token';

/** Reads a baseline item from stored data or from an item of the second input; `undefined` when it is none. */
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

/** Reads the memory of a baseline as the workflow saved it; what is not readable counts as never saved. */
export function readMemoryState(stored: Record<string, unknown> | undefined): MemoryState {
	const committed = readBaselineItem(stored?.committed);
	const pending = readPending(stored?.pending);
	return { ...(committed && { committed }), ...(pending && { pending }) };
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
