import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isRecord } from '../../shared/json/read';
import { jsonParameter } from '../../shared/parameters/json';
import { collectionParameter, textParameter, toText } from '../../shared/parameters/read';
import { makeCorrelationId } from '../rows/correlationId';
import type { RoutineInput } from './runs';

/** Items of a run at the most, and characters of an item's id. Source: Clay's OpenAPI. */
const MAX_ITEMS = 100;
const MAX_ID_LENGTH = 64;

/** What a run is started with. */
export interface RunInputs {
	routineId: string;
	items: RoutineInput[];
	/** Empty: none. */
	webhookId: string;
}

export function runInputParameters({ show }: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Routine ID',
			name: 'routineId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. function:t_… or workflow:wf_…',
			description: "Copied from Clay, or listed by Clay's CLI: the API has no list of routines",
			displayOptions: { show },
		},
		{
			displayName: 'Inputs',
			name: 'inputsFrom',
			type: 'options',
			options: [
				{
					name: 'List',
					value: 'list',
					description: 'A JSON list of 1 to 100 entries: one run for all of them',
				},
				{
					name: 'This Item',
					value: 'item',
					description: 'The fields of the input item: one run for each item',
				},
			],
			default: 'item',
			description: 'What the routine is run with. Each run costs what the routine costs in Clay.',
			displayOptions: { show },
		},
		{
			displayName: 'List',
			name: 'inputsJson',
			type: 'json',
			required: true,
			default: '[]',
			placeholder: 'e.g. [{ "domain": "example.com" }]',
			description:
				'Each entry holds the inputs of one item, or has them under "inputs" beside an ID of its own, as the API takes them. A missing ID is made.',
			displayOptions: { show: { ...show, inputsFrom: ['list'] } },
		},
	];
}

/** The entries of Options for a run. */
export const RUN_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Item ID',
		name: 'itemId',
		type: 'string',
		default: '',
		description:
			'What the result of this item is recognized by, at most 64 characters. When empty, one is made. Not used with a list.',
	},
	{
		displayName: 'Webhook ID',
		name: 'webhookId',
		type: 'string',
		default: '',
		placeholder: 'e.g. wh_…',
		description:
			'A signed API webhook that Clay calls when the run ends, e.g. of a Clay Trigger. Made with the CLI of Clay or in its settings.',
	},
];

/** @throws NodeOperationError when the list or an id is not as Clay wants it; nothing has been sent then */
export function readRunInputs(context: IExecuteFunctions, itemIndex: number): RunInputs {
	const routineId = textParameter(context, 'routineId', itemIndex).trim();
	if (routineId === '') {
		throw inputError(context, itemIndex, "'Routine ID' is empty", 'Copy it from Clay.');
	}
	const options = collectionParameter(context, 'options', itemIndex);
	const items =
		textParameter(context, 'inputsFrom', itemIndex, 'item') === 'list'
			? readList(context, itemIndex)
			: [readItem(context, itemIndex, toText(options.itemId, '').trim())];
	checkIds(context, itemIndex, items);
	return { routineId, items, webhookId: toText(options.webhookId, '').trim() };
}

function readItem(context: IExecuteFunctions, itemIndex: number, id: string): RoutineInput {
	const inputs: unknown = context.getInputData()[itemIndex]?.json;
	if (!isRecord(inputs)) {
		throw inputError(
			context,
			itemIndex,
			'The item is no object, and a routine takes named inputs',
			"Use 'Split Out' before this node, or choose 'List' under 'Inputs'.",
		);
	}
	return { id: id || makeCorrelationId(context, itemIndex), inputs };
}

function readList(context: IExecuteFunctions, itemIndex: number): RoutineInput[] {
	const list = jsonParameter(context, 'inputsJson', 'List', itemIndex);
	if (!Array.isArray(list) || list.length === 0 || list.length > MAX_ITEMS) {
		const what = Array.isArray(list) ? `has ${list.length} entries` : 'is no list';
		throw inputError(
			context,
			itemIndex,
			`'List' ${what}, and a run takes 1 to ${MAX_ITEMS}`,
			"Split larger lists with 'Loop Over Items' before this node.",
		);
	}
	const made = makeCorrelationId(context, itemIndex);
	return list.map((entry: unknown, index): RoutineInput => {
		if (!isRecord(entry)) {
			throw inputError(
				context,
				itemIndex,
				`Entry ${index + 1} of 'List' is no object`,
				'Give objects with id and inputs, or objects that are the inputs themselves.',
			);
		}
		const inputs = isRecord(entry.inputs) ? entry.inputs : entry;
		const id = isRecord(entry.inputs) ? toText(entry.id, '').trim() : '';
		return { id: id || `${made}-${index + 1}`, inputs };
	});
}

function checkIds(context: IExecuteFunctions, itemIndex: number, items: RoutineInput[]): void {
	const seen = new Set<string>();
	for (const { id } of items) {
		const what = id.length > MAX_ID_LENGTH ? `has ${id.length} characters` : 'is there twice';
		if (id.length <= MAX_ID_LENGTH && !seen.has(id)) {
			seen.add(id);
			continue;
		}
		throw inputError(
			context,
			itemIndex,
			`The item ID '${id}' ${what}`,
			`Give each item an ID of its own with at most ${MAX_ID_LENGTH} characters: results are told apart by it.`,
		);
	}
}

function inputError(
	context: IExecuteFunctions,
	itemIndex: number,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message} [item ${itemIndex}]`, {
		itemIndex,
		description,
	});
}
