import type { IExecuteData, IExecuteFunctions } from 'n8n-workflow';

import { runIndexOf } from '../shared/operations/runIndex';

/**
 * What a run of the node has done that must not be done twice, by input item. With _Retry On Fail_ n8n (2.41) runs the whole
 * node again, with all its items: when it throws, and when it continues on errors and its first item is one. Each try gets
 * the same entry of n8n's stack, to which this is tied: it ends with the run, and no other execution can meet it.
 */
export class EarlierTries<T> {
	private readonly known = new WeakMap<IExecuteData, Map<string, Map<number, T>>>();

	/** By the index of the item: empty at the first try. What is set is there for the next one, however this one ends. */
	of(context: IExecuteFunctions): Map<number, T> {
		const node = context.getNode();
		if (node.retryOnFail !== true) return new Map();
		const entry = context.getExecuteData();
		const runs = this.known.get(entry) ?? new Map<string, Map<number, T>>();
		this.known.set(entry, runs);
		// An agent gives all its tools its own entry.
		const key = `${node.id} ${runIndexOf(context)}`;
		const items = runs.get(key) ?? new Map<number, T>();
		runs.set(key, items);
		return items;
	}
}
