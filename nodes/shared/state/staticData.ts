import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../json/read';

/**
 * Reads and writes one entry of the workflow's memory (static data).
 *
 * n8n saves it after production executions only, as one JSON for the whole workflow, and the last of two executions
 * that run at the same time wins. The scope is the workflow, not the node: n8n keys a node's memory by its name, so
 * that renaming a node would lose it.
 */
export class WorkflowMemory {
	constructor(
		private readonly context: IExecuteFunctions,
		/** Keeps the entries of this package apart from those of others. */
		private readonly section: string,
	) {}

	/** The entry as it was saved, or `undefined`. Check its shape: another version may have written it. */
	read(key: string): Record<string, unknown> | undefined {
		const all = this.all();
		const value = Object.hasOwn(all, key) ? all[key] : undefined;
		return isRecord(value) ? value : undefined;
	}

	/** Replaces the entry. The whole section is assigned anew, since n8n overlooks changes deep inside. */
	write(key: string, value: object): void {
		const data = this.context.getWorkflowStaticData('global');
		data[this.section] = { ...this.all(), [key]: value };
	}

	/** Whether n8n will save what is written: it does not in test runs from the editor. */
	get isSaved(): boolean {
		return this.context.getMode() !== 'manual';
	}

	private all(): Record<string, unknown> {
		const value = this.context.getWorkflowStaticData('global')[this.section];
		return isRecord(value) ? value : {};
	}
}
