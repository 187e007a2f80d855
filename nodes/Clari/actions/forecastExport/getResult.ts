import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { collectionParameter, toText } from '../../../shared/parameters/read';
import { waitForJob } from '../../exportFlow';
import { jobLocator, readJobId } from '../exportJob/jobLocator';
import { optionsParameter, readSession } from '../requestOptions';
import { deliver } from './deliver';
import {
	RESULT_OPTIONS,
	outputDescription,
	pollingDescription,
	readExportPolling,
	readResultSettings,
} from './resultParameters';

const displayOptions = { show: { resource: ['forecastExport'], operation: ['getResult'] } };

const EXPECTED_PERIOD: INodeProperties = {
	displayName: 'Expected Period',
	name: 'expectedPeriod',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026_Q1',
	description: 'The fiscal quarter that the export must be of. Not checked when empty.',
};

export const description: INodeProperties[] = [
	jobLocator(displayOptions),
	...outputDescription(displayOptions),
	optionsParameter(displayOptions, [...RESULT_OPTIONS, EXPECTED_PERIOD]),
	pollingDescription(displayOptions),
];

/** Waits for a job that was queued before, if it still runs, and gives its rows or file. Costs no export. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const jobId = readJobId(this, itemIndex);
	const polling = readExportPolling(this, itemIndex);
	const expected = toText(
		collectionParameter(this, 'options', itemIndex).expectedPeriod,
		'',
	).trim();
	// The job is older than this run: look at once.
	const job = await waitForJob(session, jobId, { ...polling, firstWaitMs: 0 });
	const asked = expected === '' ? {} : { timePeriod: expected };
	return await deliver(session, job, asked, readResultSettings(this, itemIndex));
}
