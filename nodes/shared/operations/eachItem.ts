import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { NodeFailure } from '../errors/nodeError';
import { attempt } from '../errors/nodeError';

/**
 * Handles the input items one after the other and links what comes of each to it.
 *
 * @throws the first item's error, unless the node is set to continue; then that item gives `{ error }`
 */
export async function forEachItem(
	context: IExecuteFunctions,
	execute: (itemIndex: number) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < context.getInputData().length; item++) {
		const result = await attempt(context.getNode(), item, async () => await execute(item));
		if (!result.ok) output.push(errorItem(context, result.error, item));
		else for (const entry of result.value) output.push({ ...entry, pairedItem: { item } });
	}
	return output;
}

/**
 * The item that stands for an input item that could not be handled.
 *
 * @throws the error, unless the node is set to continue
 */
export function errorItem(
	context: IExecuteFunctions,
	error: NodeFailure,
	item: number,
): INodeExecutionData {
	if (!context.continueOnFail()) throw error;
	return {
		json: { error: error.message, description: error.description },
		error,
		pairedItem: { item },
	};
}
