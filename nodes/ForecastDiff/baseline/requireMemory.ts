import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isMemoryGiven } from '../../shared/state/givenMemory';
import { WorkflowMemory } from '../../shared/state/staticData';
import { MEMORY_SECTION } from './memoryKey';

/**
 * Stops an execution that n8n did not give the memory of its workflow: it would be taken for the first run of all, so no
 * change would be told, and what it stored would take the place of the baseline that is there.
 *
 * @throws {NodeOperationError} that says where the baseline can be kept instead
 */
export async function requireMemory(context: IExecuteFunctions): Promise<void> {
	const reason = await reasonOf(context);
	if (reason === undefined) return;
	throw new NodeOperationError(
		context.getNode(),
		'n8n did not give this execution the memory of the workflow, so its baseline could not be read',
		{
			description: `${reason} Nothing was compared or stored. Set 'Baseline Kept In' to Second Input, as in the template forecast-data-table-baseline.json, or put this node into a workflow that another one calls with Execute Sub-workflow: a sub-workflow gets its memory.`,
		},
	);
}

/** Why there is none, in a sentence; `undefined` when there is one. */
async function reasonOf(context: IExecuteFunctions): Promise<string | undefined> {
	if (!isMemoryGiven(context)) {
		return context.getMode() === 'retry'
			? 'n8n (2.41) gives none to a retry with the original workflow: retry with the saved one, or let the trigger start a new execution.'
			: 'n8n (2.41) gives none to the workers of its queue mode.';
	}
	const hasBaselines = new WorkflowMemory(context, MEMORY_SECTION).keys().length > 0;
	if (!hasBaselines && (await hasWaited(context))) {
		return 'n8n (2.41) gives none to an execution that goes on after a wait of more than a minute.';
	}
	return undefined;
}

/** Whether this execution was parked. Until it ends, n8n keeps it in its database as it was then. */
async function hasWaited(context: IExecuteFunctions): Promise<boolean> {
	if (context.getMode() === 'manual') return false;
	const stored = await context.getExecutionDataById(context.getExecutionId());
	return Boolean(stored?.waitTill);
}
