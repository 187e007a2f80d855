import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { textParameter } from '../../shared/parameters/read';
import type { BaselineShelf, ShelvedBaseline } from '../baseline/baselineShelf';

/** Which baselines an item asks for; all of the workflow when both are empty. */
export interface BaselineQuery {
	name: string;
	node: string;
}

export function readBaselineQuery(context: IExecuteFunctions, itemIndex: number): BaselineQuery {
	return {
		name: textParameter(context, 'baselineName', itemIndex).trim(),
		node: textParameter(context, 'forecastDiffNode', itemIndex).trim(),
	};
}

/**
 * Finds baselines in the memory of the workflow.
 *
 * @returns their keys; none when all are wanted and there is none
 * @throws {NodeOperationError} when a certain one is wanted that is not there
 */
export function findBaselines(
	context: IExecuteFunctions,
	shelf: BaselineShelf,
	query: BaselineQuery,
	itemIndex: number,
): string[] {
	const keys = shelf.find(query);
	const { name, node } = query;
	if (keys.length > 0 || (name === '' && node === '')) return keys;
	const there = shelf.labels();
	throw new NodeOperationError(
		context.getNode(),
		name !== ''
			? `There is no baseline named '${name}' [item ${itemIndex}]`
			: `There is no baseline of a node '${node}' [item ${itemIndex}]`,
		{
			itemIndex,
			description: `${
				there.length > 0
					? `The memory of this workflow has: ${there.join(', ')}.`
					: 'The memory of this workflow has no baselines.'
			} A node is known by the name it had in its last run, and test runs save nothing.`,
		},
	);
}

/** A stored baseline as the data of an item: a baseline item, and where it stands. */
export function toStoredItem({ item, ...place }: ShelvedBaseline): IDataObject {
	const { state, node, reference, start, memoryKey } = place;
	return {
		baseline: item.baseline,
		...(node !== undefined && { node }),
		state,
		...(reference !== undefined && { reference }),
		...(start !== undefined && { start }),
		takenAt: item.takenAt,
		rows: item.rows,
		bytes: item.token.length,
		token: item.token,
		memoryKey,
	};
}
