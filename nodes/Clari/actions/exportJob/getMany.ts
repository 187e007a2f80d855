import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { flagParameter, numberParameter } from '../../../shared/parameters/read';
import { apiError } from '../../exportFlow';
import { listJobs } from '../../transport';
import { REQUEST_OPTIONS, readSession } from '../requestOptions';
import { jobItem } from './jobItem';

const displayOptions = { show: { resource: ['exportJob'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions,
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...displayOptions.show, returnAll: [false] } },
	},
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

/** Lists the jobs of the user who made the token, as Clari orders them. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const answer = await listJobs(session);
	if (!answer.ok) {
		throw apiError(session, answer, { attempted: 'Could not list export jobs' });
	}
	const simplify = flagParameter(this, 'simplify', itemIndex, true);
	const limit = flagParameter(this, 'returnAll', itemIndex)
		? answer.value.length
		: numberParameter(this, 'limit', itemIndex, 50);
	return answer.value.slice(0, limit).map((job) => jobItem(job, simplify));
}
