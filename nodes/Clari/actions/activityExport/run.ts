import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { activityExport } from '../../activities/activityExport';
import type { ExportOutputs } from '../exportOutputs';
import { runDescription, runListExport } from '../listExport/run';
import { ACTIVITIES } from './activities';
import { EXPORT_OPTIONS, exportDescription, readExport } from './exportParameters';

const displayOptions = { show: { resource: ['activityExport'], operation: ['run'] } };

export const description: INodeProperties[] = [
	...exportDescription(displayOptions),
	...runDescription(displayOptions, ACTIVITIES, EXPORT_OPTIONS),
];

/** Queues an activity export, waits for it, and gives an item for each activity. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<INodeExecutionData[]> {
	return await runListExport(this, itemIndex, outputs, ACTIVITIES, (session) =>
		activityExport(readExport(session)),
	);
}
