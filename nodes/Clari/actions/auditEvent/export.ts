import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { auditExport } from '../../audit/auditExport';
import type { ExportOutputs } from '../exportOutputs';
import { runDescription, runListExport } from '../listExport/run';
import { AUDIT_EVENTS } from './auditEvents';
import { filtersParameter, readFilters } from './filters';

const displayOptions = { show: { resource: ['auditEvent'], operation: ['export'] } };

export const description: INodeProperties[] = [
	filtersParameter(displayOptions),
	...runDescription(displayOptions, AUDIT_EVENTS),
];

/** Queues an export of audit events, waits for it, and gives an item for each event. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<INodeExecutionData[]> {
	return await runListExport(this, itemIndex, outputs, AUDIT_EVENTS, (session) =>
		auditExport(readFilters(session)),
	);
}
