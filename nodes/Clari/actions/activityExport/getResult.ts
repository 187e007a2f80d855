import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ExportOutputs } from '../exportOutputs';
import { getListResult, getResultDescription } from '../listExport/getResult';
import { ACTIVITIES } from './activities';

export const description = getResultDescription('activityExport', ACTIVITIES);

/** Waits for a job that was queued before, if it still runs, and gives its activities. Costs no export. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<INodeExecutionData[]> {
	return await getListResult(this, itemIndex, outputs, ACTIVITIES);
}
