import type { INodeProperties } from 'n8n-workflow';

const compareOnly = { show: { operation: ['compare'] } };

/** From when on a change counts. */
export const THRESHOLD_PARAMETERS: INodeProperties[] = [
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
			'Smallest change to report, in the currency of the row. Both thresholds must be reached, unless Thresholds to Reach says otherwise.',
		displayOptions: compareOnly,
	},
	{
		displayName: 'Threshold Rules',
		name: 'thresholdRules',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Rule',
		default: {},
		description: 'Thresholds of their own for fields and levels; the first rule that fits counts',
		displayOptions: compareOnly,
		options: [
			{
				displayName: 'Rule',
				name: 'rules',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. Commit',
						description: 'Name or ID of the forecast field (or category); every field when empty',
					},
					{
						displayName: 'Level',
						name: 'level',
						type: 'options',
						default: 'any',
						options: [
							{ name: 'Any', value: 'any' },
							{ name: 'Manager', value: 'manager' },
							{ name: 'Rep', value: 'rep' },
						],
						description: 'Whose rows the rule is for',
					},
					{
						displayName: 'Threshold in Percent',
						name: 'percent',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 2 },
						default: 10,
						description: 'Smallest change to report, in percent of the earlier amount',
					},
					{
						displayName: 'Threshold in Money',
						name: 'money',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 2 },
						default: 0,
						description: 'Smallest change to report, in the currency of the row',
					},
				],
			},
		],
	},
];
