import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../json/read';

/** What the memory of a workflow needs of an execution. */
export type MemoryContext = Pick<IExecuteFunctions, 'getMode' | 'getWorkflowStaticData'>;

/** As n8n calls them: the memory of the workflow, and the one of the node. */
export type MemoryScope = 'global' | 'node';

/**
 * Reads and writes the entries of this package in the workflow's memory (static data).
 *
 * n8n saves it after production executions only, as one JSON for the whole workflow, and the last of two executions
 * that run at the same time wins. The scope is the workflow where nothing else is said: n8n keys a node's memory by its
 * name, so that renaming a node would lose it.
 */
export class WorkflowMemory {
	constructor(
		private readonly context: MemoryContext,
		/** Keeps the entries of this package apart from those of others. */
		private readonly section: string,
		private readonly scope: MemoryScope = 'global',
	) {}

	/** The keys of all entries, sorted. */
	keys(): string[] {
		return Object.keys(this.all()).sort();
	}

	/** The entry as it was saved, or `undefined`. Check its shape: another version may have written it. */
	read(key: string): Record<string, unknown> | undefined {
		const all = this.all();
		const value = Object.hasOwn(all, key) ? all[key] : undefined;
		return isRecord(value) ? value : undefined;
	}

	/** Replaces the entry. The whole section is assigned anew, since n8n overlooks changes deep inside. */
	write(key: string, value: object): void {
		this.assign({ ...this.all(), [key]: value });
	}

	/** Removes the entry, if there is one. */
	remove(key: string): void {
		this.assign(Object.fromEntries(Object.entries(this.all()).filter(([name]) => name !== key)));
	}

	/** How large the section would be with this entry, in bytes of JSON, as n8n stores it. */
	sizeWith(key: string, value: object): number {
		return Buffer.byteLength(JSON.stringify({ ...this.all(), [key]: value }));
	}

	/** Whether n8n will save what is written: it does not in test runs from the editor. */
	get isSaved(): boolean {
		return this.context.getMode() !== 'manual';
	}

	private all(): Record<string, unknown> {
		const value = this.context.getWorkflowStaticData(this.scope)[this.section];
		return isRecord(value) ? value : {};
	}

	private assign(section: object): void {
		const data = this.context.getWorkflowStaticData(this.scope);
		data[this.section] = { ...section };
	}
}
