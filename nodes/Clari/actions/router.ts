import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { attempt } from '../../shared/errors/nodeError';
import { textParameter } from '../../shared/parameters/read';
import * as getLimits from './account/getLimits';
import * as cancel from './exportJob/cancel';
import * as getJob from './exportJob/get';
import * as getManyJobs from './exportJob/getMany';
import * as getResult from './forecastExport/getResult';
import * as run from './forecastExport/run';
import * as start from './forecastExport/start';
import * as getManyTypes from './forecastType/getMany';
import type { Operation } from './operation';

/** Every operation of the node, by the values of Resource and Operation. */
export const OPERATIONS = {
	account: { getLimits },
	exportJob: { cancel, get: getJob, getMany: getManyJobs },
	forecastExport: { getResult, run, start },
	forecastType: { getMany: getManyTypes },
} satisfies Record<string, Record<string, Operation>>;

const BY_NAME = new Map<string, Operation>(
	Object.entries(OPERATIONS).flatMap(([resource, operations]) =>
		Object.entries(operations).map(([name, operation]) => [`${resource}.${name}`, operation]),
	),
);

/**
 * Runs each item with the resource and operation that it asks for, which an expression may choose for each item.
 *
 * @throws the first item's error, unless the node is set to continue; then that item gives `{ error }`
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < this.getInputData().length; itemIndex++) {
		const result = await attempt(this.getNode(), itemIndex, async () => {
			return await operationOf(this, itemIndex).execute.call(this, itemIndex);
		});
		if (result.ok) {
			for (const item of result.value) output.push({ ...item, pairedItem: { item: itemIndex } });
			continue;
		}
		if (!this.continueOnFail()) throw result.error;
		output.push({
			json: { error: result.error.message, description: result.error.description },
			error: result.error,
			pairedItem: { item: itemIndex },
		});
	}
	return [output];
}

function operationOf(context: IExecuteFunctions, itemIndex: number): Operation {
	const resource = textParameter(context, 'resource', itemIndex);
	const name = textParameter(context, 'operation', itemIndex);
	const operation = BY_NAME.get(`${resource}.${name}`);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`There is no operation '${name}' of '${resource}' [item ${itemIndex}]`,
		{ itemIndex, description: "Choose 'Resource' and 'Operation' from the lists." },
	);
}
