import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../../shared/errors/nodeError';
import { errorItem, forEachItem } from '../../shared/operations/eachItem';
import * as commitBaseline from './commitBaseline';
import * as compare from './compare';
import * as getBaseline from './getBaseline';
import * as resetBaseline from './resetBaseline';
import { choiceOf } from './settings/checks';

/**
 * Runs the operation: once for all items where it is about the whole export or execution, else for each item.
 *
 * @throws the first item's error, unless the node is set to continue; then that item gives `{ error }`
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = choiceOf(this, 'Operation', this.getNodeParameter('operation', 0, 'compare'), [
		'compare',
		'commitBaseline',
		'getBaseline',
		'resetBaseline',
	]);
	switch (operation) {
		case 'compare':
			return await forAllItems(this, async () => await compare.execute.call(this));
		case 'commitBaseline':
			return await forAllItems(this, async () => await commitBaseline.execute.call(this));
		case 'getBaseline':
			return [await forEachItem(this, getBaseline.start(this))];
		case 'resetBaseline':
			return [await forEachItem(this, resetBaseline.start(this))];
	}
}

async function forAllItems(
	context: IExecuteFunctions,
	execute: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	const result = await attempt(context.getNode(), 0, execute);
	return result.ok ? result.value : [[errorItem(context, result.error, 0)]];
}
