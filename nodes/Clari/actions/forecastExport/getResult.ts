import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { collectionParameter, toText } from '../../../shared/parameters/read';
import { waitForJob } from '../../exports/wait';
import { readFileName } from '../../jobs';
import { hint } from '../../sessionReport';
import type { ExportOutputs } from '../exportOutputs';
import { jobLocator, readJobId } from '../exportJob/jobLocator';
import { optionsParameter, readSession } from '../requestOptions';
import { checkForecast } from './checkForecast';
import { forecastItems } from './forecastItems';
import { loadForecast } from './loadForecast';
import {
	RESULT_OPTIONS,
	outputDescription,
	pollingDescription,
	readExportPolling,
	readResultSettings,
} from './resultParameters';

const displayOptions = { show: { resource: ['forecastExport'], operation: ['getResult'] } };

const EXPECTED_PERIOD: INodeProperties = {
	displayName: 'Expected Period',
	name: 'expectedPeriod',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026_Q1',
	description: 'The fiscal quarter that the export must be of. Not checked when empty.',
};

export const description: INodeProperties[] = [
	jobLocator(displayOptions),
	...outputDescription(displayOptions),
	optionsParameter(displayOptions, [...RESULT_OPTIONS, EXPECTED_PERIOD]),
	pollingDescription(displayOptions),
];

/** Waits for a job that was queued before, if it still runs, and gives its rows or file. Costs no export. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const jobId = readJobId(this, itemIndex);
	const polling = readExportPolling(this, itemIndex);
	const settings = readResultSettings(this, itemIndex);
	const expected = toText(
		collectionParameter(this, 'options', itemIndex).expectedPeriod,
		'',
	).trim();
	const period = expected === '' ? {} : { timePeriod: expected };
	const subject = { kind: 'forecast', operation: 'getResult', ...period } as const;
	return await outputs.report(session, subject, 0, async (progress) => {
		const queued = { kind: 'forecast', jobId } as const;
		// The job is older than this run: look at once.
		const job = await waitForJob(session, queued, { ...polling, firstWaitMs: 0 }, progress);
		// Rows of two tabs have the same keys: without the tab one would replace the other where they are stored.
		const forecastId = readFileName(job.fileName ?? '')?.tab;
		const asked = { ...period, ...(forecastId !== undefined && { forecastId }) };
		if (forecastId === undefined && settings.output === 'rows') {
			hint(
				session,
				`Clari does not say which forecast tab export job ${jobId} is of, so its rows have no forecastId [item ${itemIndex}]: add it before you store rows of several tabs in one table.`,
			);
		}
		const loaded = await loadForecast(session, job, asked, settings, progress);
		checkForecast(session, loaded, asked, settings, progress);
		return await forecastItems(session, loaded, asked, settings);
	});
}
