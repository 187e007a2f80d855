import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readText } from '../../shared/json/read';
import { flagParameter } from '../../shared/parameters/read';
import { BaselineShelf, type BaselineState, type ShelvedBaseline } from '../baseline/baselineShelf';
import { isMemoryKey, memoryKey } from '../baseline/memoryKey';
import { requireMemory } from '../baseline/requireMemory';
import { readBaselineItem, readReferenceKind } from '../baseline/storedState';
import { decodeItem } from './comparison/decodeBaseline';
import { hint } from './comparison/outputs';
import type { ItemOperation } from './itemOperation';
import {
	findBaselines,
	readBaselineQuery,
	toStoredItem,
	type BaselineQuery,
} from './storedBaselines';

/**
 * Removes baselines from the memory of the workflow and gives them out, so that nothing is lost; or puts the ones of
 * the input in their place.
 *
 * Several items may be about one baseline: only the first of them removes what is there. The others find it done, or add
 * to what the first has put there (the states of a baseline that is put back).
 */
export function start(context: IExecuteFunctions): ItemOperation {
	const shelf = new BaselineShelf(context);
	const emptied = new Set<string>();
	const emptiedNodes = new Set<string>();
	if (!shelf.isSaved) {
		hint(
			context,
			'This was a test run: n8n saves no workflow memory in test runs, so nothing was removed or replaced. Publish the workflow and let its trigger run it once.',
			'warning',
		);
	}
	const empty = (keys: string[]): INodeExecutionData[] =>
		keys
			.filter((key) => !emptied.has(key))
			.flatMap((key) => {
				emptied.add(key);
				const removed = shelf.list(key);
				shelf.remove(key);
				for (const { node = '' } of removed) emptiedNodes.add(node);
				return removed.map((shelved) => outputItem(shelved, 'removed'));
			});
	return async (itemIndex) => {
		await requireMemory(context);
		const query = readBaselineQuery(context, itemIndex);
		if (!flagParameter(context, 'setFromInput', itemIndex)) {
			// What an earlier item has removed is not missing.
			const { name, node } = query;
			const isDone = name === '' ? emptiedNodes.has(node) : emptied.has(memoryKey(name, ''));
			return isDone ? [] : empty(findBaselines(context, shelf, query, itemIndex));
		}
		const wanted = readInputBaseline(context, shelf, query, itemIndex);
		const removed = empty([wanted.memoryKey]);
		const isSet = shelf.put(wanted);
		return [...removed, outputItem(wanted, isSet ? 'set' : 'skipped')];
	};
}

/** What was done with a baseline. A pending one is skipped where a committed one is there. */
type Action = 'removed' | 'set' | 'skipped';

function outputItem(shelved: ShelvedBaseline, action: Action): INodeExecutionData {
	return { json: { action, ...toStoredItem(shelved) } };
}

/**
 * The baseline of an input item, with the place it belongs to: the one that the parameters name, else the one that the
 * item was taken from, else that of its own name.
 */
function readInputBaseline(
	context: IExecuteFunctions,
	shelf: BaselineShelf,
	query: BaselineQuery,
	itemIndex: number,
): ShelvedBaseline {
	const json = context.getInputData()[itemIndex]?.json ?? {};
	const item = readBaselineItem(json);
	if (item === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`The item has no baseline [item ${itemIndex}]`,
			{
				itemIndex,
				description:
					"Pass a baseline item with its field token on, as Get Baseline, Reset Baseline and the Baseline output give it, or switch 'Set From Input' off.",
			},
		);
	}
	// A damaged one would only be noticed by the next comparison, when the old one is gone.
	const rows = decodeItem(context, item.token).entries.size;
	const node = readText(json.node);
	const start = readText(json.start);
	const reference = readReferenceKind(json.reference);
	return {
		memoryKey: placeOf(context, shelf, query, itemIndex),
		...(node !== undefined && { node }),
		state: reference === undefined ? stateOf(json.state) : 'reference',
		...(reference !== undefined && { reference }),
		...(start !== undefined && { start }),
		item: { ...item, baseline: query.name || item.baseline, rows },
	};
}

function placeOf(
	context: IExecuteFunctions,
	shelf: BaselineShelf,
	query: BaselineQuery,
	itemIndex: number,
): string {
	if (query.name !== '') return memoryKey(query.name, '');
	if (query.node !== '') {
		const [key] = findBaselines(context, shelf, query, itemIndex);
		if (key !== undefined) return key;
	}
	const json = context.getInputData()[itemIndex]?.json ?? {};
	const key = readText(json.memoryKey);
	if (key !== undefined && isMemoryKey(key)) return key;
	const name = readText(json.baseline);
	if (name !== undefined) return memoryKey(name, '');
	throw new NodeOperationError(
		context.getNode(),
		`'Baseline Name' is empty, and the item does not tell where its baseline belongs [item ${itemIndex}]`,
		{
			itemIndex,
			description:
				"Enter the 'Baseline Name', or the name of the 'Forecast Diff Node' after it has run once.",
		},
	);
}

function stateOf(value: unknown): BaselineState {
	return value === 'pending' ? 'pending' : 'committed';
}
