import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import {
	collectionParameter,
	numberParameter,
	textParameter,
	toList,
	toNumber,
	toText,
} from '../../shared/parameters/read';
import type { MoveBaseline } from '../baseline/memory';
import type { NumericText } from '../engine';

const compareOnly = { show: { operation: ['compare'] } };
const withMemory = { show: { operation: ['compare'], compareWith: ['memory'] } };

export const PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Compare With',
		name: 'compareWith',
		type: 'options',
		default: 'memory',
		options: [
			{
				name: 'Baseline in Workflow Memory',
				value: 'memory',
				description:
					'What the workflow remembers of the last run. Test runs in the editor remember nothing.',
			},
			{
				name: 'Baseline on Second Input',
				value: 'secondInput',
				description: 'A baseline item from any store, or the rows of an earlier export',
			},
			{
				name: 'Previous Week in the Same Export',
				value: 'previousWeek',
				description: 'Needs no memory. Switch Include Historical Weeks on in the export.',
			},
		],
		description: 'What the current export is compared with',
		displayOptions: compareOnly,
	},
	{
		displayName: 'Move Baseline',
		name: 'moveBaseline',
		type: 'options',
		default: 'executionSucceeded',
		options: [
			{
				name: 'When the Execution Succeeded',
				value: 'executionSucceeded',
				description:
					'The next run looks whether this execution ended without an error, so an alert that was not delivered is raised again',
			},
			{
				name: 'Right Away',
				value: 'rightAway',
				description: 'Changes are raised once, even if the alert is not delivered',
			},
			{
				name: 'When Committed',
				value: 'onCommit',
				description: 'A Commit Baseline operation later in the workflow decides',
			},
		],
		description: 'When this export becomes the baseline for the next run',
		displayOptions: withMemory,
	},
	{
		displayName: 'Baseline Name',
		name: 'baselineName',
		type: 'string',
		default: '',
		placeholder: 'e.g. net_new',
		description:
			'Tells several baselines of a workflow apart. When empty, each Forecast Diff node remembers its own. A Commit Baseline operation needs the same name. On the second input, only baselines of this name count.',
		displayOptions: { show: { operation: ['compare'], compareWith: ['memory', 'secondInput'] } },
	},
	{
		displayName: 'Baseline Name',
		name: 'baselineName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. net_new',
		description: 'The name in the Forecast Diff node whose baseline is to move on',
		displayOptions: { show: { operation: ['commitBaseline'] } },
	},
	{
		displayName: 'Threshold in Percent',
		name: 'percentThreshold',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 10,
		description:
			'Smallest change to report, in percent of the earlier amount. Does not hold back what has no percentage, such as a call that starts from zero.',
		displayOptions: compareOnly,
	},
	{
		displayName: 'Threshold in Money',
		name: 'moneyThreshold',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 0,
		description:
			'Smallest change to report, in the currency of the row. Both thresholds must be reached.',
		displayOptions: compareOnly,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: compareOnly,
		options: [
			{
				displayName: 'Amounts as Text',
				name: 'numericText',
				type: 'options',
				default: 'refuse',
				options: [
					{
						name: 'Read',
						value: 'read',
						description:
							'Take plain decimal text such as 1250.00, as databases return it, for a number',
					},
					{
						name: 'Report',
						value: 'refuse',
						description: 'Leave the row out and report it on the Data Quality output',
					},
				],
				description: 'What to do with amounts that are text instead of numbers',
			},
			{
				displayName: 'Changes in Alert',
				name: 'topChanges',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10,
				description: 'How many changes the alert lists, the largest first',
			},
			{
				displayName: 'Data Quality Level',
				name: 'dataQualityLevel',
				type: 'options',
				default: 'warning',
				options: [
					{ name: 'Critical', value: 'critical', description: 'Only what stops the comparison' },
					{ name: 'Info', value: 'info', description: 'Everything, the first run included' },
					{ name: 'Warning', value: 'warning', description: 'Also what was left out' },
				],
				description:
					'From which severity on to output data quality items. Less severe ones become hints.',
			},
			{
				displayName: 'Key Fields',
				name: 'keyFields',
				type: 'string',
				default: 'ownerId, fieldId, timePeriod, type',
				description: 'Fields that together identify a call, separated by commas',
			},
			{
				displayName: 'Output Summary',
				name: 'outputSummary',
				type: 'options',
				default: 'whenChanged',
				options: [
					{ name: 'Always', value: 'always' },
					{ name: 'When Something Changed', value: 'whenChanged' },
				],
				description: 'When to output the summary with the text of the alert',
			},
		],
	},
];

/** From least to most severe. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;

export interface CompareParameters {
	compareWith: 'memory' | 'secondInput' | 'previousWeek';
	moveBaseline: MoveBaseline;
	baselineName: string;
	percentThreshold: number;
	moneyThreshold: number;
	numericText: NumericText;
	topChanges: number;
	keyColumns: string[] | undefined;
	dataQualityLevel: (typeof SEVERITIES)[number];
	summaryAlways: boolean;
}

/** Reads the parameters of Compare; the node compares all items at once, so the first item decides. */
export function readCompareParameters(context: IExecuteFunctions): CompareParameters {
	const options = collectionParameter(context, 'options', 0);
	const keyColumns = toList(options.keyFields);
	const level = toText(options.dataQualityLevel, 'warning');
	const parameters: CompareParameters = {
		compareWith: oneOf(textParameter(context, 'compareWith', 0), [
			'memory',
			'secondInput',
			'previousWeek',
		]),
		moveBaseline: oneOf(textParameter(context, 'moveBaseline', 0, 'executionSucceeded'), [
			'executionSucceeded',
			'rightAway',
			'onCommit',
		]),
		baselineName: textParameter(context, 'baselineName', 0).trim(),
		percentThreshold: numberParameter(context, 'percentThreshold', 0, 10),
		moneyThreshold: numberParameter(context, 'moneyThreshold', 0, 0),
		numericText: options.numericText === 'read' ? 'read' : 'refuse',
		topChanges: Math.max(1, toNumber(options.topChanges, 10)),
		keyColumns: keyColumns.length > 0 ? keyColumns : undefined,
		dataQualityLevel: oneOf(level, ['warning', 'info', 'critical']),
		summaryAlways: options.outputSummary === 'always',
	};
	if (
		parameters.compareWith === 'memory' &&
		parameters.moveBaseline === 'onCommit' &&
		parameters.baselineName === ''
	) {
		throw new NodeOperationError(context.getNode(), "Fill in 'Baseline Name'", {
			description:
				"The Commit Baseline operation finds the baseline by its name. Give both nodes the same one, or choose another value for 'Move Baseline'.",
		});
	}
	return parameters;
}

/** The value if it is one of the choices, else the first of them. */
function oneOf<const T extends readonly [string, ...string[]]>(
	value: string,
	choices: T,
): T[number] {
	return choices.find((choice) => choice === value) ?? choices[0];
}
