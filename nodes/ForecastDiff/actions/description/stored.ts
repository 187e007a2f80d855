import type { INodeProperties } from 'n8n-workflow';

const stored = { show: { operation: ['getBaseline', 'resetBaseline'] } };

/** The operations on what is in the memory of the workflow. */
export const STORED_PARAMETERS: INodeProperties[] = [
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
		displayName: 'Baseline Name',
		name: 'baselineName',
		type: 'string',
		default: '',
		placeholder: 'e.g. net_new',
		description: 'Which baseline. When empty, the one of the node below.',
		displayOptions: stored,
	},
	{
		displayName: 'Forecast Diff Node',
		name: 'forecastDiffNode',
		type: 'string',
		default: '',
		placeholder: 'e.g. What changed',
		description:
			'Name of the node whose baseline it is, where that has no name. When both are empty, all baselines of this workflow.',
		displayOptions: stored,
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'items',
		options: [
			{
				name: 'Baseline Items',
				value: 'items',
				description: 'One item for each baseline, with the token that any store can hold',
			},
			{
				name: 'Rows',
				value: 'rows',
				description:
					'One item for each call of the baseline; with toldValue where alerts have told another amount last',
			},
		],
		description: 'What to output',
		displayOptions: { show: { operation: ['getBaseline'] } },
	},
	{
		displayName: 'State',
		name: 'state',
		type: 'options',
		default: 'committed',
		options: [
			{
				name: 'Committed',
				value: 'committed',
				description:
					"What the last run was compared with: the next one takes Pending once that execution has succeeded. With another 'Move Baseline', what the next run is compared with. After the very first run the one that it took.",
			},
			{
				name: 'Pending',
				value: 'pending',
				description:
					'What the last run took: the next run is compared with it once that execution has succeeded, or once it was committed',
			},
			{
				name: 'Reference',
				value: 'reference',
				description: 'The start of the week or quarter, or the named baseline',
			},
		],
		description: 'Which state of the baseline to take the rows from',
		displayOptions: { show: { operation: ['getBaseline'], output: ['rows'] } },
	},
	{
		displayName: 'Set From Input',
		name: 'setFromInput',
		type: 'boolean',
		default: false,
		description:
			'Whether to put the baseline of the input item (its field token) in the place of the one that is removed, for example to restore it',
		displayOptions: { show: { operation: ['resetBaseline'] } },
	},
];
