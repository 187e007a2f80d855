import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import type { NodeFailure } from '../../shared/errors/nodeError';
import { attempt } from '../../shared/errors/nodeError';
import { redactSecrets } from '../../shared/errors/vendorError';
import { runIndexOf } from '../../shared/operations/runIndex';
import { CLARI_CREDENTIAL } from '../connection';
import { ExportProgress } from '../exports/progress';
import type { ReportOrigin, ReportSubject } from '../reports/exportReport';
import { exportReport } from '../reports/exportReport';
import { KeptReports } from '../reports/keptReports';
import type { ClariSession } from '../transport';

/** The operations that report what became of each export. */
const REPORTED = {
	activityExport: ['getResult', 'run'],
	auditEvent: ['export', 'getResult'],
	forecastExport: ['getResult', 'run'],
};

/**
 * The outputs of the node by its parameters. Coverage is there only where several periods can be asked for, and
 * operations that export nothing keep their single output.
 */
export function outputsExpression(): `={{${string}}}` {
	const output = (displayName: string) =>
		`{ type: "${NodeConnectionTypes.Main}", displayName: "${displayName}" }`;
	const isReported = `(${JSON.stringify(REPORTED)}[$parameter["resource"]] ?? []).includes($parameter["operation"])`;
	const hasPeriods =
		'$parameter["resource"] === "forecastExport" && $parameter["operation"] === "run" && $parameter["timePeriodMode"] !== "current"';
	return `={{ ${isReported}
		? [${output('Result')}, ${output('Report')}, ...(${hasPeriods} ? [${output('Coverage')}] : [])]
		: [{ type: "${NodeConnectionTypes.Main}" }] }}`;
}

/** One of the outputs beside the first: an item and the place that it has in it. */
interface Placed {
	item: number;
	/** Within what comes of one input item. */
	index: number;
	json: IDataObject;
	/** Why the export failed. */
	error?: NodeFailure;
}

/**
 * The outputs Report and Coverage of one run of the node. Operations put in what they have also when they fail
 * afterwards, so that a failed export is reported where the node goes on.
 */
export class ExportOutputs {
	private readonly reports: Placed[] = [];

	private readonly coverages: Placed[] = [];

	private readonly kept: KeptReports;

	constructor(private readonly context: IExecuteFunctions) {
		this.kept = new KeptReports(context);
	}

	/**
	 * Does one export and reports it, whether it succeeds or fails.
	 *
	 * @param index which export of the input item it is, from 0
	 * @throws what `action` throws
	 */
	async report<T>(
		session: ClariSession,
		subject: ReportSubject,
		index: number,
		action: (progress: ExportProgress) => Promise<T>,
	): Promise<T> {
		const progress = new ExportProgress();
		const result = await attempt(session.context.getNode(), session.itemIndex, async () => {
			return await action(progress);
		});
		this.add(session, subject, index, progress, result.ok ? undefined : result.error);
		if (!result.ok) throw result.error;
		return result.value;
	}

	/** Adds the report of an export that has ended, with the error if there was one. */
	add(
		{ itemIndex, connection }: ClariSession,
		subject: ReportSubject,
		index: number,
		progress: ExportProgress,
		error?: NodeFailure,
	): void {
		const message = error && redactSecrets(error.message, connection.secrets);
		const origin = this.originOf(connection.host, itemIndex, index);
		const json = exportReport(origin, subject, progress, Date.now(), message);
		this.reports.push({ item: itemIndex, index, json, error });
	}

	/** Adds what the export of several periods covers. */
	addCoverage(item: number, json: IDataObject): void {
		this.coverages.push({ item, index: 0, json });
	}

	/** Notes that an input item fails: nothing that was exported for it comes out. */
	fail(item: number): void {
		for (const { item: of, json } of this.reports) if (of === item) json.delivered = false;
	}

	/**
	 * Keeps the reports for the next run when the node stops the workflow, which drops its outputs. Not those of the error
	 * that stops it: the error workflow has that.
	 */
	keep(error: NodeFailure): void {
		const others = this.reports.filter((report) => report.error !== error);
		this.kept.keep(inOrder(others).map(({ json }) => ({ ...json, delivered: false })));
	}

	/** All outputs that the node has with its present parameters; the reports with those of runs that were stopped. */
	all(first: INodeExecutionData[]): INodeExecutionData[][] {
		const count = Math.max(1, this.count());
		const reports = inOrder(this.reports);
		const ids = new Set(this.reports.map(({ json }) => json.reportId));
		const earlier = (count > 1 ? this.kept.take() : [])
			.filter(({ reportId }) => !ids.has(reportId))
			.map((json) => ({ json, pairedItem: { item: 0 } }));
		return [first, [...earlier, ...reports], inOrder(this.coverages)].slice(0, count);
	}

	/** Without the one for errors, which n8n fills itself. */
	private count(): number {
		return this.context
			.getNodeOutputs()
			.filter(({ type, category }) => type === NodeConnectionTypes.Main && category !== 'error')
			.length;
	}

	private originOf(host: string, item: number, index: number): ReportOrigin {
		const { id, name } = this.context.getWorkflow();
		const credential = this.context.getNode().credentials?.[CLARI_CREDENTIAL];
		const executionId = this.context.getExecutionId();
		// A workflow may have several nodes, and a loop runs one several times.
		const place = [executionId, this.context.getNode().id, runIndexOf(this.context), item, index];
		return {
			reportId: place.join(':'),
			host,
			credential: credential?.name ?? '',
			workflowId: id ?? '',
			workflowName: name ?? '',
			executionId,
			mode: this.context.getMode(),
		};
	}
}

function inOrder(placed: Placed[]): INodeExecutionData[] {
	return [...placed]
		.sort((a, b) => a.item - b.item || a.index - b.index)
		.map(({ item, json }) => ({ json, pairedItem: { item } }));
}
