import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { PollingTexts } from '../../../shared/polling/polling';
import { pollingParameter, readPolling } from '../../../shared/polling/polling';
import { RUN_OPTIONS, readRunInputs, runInputParameters } from '../../routines/runInputs';
import { startRun, waitForResults } from '../../routines/runs';
import { optionsParameter, readSession } from '../session';
import { resultItems } from './resultItems';

const displayOptions = { show: { resource: ['routine'], operation: ['runAndWait'] } };

const POLLING: PollingTexts = {
	description: 'How to wait for the run',
	timeoutDescription:
		'Minutes to wait for the run. Afterward it goes on in Clay and Get Results can fetch its results.',
	firstWait: 2,
};

export const description: INodeProperties[] = [
	...runInputParameters(displayOptions),
	optionsParameter(displayOptions, RUN_OPTIONS),
	pollingParameter(displayOptions, POLLING),
];

/** Starts a run, waits for it, and gives an item for each result. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const { routineId, items, webhookId } = readRunInputs(this, itemIndex);
	const { routineRunId } = await startRun(session, routineId, items, webhookId);
	const results = await waitForResults(
		session,
		routineRunId,
		readPolling(this, itemIndex, POLLING),
	);
	return resultItems(routineRunId, results);
}
