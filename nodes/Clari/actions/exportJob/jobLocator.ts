import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { locatorParameter } from '../../../shared/parameters/read';

/** The parameter that chooses one export job. */
export function jobLocator(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Export Job',
		name: 'jobId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'A job that was queued by the user who made the token',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchExportJobs', searchable: true },
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 65aa01f2c3d4e5f607182930',
			},
		],
		displayOptions,
	};
}

export function readJobId(context: IExecuteFunctions, itemIndex: number): string {
	const jobId = locatorParameter(context, 'jobId', itemIndex);
	if (jobId !== '') return jobId;
	throw new NodeOperationError(context.getNode(), `Fill in 'Export Job' [item ${itemIndex}]`, {
		itemIndex,
		description: 'Choose a job from the list, or put in the job ID that an earlier node gave.',
	});
}
