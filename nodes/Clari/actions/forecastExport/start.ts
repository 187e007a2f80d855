import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { attempt } from '../../../shared/errors/nodeError';
import { beginExport } from '../../exports/begin';
import { ExportProgress } from '../../exports/progress';
import { takeSurvey } from '../../exports/survey';
import { checkQuotaForAll } from '../../exports/quota';
import { readExportSettings, REMEMBERED_QUEUE_OPTIONS } from '../queueParameters';
import { optionsParameter, readSession } from '../requestOptions';
import { EXPORT_OPTIONS, exportDescription, readExports } from './exportParameters';
import { pollingDescription, readExportPolling } from './resultParameters';

const displayOptions = { show: { resource: ['forecastExport'], operation: ['start'] } };

export const description: INodeProperties[] = [
	...exportDescription(displayOptions),
	optionsParameter(displayOptions, [...EXPORT_OPTIONS, ...REMEMBERED_QUEUE_OPTIONS]),
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
	const settings = readExportSettings(this, itemIndex, readExportPolling(this, itemIndex));
	const first = await takeSurvey(session);
	checkQuotaForAll(session, wanted, settings, first);
	const items: INodeExecutionData[] = [];
	for (const forecastExport of wanted) {
		const { forecastId, body } = forecastExport;
		const result = await attempt(this.getNode(), itemIndex, async () => {
			const progress = new ExportProgress();
			const survey = items.length === 0 ? first : undefined;
			const jobId = await beginExport(session, forecastExport, settings, progress, {
				first: survey,
			});
			return { jobId, adopted: progress.adopted !== undefined };
		});
		if (!result.ok) {
			const queued = items.map(({ json }) => json.jobId).join(', ');
			if (queued !== '') {
				// In the message: of a node that goes on, n8n keeps nothing else.
				result.error.message += `. Already queued: ${queued}`;
				result.error.description = `${result.error.description ?? ''} Fetch what was queued with 'Forecast Export: Get Result'.`;
			}
			throw result.error;
		}
		items.push({
			json: {
				jobId: result.value.jobId,
				forecastId,
				timePeriod: body.timePeriod ?? null,
				format: body.exportFormat ?? 'JSON',
				adopted: result.value.adopted,
				queuedAt: new Date().toISOString(),
			},
		});
	}
	return items;
}
