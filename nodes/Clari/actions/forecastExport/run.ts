import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { NodeFailure } from '../../../shared/errors/nodeError';
import { attempt } from '../../../shared/errors/nodeError';
import type { ExportSettings } from '../../exports/exportSettings';
import { checkQuotaForAll } from '../../exports/quota';
import type { Survey } from '../../exports/survey';
import { takeSurvey } from '../../exports/survey';
import { newestRows } from '../../results/newestRows';
import { hint } from '../../sessionReport';
import type { ClariSession } from '../../transport';
import type { ExportOutputs } from '../exportOutputs';
import { TIMEOUT_OPTION, readExportSettings } from '../queueParameters';
import { optionsParameter, readSession } from '../requestOptions';
import {
	EXPORT_OPTIONS,
	FORECAST_QUEUE_OPTIONS,
	exportDescription,
	readExports,
} from './exportParameters';
import { addCoverage } from './addCoverage';
import { forecastItems } from './forecastItems';
import { ForecastRun } from './forecastRun';
import type { ResultSettings } from './resultParameters';
import {
	RESULT_OPTIONS,
	outputDescription,
	pollingDescription,
	readExportPolling,
	readResultSettings,
} from './resultParameters';

const displayOptions = { show: { resource: ['forecastExport'], operation: ['run'] } };

export const description: INodeProperties[] = [
	...exportDescription(displayOptions),
	...outputDescription(displayOptions),
	optionsParameter(displayOptions, [
		...EXPORT_OPTIONS,
		...FORECAST_QUEUE_OPTIONS,
		...RESULT_OPTIONS,
		TIMEOUT_OPTION,
	]),
	pollingDescription(displayOptions),
];

/** Queues an export for each period, waits for all, and gives their rows or files in the order of the periods. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const runs = readExports(this, itemIndex).map(
		(wanted, index) => new ForecastRun(session, wanted, index),
	);
	const polling = readExportPolling(this, itemIndex);
	const settings = {
		...readExportSettings(this, itemIndex, polling),
		...readResultSettings(this, itemIndex),
		verifiesFile: true,
	};
	const failure = await runAll(session, runs, settings, outputs);
	// Files are passed on as they are, each with all of its rows.
	const isOfRows = failure === undefined && settings.output === 'rows';
	const replaced = isOfRows ? keepNewest(session, runs) : 0;
	if (this.getNodeParameter('timePeriodMode', itemIndex, 'current') !== 'current') {
		addCoverage(session, runs, replaced, outputs);
	}
	if (failure) throw withOtherJobs(failure, runs);

	const items: INodeExecutionData[] = [];
	for (const run of runs) {
		if (run.loaded === undefined) continue;
		const made = await forecastItems(session, run.loaded, run.asked, settings);
		// A spread of a large export would not fit on the stack; its rows are not needed any more.
		for (const item of made) items.push(item);
		run.loaded = undefined;
	}
	return items;
}

/**
 * Runs the exports, as many at a time as there are slots. After a failure those under way end, but no further export is
 * queued.
 *
 * @returns the first failure
 */
async function runAll(
	session: ClariSession,
	runs: ForecastRun[],
	settings: ExportSettings & ResultSettings,
	outputs: ExportOutputs,
): Promise<NodeFailure | undefined> {
	const node = session.context.getNode();
	const first = await takeSurvey(session);
	const requests = runs.map(({ wanted }) => wanted);
	const failures: NodeFailure[] = [];
	let width = 1;
	const begun = await attempt(node, session.itemIndex, async () => {
		const adoptable = checkQuotaForAll(session, requests, settings, first);
		width = adoptable.length + freeSlots(first);
	});
	if (!begun.ok) {
		// Nothing was queued, and each of the periods is reported so.
		for (const run of runs) run.refuse(outputs, begun.error);
		return begun.error;
	}

	const waiting = runs.map((run, index) => ({ run, survey: index < width ? first : undefined }));
	const worker = async () => {
		for (let next = waiting.shift(); next && failures.length === 0; next = waiting.shift()) {
			const { run, survey } = next;
			const result = await attempt(node, session.itemIndex, async () => {
				await run.complete(settings, outputs, survey);
			});
			if (!result.ok) failures.push(result.error);
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, runs.length) }, worker));
	return failures[0];
}

/** How many jobs the organization can take now; one when it does not say. */
function freeSlots({ limits }: Survey): number {
	return Math.max(1, limits?.availableConcurrentLimit ?? limits?.concurrentLimit ?? 1);
}

/** Of rows that several exports have, the newest stay. Returns how many others there were. */
function keepNewest(session: ClariSession, runs: ForecastRun[]): number {
	const results = runs.flatMap(({ loaded }) =>
		loaded?.result ? { result: loaded.result, madeAt: loaded.madeAt } : [],
	);
	const { rows, replaced } = newestRows(
		results.map(({ result, madeAt }) => ({ rows: result.rows, madeAt })),
	);
	if (replaced === 0) return 0;
	results.forEach(({ result }, index) => {
		result.rows = rows[index] ?? [];
	});
	hint(
		session,
		`${replaced} rows were in several of the exports [item ${session.itemIndex}]: the newest of each was kept.`,
	);
	return replaced;
}

/** Names the jobs of the other periods, which have been paid for and can be fetched. */
function withOtherJobs(failure: NodeFailure, runs: ForecastRun[]): NodeFailure {
	const known = `${failure.message} ${failure.description ?? ''}`;
	const others = runs.flatMap(({ fetchableJobId: jobId, wanted }) =>
		jobId === undefined || known.includes(jobId)
			? []
			: `${wanted.body.timePeriod ?? 'current quarter'}: ${jobId}`,
	);
	if (others.length > 0) {
		failure.description = `${failure.description ?? ''} Other periods were queued and can be fetched with 'Forecast Export: Get Result': ${others.join(', ')}.`;
	}
	return failure;
}
