import { readNumber } from '../../json/read';
import type { NoteContext } from '../../state/givenMemory';
import { mayNote } from '../../state/givenMemory';
import type { MemoryScope } from '../../state/staticData';
import { WorkflowMemory } from '../../state/staticData';
import type { CircuitState, OpenCircuit } from './state';

/** What the memory of circuits needs of an execution, or of a poll. */
export type CircuitMemoryContext = NoteContext;

/**
 * Remembers open circuits where n8n keeps them over a restart: since when, when they opened and how often.
 *
 * An execution writes into the workflow's memory, but not where that would put back or erase what a trigger keeps there
 * (`mayNote`). Such a trigger writes into its own, which n8n stores together with its progress.
 */
export class CircuitMemory {
	private readonly entries: WorkflowMemory;

	private readonly isKept: boolean;

	constructor(context: CircuitMemoryContext, scope: MemoryScope) {
		this.entries = new WorkflowMemory(context, 'circuits', scope);
		this.isKept = this.entries.isSaved && (scope === 'node' || mayNote(context));
	}

	read(key: string): OpenCircuit | undefined {
		const entry = this.entries.read(key);
		const since = readNumber(entry?.since);
		const openedAt = readNumber(entry?.openedAt);
		const openings = readNumber(entry?.openings);
		if (since === undefined || openedAt === undefined || openings === undefined) return undefined;
		return { is: 'open', since, openedAt, openings };
	}

	/** Writes what is known now, if it differs from what is written. */
	keep(key: string, state: CircuitState): void {
		if (!this.isKept) return;
		const written = this.read(key);
		if (state.is === 'closed' && written) this.entries.remove(key);
		if (state.is !== 'open' || state.openedAt === written?.openedAt) return;
		const { since, openedAt, openings } = state;
		this.entries.write(key, { since, openedAt, openings });
	}
}
