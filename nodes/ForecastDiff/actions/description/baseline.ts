import type { INodeProperties } from 'n8n-workflow';

const compare = { operation: ['compare'] };

/** What the current rows are compared with, and when that moves on. */
export const BASELINE_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Baseline Kept In',
		name: 'baselineHome',
		type: 'options',
		default: 'memory',
		options: [
			{
				name: 'Earlier Week in the Same Export',
				value: 'sameExport',
				description: 'Needs no memory. Switch Include Historical Weeks on in the export.',
			},
			{
				name: 'Second Input',
				value: 'secondInput',
				description: 'Baseline items from any store, or the rows of an earlier export',
			},
			{
				name: 'Workflow Memory',
				value: 'memory',
				description:
					'What the workflow remembers of earlier runs. Test runs in the editor save nothing, and workers in queue mode have none.',
			},
		],
		description: 'Where the earlier state is',
		displayOptions: { show: compare },
	},
	{
		displayName:
			"Test runs save no baseline. Keep production runs apart: two at the same time start from the same baseline, so a change may be told twice, and a move that only one of them told may be taken back without a word. Set 'Timeout Workflow' in the workflow settings shorter than the schedule.",
		name: 'memoryNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...compare, baselineHome: ['memory'] } },
	},
	{
		displayName: 'Compare With',
		name: 'compareWith',
		type: 'options',
		default: 'lastAlert',
		options: [
			{
				name: 'Last Alert',
				value: 'lastAlert',
				description:
					'Small moves add up until they reach the threshold; until then they are in the totals of each alert',
			},
			{
				name: 'Last Run',
				value: 'lastRun',
				description: 'Small moves that stay below the threshold in each run are not added up',
			},
			{
				name: 'Named Baseline',
				value: 'namedBaseline',
				description:
					'The first export under the baseline name, such as a board plan. It stays until Reset Baseline.',
			},
			{
				name: 'Start of Quarter',
				value: 'startOfQuarter',
				description: 'The last state before the fiscal quarter began; each change is told once',
			},
			{
				name: 'Start of Week',
				value: 'startOfWeek',
				description: 'The last state before the week began; each change is told once',
			},
		],
		description: 'Which earlier state counts. Rows on the second input are compared as they are.',
		displayOptions: { show: { ...compare, baselineHome: ['memory', 'secondInput'] } },
	},
	{
		displayName: 'Weeks Back',
		name: 'weeksBack',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1,
		description: 'How many weeks with amounts before the newest one to compare with',
		displayOptions: { show: { ...compare, baselineHome: ['sameExport'] } },
	},
	{
		displayName: 'Move Baseline',
		name: 'moveBaseline',
		type: 'options',
		default: 'executionSucceeded',
		options: [
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
			{
				name: 'When the Execution Succeeded',
				value: 'executionSucceeded',
				description:
					'The next run looks whether this execution ended without an error, so an alert that was not delivered is raised again',
			},
		],
		description:
			'When this export counts as reported. A week, a quarter or a named baseline that is compared with stays where it is.',
		displayOptions: { show: { ...compare, baselineHome: ['memory'] } },
	},
	{
		displayName: 'Baseline Name',
		name: 'baselineName',
		type: 'string',
		default: '',
		placeholder: 'e.g. net_new',
		description:
			'Tells several baselines of a workflow apart. When empty, each Forecast Diff node remembers its own. A Commit Baseline operation and a named baseline need one. On the second input, only baselines of this name count.',
		displayOptions: { show: { ...compare, baselineHome: ['memory', 'secondInput'] } },
	},
];
