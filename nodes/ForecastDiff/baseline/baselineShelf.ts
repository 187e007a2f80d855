import type { IExecuteFunctions } from 'n8n-workflow';

import { WorkflowMemory } from '../../shared/state/staticData';
import { isMemoryKey, MEMORY_SECTION, memoryKey, nameOfKey } from './memoryKey';
import { REFERENCE_KINDS, type ReferenceKind } from './references';
import { readStored, toStored, type BaselineMemory } from './storedState';
import type { BaselineItem } from './token';

/** What a stored baseline is there for (see `memory.ts` and `references.ts`). */
export type BaselineState = 'committed' | 'pending' | 'reference';

/** A baseline in the memory of the workflow, and where it stands there. */
export interface ShelvedBaseline {
	/** The same for all states of one baseline, and needed to put it back. */
	memoryKey: string;
	/** The node that compared with it last. */
	node?: string;
	state: BaselineState;
	/** Only for a reference. */
	reference?: ReferenceKind;
	/** Only for the reference of a week or quarter: its first day, `YYYY-MM-DD`. */
	start?: string;
	item: BaselineItem;
}

/** All baselines in the memory of the workflow that runs. */
export class BaselineShelf {
	private readonly memory: WorkflowMemory;

	constructor(context: Pick<IExecuteFunctions, 'getMode' | 'getWorkflowStaticData'>) {
		this.memory = new WorkflowMemory(context, MEMORY_SECTION);
	}

	get isSaved(): boolean {
		return this.memory.isSaved;
	}

	/**
	 * Finds baselines by their name, or else by the node that compared with them last; all when both are empty.
	 *
	 * @returns their keys
	 */
	find({ name, node }: { name: string; node: string }): string[] {
		if (name !== '') return this.memory.keys().filter((key) => key === memoryKey(name, ''));
		return this.memory
			.keys()
			.filter((key) => node === '' || (nameOfKey(key) === '' && this.read(key).nodeName === node));
	}

	/** What `find` can be asked for, for people. */
	labels(): string[] {
		return this.memory
			.keys()
			.map((key) => nameOfKey(key) || `node ${this.read(key).nodeName ?? key}`);
	}

	/** The states of one baseline: committed, pending, references. */
	list(key: string): ShelvedBaseline[] {
		const { state, references, nodeName } = this.read(key);
		const place = { memoryKey: key, ...(nodeName !== undefined && { node: nodeName }) };
		const listed: ShelvedBaseline[] = [];
		if (state.committed) listed.push({ ...place, state: 'committed', item: state.committed });
		if (state.pending) listed.push({ ...place, state: 'pending', item: state.pending.item });
		for (const kind of REFERENCE_KINDS) {
			const kept = references[kind];
			if (kept === undefined) continue;
			const { item, start } = kept;
			listed.push({
				...place,
				state: 'reference',
				reference: kind,
				...(start !== undefined && { start }),
				item,
			});
		}
		return listed;
	}

	remove(key: string): void {
		this.memory.remove(key);
	}

	/**
	 * Puts a baseline in its place. A pending one is no more than a candidate: nobody can confirm it any longer, so it
	 * counts only where nothing is committed.
	 *
	 * @returns whether it was put there
	 */
	put({ memoryKey: key, node, state, reference, start, item }: ShelvedBaseline): boolean {
		if (!isMemoryKey(key)) return false;
		const before = this.read(key);
		const nodeName = node ?? before.nodeName;
		const memory: BaselineMemory = { ...before, ...(nodeName !== undefined && { nodeName }) };
		if (state === 'pending' && before.state.committed !== undefined) return false;
		const next: BaselineMemory =
			state === 'reference' && reference !== undefined
				? {
						...memory,
						references: {
							...before.references,
							[reference]: { item, ...(start !== undefined && { start }) },
						},
					}
				: { ...memory, state: { committed: item } };
		this.memory.write(key, toStored(next));
		return true;
	}

	private read(key: string): BaselineMemory {
		return readStored(this.memory.read(key));
	}
}
