import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * Whether an export is read or passed on, and where its file goes; the same for every kind.
 *
 * @param rows what the items are when it is read
 */
export function outputParameters(displayOptions: IDisplayOptions, rows: string): INodeProperties[] {
	const { show } = displayOptions;
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			default: 'rows',
			options: [
				{ name: 'Rows', value: 'rows', description: rows },
				{ name: 'File', value: 'file', description: 'One item with the file as Clari made it' },
			],
			description: 'Whether to read the export or to pass the file on',
			displayOptions,
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the output binary field to put the file in',
			displayOptions: { show: { ...show, output: ['file'] } },
		},
	];
}

/** The entry of Options about an export without rows; the texts say what that means for the kind of export. */
export function ifEmptyOption(texts: {
	description: string;
	notice: string;
	nothing: string;
}): INodeProperties {
	return {
		displayName: 'If Export Is Empty',
		name: 'ifEmpty',
		type: 'options',
		default: 'notice',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Stop with a message' },
			{ name: 'Output a Notice', value: 'notice', description: texts.notice },
			{ name: 'Output Nothing', value: 'nothing', description: texts.nothing },
		],
		description: texts.description,
	};
}

/**
 * The entry of Options about an export of which Clari cut something off.
 *
 * @param flag what becomes of the rows when they are passed on
 */
export function ifTruncatedOption(flag: string): INodeProperties {
	return {
		displayName: 'If Export Is Truncated',
		name: 'ifTruncated',
		type: 'options',
		default: 'flag',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Stop with a message' },
			{ name: 'Flag Rows', value: 'flag', description: flag },
		],
		description: 'What to do when Clari cut off rows or cells of the export',
	};
}
