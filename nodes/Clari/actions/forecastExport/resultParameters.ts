import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	collectionParameter,
	textParameter,
	toNumber,
	toText,
} from '../../../shared/parameters/read';
import type { Polling, PollingTexts } from '../../../shared/polling/polling';
import { pollingParameter, readPolling } from '../../../shared/polling/polling';
import { ifEmptyOption, ifTruncatedOption, outputParameters } from '../resultOptions';

/** What to do with rows or the file; the same for Run and Get Result. */
export function outputDescription(displayOptions: IDisplayOptions): INodeProperties[] {
	return outputParameters(displayOptions, 'One item for each user, field, period, week and type');
}

/** The entries of Options that say what to do with an export that is not as expected. */
export const RESULT_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Expected Rows',
		name: 'expectedRows',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many rows an export has at least. Fewer are passed on with a hint on the node, and the check expected_rows fails in the report. Not checked when 0.',
	},
	ifEmptyOption({
		description: 'What to do when Clari answers with an export without rows',
		notice: 'One item that says so, which Forecast Diff turns into a data quality alert',
		nothing: 'The workflow ends here when no other period has rows',
	}),
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
	ifTruncatedOption('Pass the rows on with truncated set, which Forecast Diff does not compare'),
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
	/** 0: not checked. */
	expectedRows: number;
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
		expectedRows: Math.max(0, toNumber(options.expectedRows, 0)),
	};
}
