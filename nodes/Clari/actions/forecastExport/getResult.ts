import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { collectionParameter, toText } from '../../../shared/parameters/read';
import { waitForJob } from '../../exportFlow';
import { jobLocator, readJobId } from '../exportJob/jobLocator';
import { REQUEST_OPTIONS, readSession } from '../requestOptions';
import { deliver } from './deliver';
import {
	RESULT_OPTIONS,
	outputDescription,
	pollingDescription,
	readPolling,
	readResultSettings,
} from './resultParameters';

const displayOptions = { show: { resource: ['forecastExport'], operation: ['getResult'] } };

export const description: INodeProperties[] = [
	jobLocator(displayOptions),
	...outputDescription(displayOptions),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: [
			...REQUEST_OPTIONS,
			...RESULT_OPTIONS,
			{
				displayName: 'Expected Period',
				name: 'expectedPeriod',
				type: 'string' as const,
				default: '',
				placeholder: 'e.g. 2026_Q1',
				description: 'The fiscal quarter that the export must be of. Not checked when empty.',
			},
		].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	},
	pollingDescription(displayOptions),
];

/** Waits for a job that was queued before, if it still runs, and gives its rows or file. Costs no export. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const jobId = readJobId(this, itemIndex);
	const polling = readPolling(this, itemIndex);
	const expected = toText(
		collectionParameter(this, 'options', itemIndex).expectedPeriod,
		'',
	).trim();
	// The job is older than this run: look at once.
	const job = await waitForJob(session, jobId, { ...polling, firstWaitMs: 0 });
	const asked = expected === '' ? {} : { timePeriod: expected };
	return await deliver(session, job, asked, readResultSettings(this, itemIndex));
}
