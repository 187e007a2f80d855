import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ExportOutputs } from '../exportOutputs';
import { getListResult, getResultDescription } from '../listExport/getResult';
import { AUDIT_EVENTS } from './auditEvents';

export const description = getResultDescription('auditEvent', AUDIT_EVENTS);

/** Waits for a job that was queued before, if it still runs, and gives its events. Costs no export. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<INodeExecutionData[]> {
	return await getListResult(this, itemIndex, outputs, AUDIT_EVENTS);
}
