import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { BaselineShelf, type BaselineState, type ShelvedBaseline } from '../baseline/baselineShelf';
import { requireMemory } from '../baseline/requireMemory';
import type { SnapshotEntry } from '../engine';
import { labelsOf } from '../engine/labels';
import { decodeStored } from './comparison/decodeBaseline';
import { hint } from './comparison/outputs';
import type { ItemOperation } from './itemOperation';
import { choiceOf } from './settings/checks';
import { findBaselines, readBaselineQuery, toStoredItem } from './storedBaselines';

/** Gives out what the memory of the workflow has, as baseline items or call by call. */
export function start(context: IExecuteFunctions): ItemOperation {
	const shelf = new BaselineShelf(context);
	if (shelf.labels().length === 0) {
		hint(
			context,
			'The memory of this workflow has no baselines. They are saved when the published workflow runs, not in test runs.',
		);
	}
	return async (itemIndex) => {
		await requireMemory(context);
		const query = readBaselineQuery(context, itemIndex);
		const found = findBaselines(context, shelf, query, itemIndex).map((key) => shelf.list(key));
		const parameter = (name: string) => context.getNodeParameter(name, itemIndex, '');
		const output = choiceOf(context, 'Output', parameter('output'), ['items', 'rows']);
		if (output === 'items') {
			return found.flat().map((shelved) => ({ json: toStoredItem(shelved) }));
		}
		const state = choiceOf(context, 'State', parameter('state'), [
			'committed',
			'pending',
			'reference',
		]);
		return found
			.flatMap((listed) => ofState(listed, state))
			.flatMap(({ item, node }) => {
				const { entries } = decodeStored(context, item.token, { name: item.baseline, node });
				return [...entries.values()].map((entry) => ({ json: toRow(entry) }));
			});
	};
}

/** After the very first run nothing is committed yet, and what it took is what the next run is compared with. */
function ofState(listed: ShelvedBaseline[], state: BaselineState): ShelvedBaseline[] {
	const found = listed.filter((shelved) => shelved.state === state);
	return found.length === 0 && state === 'committed'
		? listed.filter((shelved) => shelved.state === 'pending')
		: found;
}

/**
 * A call as a row; without a value where the export did not carry one. Against the last alert, the next change is counted
 * from `toldValue` where there is one.
 */
function toRow(entry: SnapshotEntry): IDataObject {
	const { value, currency, week, told } = entry;
	return {
		...labelsOf(entry),
		...(value !== undefined && { value }),
		currency,
		week,
		...(told !== undefined && { toldValue: told.value }),
		...(told !== undefined && told.currency !== currency && { toldCurrency: told.currency }),
	};
}
