import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	NodeExecutionHint,
} from 'n8n-workflow';

import type { NodeFailure } from '../../../shared/errors/nodeError';
import { attempt } from '../../../shared/errors/nodeError';
import { toItemData } from '../../../shared/json/read';
import { errorItem } from '../../../shared/operations/eachItem';
import { collectionParameter, toNumber, toText } from '../../../shared/parameters/read';
import { DEFAULT_PACE } from '../../pacing';
import { Progress } from '../../rows/progress';
import type { Row } from '../../rows/row';
import { makeRow } from '../../rows/row';
import { getRowConnection, getRowConnectionOfItem } from '../../rows/rowConnection';
import type { RowFailure } from '../../rows/rowFailure';
import { explainRow, toRowError } from '../../rows/rowFailure';
import { ROW_OPTIONS, rowDataParameters } from '../../rows/rowParameters';
import { RowSender } from '../../rows/rowSender';

const displayOptions = { show: { resource: ['row'], operation: ['create'] } };

const OPTIONS: INodeProperties[] = [
	...ROW_OPTIONS,
	{
		displayName: 'Burst',
		name: 'burst',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 18,
		description: 'Rows that may go at once after a quiet time. Clay allows a workspace 20.',
	},
	{
		displayName: 'Callback URL',
		name: 'callbackUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/…',
		description:
			'Added to the row, so that an HTTP API column of the table can send its result there. Usually the production URL of a Clay Trigger.',
	},
	{
		displayName: 'Failed Rows',
		name: 'failedRows',
		type: 'options',
		options: [
			{
				name: 'Output as Items',
				value: 'output',
				description: 'Go on, and give an item with what happened and what to do',
			},
			{
				name: 'Stop the Workflow',
				value: 'stop',
				description: 'Stop at the first row that is not created',
			},
		],
		default: 'output',
		description:
			"What to do with a row that was not created. With the node's setting On Error at continue, it becomes an item as n8n makes them.",
	},
	{
		displayName: 'Repeat Uncertain Rows',
		name: 'repeatUncertain',
		type: 'boolean',
		default: false,
		description:
			'Whether to send a row again after a lost answer or a server-side status (5xx). Clay may have made it already, so it can be there twice, with the same correlation ID.',
	},
	{
		displayName: 'Requests in Flight',
		name: 'inFlight',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 10,
		description: 'How many rows may wait for their answer at the same time',
	},
	{
		displayName: 'Rows per Second',
		name: 'rowsPerSecond',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 1 },
		default: 9.8,
		description:
			'Sustained rate. Clay allows a workspace 10, over all its webhooks and senders; what goes beyond is sent again after a pause.',
	},
];

export const description: INodeProperties[] = [
	...rowDataParameters(displayOptions),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: [...OPTIONS].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	},
];

/** What became of an input item: a row, or why there is none. */
type Result = { item: INodeExecutionData } | { error: NodeFailure; refused?: RefusedRow };

/** A row that was sent and not created, and the words of its credential that must not show up in a text. */
interface RefusedRow {
	row: Row;
	failure: RowFailure;
	secrets: readonly string[];
}

/**
 * Makes a row of each item. Several rows are under way at a time; the items come out in the order in which they came in.
 *
 * @throws the first row's error, when the run is to stop; it says how many rows had been made
 */
export async function executeRun(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const count = this.getInputData().length;
	const options = collectionParameter(this, 'options', 0);
	const connection = await getRowConnection(this, 0);
	const sender = new RowSender(this, connection, {
		pace: {
			perSecond: Math.max(0.1, toNumber(options.rowsPerSecond, DEFAULT_PACE.perSecond)),
			burst: Math.max(1, toNumber(options.burst, DEFAULT_PACE.burst)),
		},
		timeoutMs: Math.max(100, toNumber(options.requestTimeout, 60) * 1_000),
		repeatUncertain: options.repeatUncertain === true,
	});
	const stopAtFirst = options.failedRows === 'stop' && !this.continueOnFail();
	const width = Math.min(50, Math.max(1, Math.trunc(toNumber(options.inFlight, 10))));

	const results = await createAll(this, { sender, count, width, stopAtFirst });
	const hints = sender.submissions.hints(connection.webhooks);
	sender.submissions.save();

	const created = results.filter((result) => result !== undefined && isCreated(result)).length;
	if (stopAtFirst && created < count) stopWith(this, results, created);
	addHints(this, hints, created, count);
	return results.flatMap((result, itemIndex) =>
		result === undefined ? [] : [toItem(this, result, itemIndex)],
	);
}

