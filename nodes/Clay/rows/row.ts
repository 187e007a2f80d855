import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isRecord, readText } from '../../shared/json/read';
import { jsonParameter } from '../../shared/parameters/json';
import {
	collectionParameter,
	listParameter,
	textParameter,
	toText,
} from '../../shared/parameters/read';
import { makeCorrelationId } from './correlationId';
import { flatten } from './flatten';

/** Bytes of JSON that Clay takes in one request: 100 KB. Source: Clay's webhook integration guide. */
const MAX_ROW_BYTES = 102_400;

/** A row that is ready to be sent. */
export interface Row {
	itemIndex: number;
	correlationId: string;
	callbackUrl?: string;
	fields: Record<string, unknown>;
	/** The fields as JSON, at most {@link MAX_ROW_BYTES} long. */
	body: string;
}

/**
 * Makes the row of an item: its data as the parameters say, with the correlation id and the callback URL.
 *
 * @param callbackUrlOf where Clay is to send the result of the row with this correlation id; nothing is added when empty
 * @throws NodeOperationError when the data are no object, two fields collide, or the row is too large
 */
export function makeRow(
	context: IExecuteFunctions,
	itemIndex: number,
	callbackUrlOf: (correlationId: string) => string,
): Row {
	const options = collectionParameter(context, 'options', itemIndex);
	const data = readData(context, itemIndex);
	const shaped =
		options.flatten === true
			? flattened(context, itemIndex, data, toText(options.flattenSeparator, '_'))
			: data;

	const correlationField = toText(options.correlationField, '').trim() || 'correlation_id';
	const correlationId =
		toText(options.correlationId, '').trim() ||
		toText(shaped[correlationField], '').trim() ||
		makeCorrelationId(context, itemIndex);
	const callbackField = toText(options.callbackField, '').trim() || 'callback_url';
	const callbackUrl = callbackUrlOf(correlationId);
	const fields = {
		...shaped,
		[correlationField]: correlationId,
		...(callbackUrl !== '' && { [callbackField]: callbackUrl }),
	};
	return {
		itemIndex,
		correlationId,
		...(callbackUrl !== '' && { callbackUrl }),
		fields,
		body: toBody(context, itemIndex, fields),
	};
}

function readData(context: IExecuteFunctions, itemIndex: number): Record<string, unknown> {
	const input: unknown = context.getInputData()[itemIndex]?.json;
	switch (textParameter(context, 'rowData', itemIndex, 'allFields')) {
		case 'json':
			return asObject(
				context,
				itemIndex,
				jsonParameter(context, 'rowJson', 'JSON', itemIndex),
				"'JSON'",
			);
		case 'chosenFields':
			return choose(context, itemIndex, asObject(context, itemIndex, input, 'The item'));
		default:
			return asObject(context, itemIndex, input, 'The item');
	}
}

function asObject(
	context: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
	subject: string,
): Record<string, unknown> {
	if (isRecord(value)) return value;
	const isList = Array.isArray(value);
	throw new NodeOperationError(
		context.getNode(),
		`${subject} is ${isList ? 'a list' : 'no object'}, and a row is made of one JSON object [item ${itemIndex}]`,
		{
			itemIndex,
			description: isList
				? "Clay would put the whole list into one row. Use 'Split Out' before this node, so that each entry is an item."
				: 'Give the value a name, e.g. { "value": … }.',
		},
	);
}

function choose(
	context: IExecuteFunctions,
	itemIndex: number,
	data: Record<string, unknown>,
): Record<string, unknown> {
	const names = listParameter(context, 'fields', itemIndex);
	const found = names.flatMap((name) => {
		const value = valueAt(data, name);
		return value === undefined ? [] : [[name, value] as const];
	});
	if (found.length > 0) return Object.fromEntries(found);
	throw new NodeOperationError(
		context.getNode(),
		`The item has none of the chosen fields [item ${itemIndex}]`,
		{
			itemIndex,
			description:
				names.length === 0
					? "Name at least one field under 'Fields'."
					: `Check the names under 'Fields': ${names.join(', ')}.`,
		},
	);
}

/** The field of that name, or the one that a path with dots leads to. */
function valueAt(data: Record<string, unknown>, name: string): unknown {
	if (Object.hasOwn(data, name)) return data[name];
	let value: unknown = data;
	for (const key of name.split('.')) {
		if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
		value = value[key];
	}
	return value;
}

function flattened(
	context: IExecuteFunctions,
	itemIndex: number,
	data: Record<string, unknown>,
	separator: string,
): Record<string, unknown> {
	const result = flatten(data, separator);
	if (result.ok) return result.row;
	throw new NodeOperationError(
		context.getNode(),
		`Two fields would both become '${result.twice}' [item ${itemIndex}]`,
		{ itemIndex, description: "Choose another 'Flatten Separator', or rename one of them." },
	);
}

function toBody(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: Record<string, unknown>,
): string {
	const body = JSON.stringify(fields);
	const bytes = Buffer.byteLength(body, 'utf8');
	if (bytes <= MAX_ROW_BYTES) return body;
	throw new NodeOperationError(
		context.getNode(),
		`The row has ${bytes.toLocaleString('en-US')} bytes, and Clay takes at most ${MAX_ROW_BYTES.toLocaleString('en-US')} [item ${itemIndex}]`,
		{
			itemIndex,
			description: `Choose fewer fields under 'Row Data'. The largest is ${largestField(fields)}.`,
		},
	);
}

function largestField(fields: Record<string, unknown>): string {
	const sizes = Object.entries(fields).map(([name, value]) => ({
		name,
		bytes: Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8'),
	}));
	const [largest] = sizes.sort((a, b) => b.bytes - a.bytes);
	return readText(largest?.name) ? `'${String(largest?.name)}'` : 'not known';
}
