import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { RUN_OPTIONS, readRunInputs, runInputParameters } from '../../routines/runInputs';
import { startRun } from '../../routines/runs';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['routine'], operation: ['run'] } };

export const description: INodeProperties[] = [
	...runInputParameters(displayOptions),
	optionsParameter(displayOptions, RUN_OPTIONS),
];

/** Starts a run and gives its id, without waiting. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const { routineId, items, webhookId } = readRunInputs(this, itemIndex);
	const { routineRunId, status, itemIds } = await startRun(session, routineId, items, webhookId);
	return [{ json: { routineRunId, status, routineId, itemIds } }];
}
