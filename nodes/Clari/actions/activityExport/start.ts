import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { activityExport } from '../../activities/activityExport';
import { beginExport } from '../../exports/begin';
import { ExportProgress } from '../../exports/progress';
import { pollingDescription, readExportPolling } from '../forecastExport/resultParameters';
import { REMEMBERED_QUEUE_OPTIONS, readExportSettings } from '../queueParameters';
import { optionsParameter, readV4Session } from '../requestOptions';
import { EXPORT_OPTIONS, exportDescription, readExport } from './exportParameters';

const displayOptions = { show: { resource: ['activityExport'], operation: ['start'] } };

export const description: INodeProperties[] = [
	...exportDescription(displayOptions),
	optionsParameter(displayOptions, [...EXPORT_OPTIONS, ...REMEMBERED_QUEUE_OPTIONS]),
	pollingDescription(displayOptions),
];

/** Queues an activity export and gives its job id, to be fetched later by Get Result. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readV4Session(this, itemIndex, 'Activity exports');
	const body = readExport(session);
	const settings = readExportSettings(this, itemIndex, readExportPolling(this, itemIndex));
	const progress = new ExportProgress();
	const jobId = await beginExport(session, activityExport(body), settings, progress);
	const adopted = progress.adopted !== undefined;
	const { startDate, endDate, activityTypes = [] } = body;
	return [
		{
			json: {
				jobId,
				startDate,
				endDate,
				activityTypes,
				adopted,
				queuedAt: new Date().toISOString(),
			},
		},
	];
}