/** What the rows of a run share. */
interface Run {
	sender: RowSender;
	count: number;
	/** Rows under way at a time. */
	width: number;
	stopAtFirst: boolean;
}

/** Starts rows in order, so many at a time. Rows under way end, but none is started after a stop or a cancellation. */
async function createAll(context: IExecuteFunctions, run: Run): Promise<Array<Result | undefined>> {
	const { count, width, stopAtFirst } = run;
	const results = new Array<Result | undefined>(count).fill(undefined);
	const signal = context.getExecutionCancelSignal();
	const progress = new Progress(context, count);
	let next = 0;
	let stopped = false;
	const worker = async () => {
		while (next < count && !stopped && !signal?.aborted) {
			const itemIndex = next++;
			const result = await createOne(context, run.sender, itemIndex);
			results[itemIndex] = result;
			stopped ||= stopAtFirst && !isCreated(result);
			progress.step();
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
	return results;
}

async function createOne(
	context: IExecuteFunctions,
	sender: RowSender,
	itemIndex: number,
): Promise<Result> {
	const make = () => {
		const options = collectionParameter(context, 'options', itemIndex);
		return makeRow(context, itemIndex, () => toText(options.callbackUrl, '').trim());
	};
	const sent = await attempt(context.getNode(), itemIndex, async () => {
		const own = await getRowConnectionOfItem(context, itemIndex, sender.connection);
		return { own, ...(await sender.sendOnce(itemIndex, make, own.credential)) };
	});
	if (!sent.ok) return { error: sent.error };
	const { row, outcome, own } = sent.value;
	if (!outcome.created) {
		const refused = { row, failure: outcome.failure, secrets: own.secrets };
		return { refused, error: errorOf(context, refused) };
	}
	const item: INodeExecutionData = {
		json: {
			created: true,
			correlationId: row.correlationId,
			...(row.callbackUrl !== undefined && { callbackUrl: row.callbackUrl }),
			webhook: outcome.webhook,
			httpStatus: outcome.status,
			...toItemData({ answer: outcome.answer, row: row.fields }),
		},
		pairedItem: { item: itemIndex },
	};
	return { item };
}

function errorOf(
	context: IExecuteFunctions,
	{ row, failure, secrets }: RefusedRow,
	createdSoFar?: string,
): NodeFailure {
	return toRowError(context.getNode(), failure, {
		itemIndex: row.itemIndex,
		correlationId: row.correlationId,
		secrets,
		createdSoFar,
	});
}

function isCreated(result: Result): boolean {
	return 'item' in result;
}

/** @throws the error of the first row that was not created, if there is one */
function stopWith(
	context: IExecuteFunctions,
	results: ReadonlyArray<Result | undefined>,
	created: number,
): void {
	const first = results.find((result) => result !== undefined && 'error' in result);
	if (first === undefined || !('error' in first)) return;
	const { refused, error } = first;
	const createdSoFar = `${created} of ${results.length} rows had been created, and they stay in the table.`;
	if (refused !== undefined) throw errorOf(context, refused, createdSoFar);
	error.description = `${createdSoFar} ${error.description ?? ''}`.trim();
	throw error;
}

function toItem(context: IExecuteFunctions, result: Result, itemIndex: number): INodeExecutionData {
	if ('item' in result) return result.item;
	if (context.continueOnFail()) return errorItem(context, result.error, itemIndex);
	const { refused, error } = result;
	const { row, failure } = refused ?? {};
	const explained = failure && explainRow(failure);
	return {
		json: {
			created: false,
			status: failure?.http.status ?? null,
			reason: explained?.what ?? error.message,
			whatToDo: explained?.todo ?? error.description ?? null,
			...(failure && { webhook: failure.webhook }),
			correlationId: row?.correlationId ?? null,
			...toItemData({ row: row?.fields ?? context.getInputData()[itemIndex]?.json ?? {} }),
		},
		pairedItem: { item: itemIndex },
	};
}

/** Says what a glance at the items would not show: that some rows were not created, and webhooks that come to an end. */
function addHints(
	context: IExecuteFunctions,
	hints: NodeExecutionHint[],
	created: number,
	count: number,
): void {
	if (created < count) {
		context.addExecutionHints({
			type: 'warning',
			location: 'outputPane',
			message: `${created} of ${count} rows were created, ${count - created} were not: look for created: false.`,
		});
	}
	if (hints.length > 0) context.addExecutionHints(...hints);
}
