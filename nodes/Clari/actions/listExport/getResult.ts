import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { waitForJob } from '../../exports/wait';
import type { ExportOutputs } from '../exportOutputs';
import { jobLocator, readJobId } from '../exportJob/jobLocator';
import {
	pollingDescription,
	readExportPolling,
	readResultSettings,
} from '../forecastExport/resultParameters';
import { optionsParameter, readV4Session } from '../requestOptions';
import { outputParameters } from '../resultOptions';
import type { ListExport } from './deliver';
import { deliverList } from './deliver';
import { LIST_RESULT_OPTIONS } from './parameters';

/** The parameters of an operation that fetches the result of a job that was queued before. */
export function getResultDescription(resource: string, { each }: ListExport): INodeProperties[] {
	const displayOptions = { show: { resource: [resource], operation: ['getResult'] } };
	return [
		jobLocator(displayOptions),
		...outputParameters(displayOptions, `One item for each ${each}`),
		optionsParameter(displayOptions, LIST_RESULT_OPTIONS),
		pollingDescription(displayOptions),
	];
}

/** Waits for a job that was queued before, if it still runs, and gives its list. Costs no export. */
export async function getListResult(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
	list: ListExport,
): Promise<INodeExecutionData[]> {
	const { kind, subject } = list;
	const session = await readV4Session(context, itemIndex, subject);
	const jobId = readJobId(context, itemIndex);
	// The job is older than this run: look at once.
	const polling = { ...readExportPolling(context, itemIndex), firstWaitMs: 0 };
	const settings = readResultSettings(context, itemIndex);
	return await outputs.report(session, { kind, operation: 'getResult' }, 0, async (progress) => {
		const job = await waitForJob(session, { kind, jobId }, polling, progress);
		return await deliverList(session, job, list, settings, progress);
	});
}
