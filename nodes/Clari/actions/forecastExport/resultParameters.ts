import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionParameter, textParameter, toText } from '../../../shared/parameters/read';
import type { Polling, PollingTexts } from '../../../shared/polling/polling';
import { pollingParameter, readPolling } from '../../../shared/polling/polling';

/** What to do with rows or the file; the same for Run and Get Result. */
export function outputDescription(displayOptions: IDisplayOptions): INodeProperties[] {
	const { show } = displayOptions;
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			default: 'rows',
			options: [
				{
					name: 'Rows',
					value: 'rows',
					description: 'One item for each user, field, period, week and type',
				},
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

/** The entries of Options that say what to do with an export that is not as expected. */
export const RESULT_OPTIONS: INodeProperties[] = [
	{
		displayName: 'If Export Is Empty',
		name: 'ifEmpty',
		type: 'options',
		default: 'notice',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Stop with a message' },
			{
				name: 'Output a Notice',
				value: 'notice',
				description: 'One item that says so, which Forecast Diff turns into a data quality alert',
			},
			{
				name: 'Output Nothing',
				value: 'nothing',
				description: 'The workflow ends here when no other period has rows',
			},
		],
		description: 'What to do when Clari answers with an export without rows',
	},
	{
		displayName: 'If Period Differs',
		name: 'ifPeriodDiffers',
		type: 'options',
		default: 'fail',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Stop with a message' },
			{ name: 'Warn', value: 'warn', description: 'Pass the rows on, with a hint on the node' },
		],
		description:
			'What to do when the export is of another quarter than asked. Clari answers an unknown period with the current quarter, without a word.',
	},
	{
		displayName: 'If Export Is Truncated',
		name: 'ifTruncated',
		type: 'options',
		default: 'flag',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Stop with a message' },
			{
				name: 'Flag Rows',
				value: 'flag',
				description: 'Pass the rows on with truncated set, which Forecast Diff does not compare',
			},
		],
		description: 'What to do when Clari cut off rows or cells of the export',
	},
];

/** How to wait, and for how long; the same for every operation that waits for a job. */
const POLLING: PollingTexts = {
	description: 'How to wait for the export job',
	timeoutDescription:
		'Minutes to wait for one export. Afterwards the job goes on in Clari and Get Result can fetch it.',
	firstWait: 5,
};

export function pollingDescription(displayOptions: IDisplayOptions): INodeProperties {
	return pollingParameter(displayOptions, POLLING);
}

export function readExportPolling(context: IExecuteFunctions, itemIndex: number): Polling {
	return readPolling(context, itemIndex, POLLING);
}

/** What to do with a result. */
export interface ResultSettings {
	output: 'rows' | 'file';
	binaryPropertyName: string;
	ifEmpty: 'notice' | 'fail' | 'nothing';
	ifPeriodDiffers: 'fail' | 'warn';
	ifTruncated: 'flag' | 'fail';
}

export function readResultSettings(context: IExecuteFunctions, itemIndex: number): ResultSettings {
	const options = collectionParameter(context, 'options', itemIndex);
	const ifEmpty = toText(options.ifEmpty, 'notice');
	return {
		output: textParameter(context, 'output', itemIndex, 'rows') === 'file' ? 'file' : 'rows',
		binaryPropertyName: textParameter(context, 'binaryPropertyName', itemIndex, 'data'),
		ifEmpty: ifEmpty === 'fail' || ifEmpty === 'nothing' ? ifEmpty : 'notice',
		ifPeriodDiffers: options.ifPeriodDiffers === 'warn' ? 'warn' : 'fail',
		ifTruncated: options.ifTruncated === 'fail' ? 'fail' : 'flag',
	};
}
