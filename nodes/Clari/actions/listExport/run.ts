import type {
	IDisplayOptions,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { completeExport } from '../../exports/complete';
import type { ExportRequest } from '../../exports/exportRequest';
import type { ClariSession } from '../../transport';
import type { ExportOutputs } from '../exportOutputs';
import {
	pollingDescription,
	readExportPolling,
	readResultSettings,
} from '../forecastExport/resultParameters';
import { REMEMBERED_QUEUE_OPTIONS, TIMEOUT_OPTION, readExportSettings } from '../queueParameters';
import { optionsParameter, readV4Session } from '../requestOptions';
import { outputParameters } from '../resultOptions';
import type { ListExport } from './deliver';
import { deliverList } from './deliver';
import { LIST_RESULT_OPTIONS } from './parameters';

/**
 * The parameters of an operation that makes an export, but for those that say what to export.
 *
 * @param options entries of Options that say what to export
 */
export function runDescription(
	displayOptions: IDisplayOptions,
	{ each }: ListExport,
	options: INodeProperties[] = [],
): INodeProperties[] {
	return [
		...outputParameters(displayOptions, `One item for each ${each}`),
		optionsParameter(displayOptions, [
			...options,
			...REMEMBERED_QUEUE_OPTIONS,
			...LIST_RESULT_OPTIONS,
			TIMEOUT_OPTION,
		]),
		pollingDescription(displayOptions),
	];
}

/**
 * Queues an export, waits for it, and gives its list.
 *
 * @param readRequest reads what to export
 */
export async function runListExport(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
	list: ListExport,
	readRequest: (session: ClariSession) => ExportRequest,
): Promise<INodeExecutionData[]> {
	const { kind, subject } = list;
	const session = await readV4Session(context, itemIndex, subject);
	const wanted = readRequest(session);
	const queueing = readExportSettings(context, itemIndex, readExportPolling(context, itemIndex));
	const settings = readResultSettings(context, itemIndex);
	return await outputs.report(session, { kind, operation: 'run' }, 0, async (progress) => {
		const job = await completeExport(session, wanted, queueing, progress);
		return await deliverList(session, job, list, settings, progress);
	});
}
