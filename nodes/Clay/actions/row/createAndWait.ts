import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readText, toItemData } from '../../../shared/json/read';
import {
	collectionParameter,
	numberParameter,
	textParameter,
	toNumber,
	toText,
} from '../../../shared/parameters/read';
import { DEFAULT_PACE } from '../../pacing';
import { readCallbackAdmission } from '../../rows/callbackAdmission';
import type { Row } from '../../rows/row';
import { makeRow } from '../../rows/row';
import { getRowConnection } from '../../rows/rowConnection';
import { explainRow, isUncertain, toRowError } from '../../rows/rowFailure';
import { ROW_OPTIONS, rowDataParameters } from '../../rows/rowParameters';
import { RowSender } from '../../rows/rowSender';
import { rowUrl } from '../../rows/rowUrl';

const displayOptions = { show: { resource: ['row'], operation: ['createAndWait'] } };

export const description: INodeProperties[] = [
	{
		displayName:
			'Takes one item: the first callback continues the whole execution. Clay must be able to reach this n8n from the internet, the workflow must be saved, and the HTTP API column must call the URL in the callback field. A second callback is answered with 409, and so is one that comes before n8n has begun to wait: add 409 to the retry codes of the column, or let it run only after an enrichment.',
		name: 'waitNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	...rowDataParameters(displayOptions),
	{
		displayName: 'Wait at Most',
		name: 'waitLimit',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 1 },
		required: true,
		default: 1,
		description:
			'How long to wait for the callback. When the time is over, the item goes on with timedOut: true.',
		displayOptions,
	},
	{
		displayName: 'Unit',
		name: 'waitUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'hours',
		description: 'Unit of the time to wait',
		displayOptions,
	},
	{
		displayName: 'Callback Authentication',
		name: 'callbackAuthentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Shared Header',
				value: 'header',
				description: 'The token in the URL, and a secret in a header that the column sends',
			},
			{
				name: 'Token in the URL',
				value: 'none',
				description: 'The URL in the row holds a token for this execution, which n8n checks',
			},
		],
		default: 'none',
		description: 'What a callback has to prove',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: ROW_OPTIONS,
	},
];

const UNIT_MS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/**
 * Sends one row with the URL that resumes this execution, and parks the execution: no worker is held meanwhile. What
 * Clay sends back is taken by `resume`; when the time is over, the input passes through, which is what is left here.
 *
 * @throws when there is more than one item or no callback could be let in (nothing is sent then), or when it is certain
 *   that the row was not created
 */
export async function executeRun(this: IExecuteFunctions): Promise<INodeExecutionData[]> {
	checkSingle(this);
	await checkAdmission(this);
	// Before anything is sent: an expression that fails later would have made a row that nobody waits for.
	const limitMs = readLimitMs(this);
	const { row: made, callbackField } = makeWaitingRow(this);
	const options = collectionParameter(this, 'options', 0);
	const connection = await getRowConnection(this, 0);
	const sender = new RowSender(this, connection, {
		pace: DEFAULT_PACE,
		timeoutMs: Math.max(100, toNumber(options.requestTimeout, 60) * 1_000),
		repeatUncertain: false,
	});
	const { row, outcome } = await sender.sendOnce(0, () => made, connection.credential);
	const hints = sender.submissions.hints(connection.webhooks);
	sender.submissions.save();
	const uncertain = !outcome.created && isUncertain(outcome.failure.http);
	// A row that Clay may have made is waited for: its callback is the proof.
	if (!outcome.created && !uncertain) {
		throw toRowError(this.getNode(), outcome.failure, {
			itemIndex: 0,
			correlationId: row.correlationId,
			secrets: connection.secrets,
		});
	}
	if (hints.length > 0) this.addExecutionHints(...hints);
	const doubt = outcome.created ? undefined : explainRow(outcome.failure).what;

	const parked: INodeExecutionData = {
		json: {
			timedOut: true,
			correlationId: row.correlationId,
			sentAt: new Date().toISOString(),
			webhook: outcome.created ? outcome.webhook : outcome.failure.webhook,
			...(doubt !== undefined && { uncertain: `${doubt}. A callback is the proof that it did.` }),
			// Without the URL, which holds the token.
			...toItemData({
				row: Object.fromEntries(
					Object.entries(row.fields).filter(([name]) => name !== callbackField),
				),
			}),
		},
		pairedItem: { item: 0 },
	};
	// What n8n passes on when the time is over is the input that it keeps with the node.
	const kept = this.getExecuteData();
	kept.data = { ...kept.data, main: [[parked]] };
	await this.putExecutionToWait(new Date(Date.now() + limitMs));
	return [parked];
}

function checkSingle(context: IExecuteFunctions): void {
	const count = context.getInputData().length;
	if (count === 1) return;
	throw new NodeOperationError(
		context.getNode(),
		`This operation takes one item, and there are ${count} [item 1]`,
		{
			itemIndex: 1,
			description:
				"The first callback continues the whole execution, so that the others would be lost. Nothing was sent. Put 'Loop Over Items' with batch size 1 before this node, call a sub-workflow for each item, or use 'Row: Create' with a Clay Trigger.",
		},
	);
}

/** @throws when no callback could be let in: the row would be paid for, and its result turned away */
async function checkAdmission(context: IExecuteFunctions): Promise<void> {
	const chosen: unknown = context.getNodeParameter('callbackAuthentication', 0, '', {
		rawExpressions: true,
	});
	const admission = await readCallbackAdmission(context, chosen);
	if (admission.by !== 'nothing') return;
	throw new NodeOperationError(context.getNode(), 'No callback could be let in [item 0]', {
		itemIndex: 0,
		description: `${admission.log} Nothing was sent.`,
	});
}

function makeWaitingRow(context: IExecuteFunctions): { row: Row; callbackField: string } {
	const resumeUrl: unknown = context.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	const url = readText(resumeUrl);
	if (url === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			'This execution has no URL to be resumed by [item 0]',
			{ itemIndex: 0, description: 'Save the workflow and run it again.' },
		);
	}
	const options = collectionParameter(context, 'options', 0);
	const callbackField = toText(options.callbackField, '').trim() || 'callback_url';
	const nodeId = context.getNode().id;
	const row = makeRow(context, 0, (correlationId) => rowUrl(url, { nodeId, correlationId }));
	return { row, callbackField };
}

function readLimitMs(context: IExecuteFunctions): number {
	const unit = UNIT_MS[textParameter(context, 'waitUnit', 0, 'hours')] ?? 3_600_000;
	return Math.max(1_000, numberParameter(context, 'waitLimit', 0, 1) * unit);
}
