import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { apiError } from '../../sessionReport';
import { getLimits } from '../../transport';
import { optionsParameter, readSession } from '../requestOptions';

const displayOptions = { show: { resource: ['account'], operation: ['getLimits'] } };

export const description: INodeProperties[] = [optionsParameter(displayOptions)];

/** Gives how many exports are left in the rolling 30 days, and how many may run at a time. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const answer = await getLimits(session);
	if (!answer.ok) {
		throw apiError(session, answer, { attempted: 'Could not read the export limits' });
	}
	const limits = answer.value;
	return [
		{
			json: {
				monthlyQuota: limits.monthlyQuota ?? null,
				availableMonthlyQuota: limits.availableMonthlyQuota ?? null,
				concurrentLimit: limits.concurrentLimit ?? null,
				availableConcurrentLimit: limits.availableConcurrentLimit ?? null,
				runningJobIds: limits.runningJobIds,
				submittedJobIds: limits.submittedJobIds,
			},
		},
	];
}
