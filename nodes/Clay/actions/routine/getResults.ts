import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { limitParameters, readLimit } from '../../../shared/parameters/limit';
import { textParameter } from '../../../shared/parameters/read';
import { sessionError } from '../../errors';
import { readResults } from '../../routines/runs';
import { optionsParameter, readSession } from '../session';
import { resultItems } from './resultItems';

const displayOptions = { show: { resource: ['routine'], operation: ['getResults'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Routine Run ID',
		name: 'routineRunId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.routineRunId }}',
		description: 'From the output of Run, or from the signed API webhook',
		displayOptions,
	},
	...limitParameters(displayOptions),
	optionsParameter(displayOptions),
];

/** Gives an item for each result; for a run that goes on, one item that says how far it is. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const routineRunId = textParameter(this, 'routineRunId', itemIndex).trim();
	if (routineRunId === '') {
		throw sessionError(
			session,
			"'Routine Run ID' is empty",
			"Take it from the output of 'Routine: Run', e.g. {{ $json.routineRunId }}.",
		);
	}
	const results = await readResults(session, routineRunId, readLimit(this, itemIndex));
	if (results.complete) return resultItems(routineRunId, results.results);
	return [{ json: { ...results.progress, complete: false, routineRunId } }];
}
