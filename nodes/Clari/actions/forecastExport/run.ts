import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { NodeFailure } from '../../../shared/errors/nodeError';
import { attempt } from '../../../shared/errors/nodeError';
import type { Polling } from '../../../shared/polling/polling';
import type { ForecastExport } from '../../exportFlow';
import { queueExport, waitForJob } from '../../exportFlow';
import type { ClariSession } from '../../transport';
import { getLimits } from '../../transport';
import { optionsParameter, readSession } from '../requestOptions';
import { deliver } from './deliver';
import { EXPORT_OPTIONS, exportDescription, readExports } from './exportParameters';
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
	optionsParameter(displayOptions, [...EXPORT_OPTIONS, ...RESULT_OPTIONS]),
	pollingDescription(displayOptions),
];

/** Queues an export for each period, waits for all, and gives their rows or files in the order of the periods. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const wanted = readExports(this, itemIndex);
	const polling = readExportPolling(this, itemIndex);
	const settings = readResultSettings(this, itemIndex);
	const width = wanted.length > 1 ? await freeSlots(session) : 1;

	const runs = wanted.map((forecastExport) => new ExportRun(session, forecastExport));
	const failure = await runAll(session, runs, width, async (run) => {
		await run.complete(polling, settings);
	});
	if (failure) throw withOtherJobs(failure, runs);
	return runs.flatMap((run) => run.items);
}

/** One export from queueing to its items; keeps the job id, so that it is not lost when another export fails. */
class ExportRun {
	jobId?: string;

	items: INodeExecutionData[] = [];

	constructor(
		private readonly session: ClariSession,
		readonly wanted: ForecastExport,
	) {}

	async complete(polling: Polling, settings: ResultSettings): Promise<void> {
		const { forecastId, body } = this.wanted;
		this.jobId = await queueExport(this.session, this.wanted, polling);
		const followFailed = body.schedule !== undefined && body.schedule !== 'NONE';
		const job = await waitForJob(this.session, this.jobId, polling, followFailed);
		const asked = { forecastId, timePeriod: body.timePeriod };
		this.items = await deliver(this.session, job, asked, settings);
	}
}

/**
 * Runs the exports, at most `width` at a time. After a failure those under way end, but no further export is queued.
 *
 * @returns the first failure
 */
async function runAll(
	session: ClariSession,
	runs: ExportRun[],
	width: number,
	complete: (run: ExportRun) => Promise<void>,
): Promise<NodeFailure | undefined> {
	const waiting = [...runs];
	const failures: NodeFailure[] = [];
	const worker = async () => {
		for (let run = waiting.shift(); run && failures.length === 0; run = waiting.shift()) {
			const current = run;
			const result = await attempt(session.context.getNode(), session.itemIndex, async () => {
				await complete(current);
			});
			if (!result.ok) failures.push(result.error);
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, runs.length) }, worker));
	return failures[0];
}

/** How many jobs the organization can take now; one when it does not say. */
async function freeSlots(session: ClariSession): Promise<number> {
	const answer = await getLimits(session);
	if (!answer.ok) return 1;
	const { availableConcurrentLimit, concurrentLimit } = answer.value;
	return Math.max(1, availableConcurrentLimit ?? concurrentLimit ?? 1);
}

/** Names the jobs of the other periods, which have been paid for and can be fetched. */
function withOtherJobs(failure: NodeFailure, runs: ExportRun[]): NodeFailure {
	const known = `${failure.message} ${failure.description ?? ''}`;
	const others = runs
		.filter((run) => run.jobId !== undefined && !known.includes(run.jobId))
		.map((run) => `${run.wanted.body.timePeriod ?? 'current quarter'}: ${run.jobId ?? ''}`);
	if (others.length > 0) {
		failure.description = `${failure.description ?? ''} Other periods were exported and can be fetched with 'Forecast Export: Get Result': ${others.join(', ')}.`;
	}
	return failure;
}
