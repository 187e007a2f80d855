import type { INodeProperties } from 'n8n-workflow';

const WEEKDAYS = [
	{ name: 'Monday', value: 'monday' },
	{ name: 'Tuesday', value: 'tuesday' },
	{ name: 'Wednesday', value: 'wednesday' },
	{ name: 'Thursday', value: 'thursday' },
	{ name: 'Friday', value: 'friday' },
	{ name: 'Saturday', value: 'saturday' },
	{ name: 'Sunday', value: 'sunday' },
];

/** What most workflows can leave alone. */
export const OPTION_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { show: { operation: ['compare'] } },
		options: [
			{
				displayName: 'Amounts as Text',
				name: 'numericText',
				type: 'options',
				default: 'point',
				options: [
					{
						name: 'Read with Decimal Comma',
						value: 'comma',
						description: 'Take 1.234,50 € for a number',
					},
					{
						name: 'Read with Decimal Point',
						value: 'point',
						description: 'Take 1250.00, $1,234.00 and (500) for numbers',
					},
					{
						name: 'Report',
						value: 'refuse',
						description: 'Leave the row out and report it on the Data Quality output',
					},
				],
				description:
					'What to do with amounts that are text. Without this option, they are read with a decimal point in files, where everything may be text, and reported in items.',
			},
			{
				displayName: 'Anomaly Score',
				name: 'anomalyScore',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 3.5,
				description:
					'How unusual a move must be to count as an anomaly: its robust z-score against the earlier moves of the same call',
			},
			{
				displayName: 'Changes in Alert',
				name: 'topChanges',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 10,
				description: 'How many changes the alert lists, the largest first',
			},
			{
				displayName: 'Clari URL',
				name: 'clariUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://app.clari.com/forecast',
				description: 'Address of the forecast in Clari, for a link in the alert',
			},
			{
				displayName: 'Cool-Down (Hours)',
				name: 'coolDownHours',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description:
					'How long to keep further changes of a call back after an alert about it, unless they double it, turn it around, become an anomaly or take it back',
			},
			{
				displayName: 'Data Quality Level',
				name: 'dataQualityLevel',
				type: 'options',
				default: 'warning',
				options: [
					{ name: 'Critical', value: 'critical', description: 'Only what stops the comparison' },
					{
						name: 'Info',
						value: 'info',
						description: 'Everything, the first run and warnings that stay included',
					},
					{
						name: 'Warning',
						value: 'warning',
						description: 'Also what was left out; a warning that stays only once',
					},
				],
				description:
					'From which severity on to output data quality items. Less severe ones become hints.',
			},
			{
				displayName: 'Expected Periods',
				name: 'expectedPeriods',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2026_Q1',
				description:
					'Periods that the export should be of, separated by commas. Rows of others stop the comparison.',
			},
			{
				displayName: 'Expected Rows',
				name: 'expectedRows',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description:
					'Rows that the export should have, from a count elsewhere. Another number stops the comparison; 0 checks nothing.',
			},
			{
				displayName: 'First Month of Fiscal Year',
				name: 'fiscalYearStart',
				type: 'options',
				default: 1,
				options: [
					{ name: 'January', value: 1 },
					{ name: 'February', value: 2 },
					{ name: 'March', value: 3 },
					{ name: 'April', value: 4 },
					{ name: 'May', value: 5 },
					{ name: 'June', value: 6 },
					{ name: 'July', value: 7 },
					{ name: 'August', value: 8 },
					{ name: 'September', value: 9 },
					{ name: 'October', value: 10 },
					{ name: 'November', value: 11 },
					{ name: 'December', value: 12 },
				],
				description: 'Where the quarters of Start of Quarter begin',
			},
			{
				displayName: 'Key Fields',
				name: 'keyFields',
				type: 'string',
				default: 'ownerId, fieldId, timePeriod, type',
				description: 'Fields that together identify a call, separated by commas',
				displayOptions: { show: { '/data': ['clari'] } },
			},
			{
				displayName: 'Largest Fall in Rows (%)',
				name: 'maxRowDropPercent',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
				default: 30,
				description:
					'An export whose number of calls has fallen by more than this is taken for incomplete, which stops the comparison; 100 believes everything',
			},
			{
				displayName: 'Locale',
				name: 'locale',
				type: 'string',
				default: 'en-US',
				placeholder: 'e.g. de-DE',
				description: 'How the alert writes numbers, amounts and dates',
			},
			{
				displayName: 'Memory Limit (MB)',
				name: 'memoryLimit',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 3 },
				default: 5,
				description:
					'How large all baselines in the memory of this workflow may be together. n8n loads them with every execution.',
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
			{
				displayName: 'Periods to Keep',
				name: 'keepPeriods',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 8,
				description: 'How many periods the baseline holds, the newest first',
			},
			{
				displayName: 'Preview Alert',
				name: 'previewAlert',
				type: 'boolean',
				default: false,
				description:
					'Whether to output a summary of invented changes instead of comparing, to see what an alert looks like. Saves nothing.',
			},
			{
				displayName: 'Quiet Days',
				name: 'quietDays',
				type: 'multiOptions',
				default: ['saturday', 'sunday'],
				options: WEEKDAYS,
				description:
					'Days on which every change is kept back for the next alert, in the time zone of the workflow',
			},
			{
				displayName: 'Quiet From',
				name: 'quietFrom',
				type: 'string',
				default: '20:00',
				placeholder: 'e.g. 20:00',
				description:
					'Time of day from which on changes are kept back for the next alert, in the time zone of the workflow. Add Quiet To as well.',
			},
			{
				displayName: 'Quiet To',
				name: 'quietTo',
				type: 'string',
				default: '07:00',
				placeholder: 'e.g. 07:00',
				description: 'Time of day at which the quiet hours end, on the next day if it is earlier',
			},
			{
				displayName: 'Review Swing (%)',
				name: 'swingPercent',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 20,
				description: 'From which change on a severity is high and a review is due',
			},
			{
				displayName: 'Stale After (Days)',
				name: 'staleAfterDays',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description:
					'Age of the newest week from which on the export is taken for an old one, which stops the comparison; 0 checks nothing',
			},
			{
				displayName: 'Thresholds to Reach',
				name: 'thresholdMode',
				type: 'options',
				default: 'both',
				options: [
					{ name: 'Both', value: 'both' },
					{ name: 'Either', value: 'either', description: 'A threshold of 0 is none' },
				],
				description: 'Whether a change must reach both thresholds or one of them',
			},
			{
				displayName: 'Week Starts On',
				name: 'weekStart',
				type: 'options',
				default: 'monday',
				options: WEEKDAYS,
				description: 'Where the weeks of Start of Week begin',
			},
		],
	},
];
