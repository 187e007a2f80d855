import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { runTogether } from '../../shared/operations/allItems';
import { chooseOperation } from '../../shared/operations/choose';
import { forEachItem } from '../../shared/operations/eachItem';
import type { Operation } from '../../shared/operations/operation';
import * as checkReadiness from './account/checkReadiness';
import * as getAccount from './account/get';
import * as searchCompanies from './company/search';
import * as searchPeople from './person/search';
import * as getRoutineResults from './routine/getResults';
import * as runRoutine from './routine/run';
import * as runRoutineAndWait from './routine/runAndWait';
import * as createRow from './row/create';
import * as createRowAndWait from './row/createAndWait';
import * as queryTable from './table/query';
import * as createWebhook from './webhook/create';
import * as deleteWebhook from './webhook/delete';
import * as getManyWebhooks from './webhook/getMany';

/** Every operation of the node, by the values of Resource and Operation. */
export const OPERATIONS = {
	account: { checkReadiness, get: getAccount },
	company: { search: searchCompanies },
	person: { search: searchPeople },
	routine: { getResults: getRoutineResults, run: runRoutine, runAndWait: runRoutineAndWait },
	row: { create: createRow, createAndWait: createRowAndWait },
	table: { query: queryTable },
	webhook: { create: createWebhook, delete: deleteWebhook, getMany: getManyWebhooks },
} satisfies Record<string, Record<string, Operation>>;

/**
 * Runs the operation: once for all items where they are sent together, else for each item.
 *
 * @throws the first item's error, unless the node is set to continue; then that item gives `{ error }`, and each item
 *   does when all were to be sent together
 */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const together = await runTogether(this, OPERATIONS);
	if (together !== undefined) return [together];

	const output = await forEachItem(this, async (itemIndex) => {
		const operation = chooseOperation<Operation>(this, OPERATIONS, itemIndex);
		return 'execute' in operation ? await operation.execute.call(this, itemIndex) : [];
	});
	return [output];
}
