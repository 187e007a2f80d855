import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readText } from '../../../shared/json/read';
import { readVendorAnswer } from '../../errors';
import { isCancelled } from '../../jobs';
import { apiError, jobError } from '../../sessionReport';
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
 *
 * @throws NodeApiError, NodeOperationError when Clari did not cancel it, or when that is not known
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const jobId = readJobId(this, itemIndex);
	const attempted = `Could not cancel export job ${jobId}`;
	const answer = await cancelJob(session, jobId);
	if (answer.ok && answer.value.successful !== false) {
		return [
			{ json: { jobId, cancelled: true, status: readText(answer.value.status) ?? 'CANCELLED' } },
		];
	}
	const isOver = !answer.ok && readVendorAnswer(answer.answer).code === 'export_failed_to_cancel';
	if (!answer.ok && !isOver) throw apiError(session, answer, { attempted });

	// It has ended as a rule; perhaps by this very request, whose first answer was lost.
	const job = await getJob(session, jobId);
	if (!job.ok && !isOver) throw apiError(session, job, { attempted });
	const { status, state } = job.ok ? job.value : {};
	if (status !== undefined && isCancelled({ status })) {
		return [{ json: { jobId, cancelled: true, status } }];
	}
	if (!isOver && (state === 'running' || state === 'unknown')) {
		throw jobError(
			session,
			`${attempted}: it is still ${status}`,
			"Clari answered that it did not cancel the job, which keeps its slot and its unit of quota. Run this again, or look at the job with 'Export Job: Get'.",
		);
	}
	const reason = 'The job had already ended';
	return [{ json: { jobId, cancelled: false, ...(status && { status }), reason } }];
}
