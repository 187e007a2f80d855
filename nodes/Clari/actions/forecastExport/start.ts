import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { attempt } from '../../../shared/errors/nodeError';
import { queueExport } from '../../exportFlow';
import { optionsParameter, readSession } from '../requestOptions';
import { EXPORT_OPTIONS, exportDescription, readExports } from './exportParameters';
import { pollingDescription, readExportPolling } from './resultParameters';

const displayOptions = { show: { resource: ['forecastExport'], operation: ['start'] } };

export const description: INodeProperties[] = [
	...exportDescription(displayOptions),
	optionsParameter(displayOptions, EXPORT_OPTIONS),
	pollingDescription(displayOptions),
];

/**
 * Queues an export for each period and gives the job ids. For exports that take longer than an execution should: wait
 * in the workflow, then use Get Result.
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const wanted = readExports(this, itemIndex);
	const polling = readExportPolling(this, itemIndex);
	const items: INodeExecutionData[] = [];
	for (const forecastExport of wanted) {
		const { forecastId, body } = forecastExport;
		const result = await attempt(this.getNode(), itemIndex, async () => {
			return await queueExport(session, forecastExport, polling);
		});
		if (!result.ok) {
			const queued = items.map(({ json }) => json.jobId).join(', ');
			if (queued !== '') {
				result.error.description = `${result.error.description ?? ''} Already queued: ${queued}. Fetch them with 'Forecast Export: Get Result'.`;
			}
			throw result.error;
		}
		items.push({
			json: {
				jobId: result.value,
				forecastId,
				timePeriod: body.timePeriod ?? null,
				format: body.exportFormat ?? 'JSON',
				queuedAt: new Date().toISOString(),
			},
		});
	}
	return items;
}
