import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { flagParameter } from '../../../shared/parameters/read';
import { apiError } from '../../sessionReport';
import { listJobs } from '../../transport';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { optionsParameter, readSession } from '../requestOptions';
import { simplifyParameter } from '../simplify';
import { jobItem } from './jobItem';

const displayOptions = { show: { resource: ['exportJob'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions),
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
	return takeLimit(this, itemIndex, answer.value).map((job) => jobItem(job, simplify));
}
