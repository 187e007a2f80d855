import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { flagParameter } from '../../../shared/parameters/read';
import { apiError } from '../../exportFlow';
import { getJob } from '../../transport';
import { REQUEST_OPTIONS, readSession } from '../requestOptions';
import { jobItem } from './jobItem';
import { jobLocator, readJobId } from './jobLocator';

const displayOptions = { show: { resource: ['exportJob'], operation: ['get'] } };

export const description: INodeProperties[] = [
	jobLocator(displayOptions),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: REQUEST_OPTIONS,
	},
];

/** Gives the state of one job. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const jobId = readJobId(this, itemIndex);
	const answer = await getJob(session, jobId);
	if (!answer.ok) {
		throw apiError(session, answer, { attempted: `Could not read export job ${jobId}` });
	}
	return [jobItem(answer.value, flagParameter(this, 'simplify', itemIndex, true))];
}
