import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readText } from '../../../shared/json/read';
import { readVendorAnswer } from '../../errors';
import { apiError } from '../../exportFlow';
import { cancelJob, getJob } from '../../transport';
import { optionsParameter, readSession } from '../requestOptions';
import { jobLocator, readJobId } from './jobLocator';

const displayOptions = { show: { resource: ['exportJob'], operation: ['cancel'] } };

export const description: INodeProperties[] = [
	jobLocator(displayOptions),
	optionsParameter(displayOptions),
];

/**
 * Cancels a job, which gives its unit of quota back. A job that has already ended is no failure: the item says so.
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const jobId = readJobId(this, itemIndex);
	const answer = await cancelJob(session, jobId);
	if (answer.ok) {
		return [
			{ json: { jobId, cancelled: true, status: readText(answer.value.status) ?? 'CANCELLED' } },
		];
	}
	if (readVendorAnswer(answer.answer).code === 'export_failed_to_cancel') {
		// It has ended; perhaps by this very request, whose first answer was lost.
		const job = await getJob(session, jobId);
		const status = job.ok ? job.value.status : undefined;
		if (status === 'CANCELLED' || status === 'ABORTED') {
			return [{ json: { jobId, cancelled: true, status } }];
		}
		const reason = 'The job had already ended';
		return [{ json: { jobId, cancelled: false, ...(status && { status }), reason } }];
	}
	throw apiError(session, answer, { attempted: `Could not cancel export job ${jobId}` });
}
