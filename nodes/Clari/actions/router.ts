import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { chooseOperation } from '../../shared/operations/choose';
import { forEachItem } from '../../shared/operations/eachItem';
import type { ItemOperation } from '../../shared/operations/operation';
import * as getLimits from './account/getLimits';
import * as cancel from './exportJob/cancel';
import * as getJob from './exportJob/get';
import * as getManyJobs from './exportJob/getMany';
import * as getResult from './forecastExport/getResult';
import * as run from './forecastExport/run';
import * as start from './forecastExport/start';
import * as getManyTypes from './forecastType/getMany';

/** Every operation of the node, by the values of Resource and Operation. */
export const OPERATIONS = {
	account: { getLimits },
	exportJob: { cancel, get: getJob, getMany: getManyJobs },
	forecastExport: { getResult, run, start },
	forecastType: { getMany: getManyTypes },
} satisfies Record<string, Record<string, ItemOperation>>;

/** Runs each item with the resource and operation that it asks for. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output = await forEachItem(this, async (itemIndex) => {
		const operation = chooseOperation<ItemOperation>(this, OPERATIONS, itemIndex);
		return await operation.execute.call(this, itemIndex);
	});
	return [output];
}
