import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../../shared/errors/nodeError';
import { textParameter } from '../../shared/parameters/read';
import * as commitBaseline from './commitBaseline';
import * as compare from './compare';

/** Runs the operation once for all items: a comparison is about the whole export. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = textParameter(this, 'operation', 0, 'compare');
	const { execute } = operation === 'commitBaseline' ? commitBaseline : compare;
	const result = await attempt(this.getNode(), 0, async () => await execute.call(this));
	if (result.ok) return result.value;
	if (!this.continueOnFail()) throw result.error;
	return [
		[
			{
				json: { error: result.error.message, description: result.error.description },
				error: result.error,
				pairedItem: { item: 0 },
			},
		],
	];
}
