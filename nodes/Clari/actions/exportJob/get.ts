import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { flagParameter } from '../../../shared/parameters/read';
import { apiError } from '../../sessionReport';
import { getJob } from '../../transport';
import { optionsParameter, readSession } from '../requestOptions';
import { simplifyParameter } from '../simplify';
import { jobItem } from './jobItem';
import { jobLocator, readJobId } from './jobLocator';

const displayOptions = { show: { resource: ['exportJob'], operation: ['get'] } };

export const description: INodeProperties[] = [
	jobLocator(displayOptions),
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions),
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
