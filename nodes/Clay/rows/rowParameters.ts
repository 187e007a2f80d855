import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** What a row is made of. */
export function rowDataParameters({ show }: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Row Data',
			name: 'rowData',
			type: 'options',
			options: [
				{
					name: 'All Fields',
					value: 'allFields',
					description: 'Every field of the input item',
				},
				{
					name: 'Chosen Fields',
					value: 'chosenFields',
					description: 'Only the fields that you name',
				},
				{
					name: 'JSON',
					value: 'json',
					description: 'A JSON object, typed or from an expression',
				},
			],
			default: 'allFields',
			description:
				'What the row is made of. Numbers, booleans and nested values keep their JSON types; binary data is left out.',
			displayOptions: { show },
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'string',
			requiresDataPath: 'multiple',
			required: true,
			default: '',
			placeholder: 'e.g. email, company.domain',
			description:
				'Names of the fields, separated by commas. A field that an item lacks is left out.',
			displayOptions: { show: { ...show, rowData: ['chosenFields'] } },
		},
		{
			displayName: 'JSON',
			name: 'rowJson',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. { "email": "jo@example.com" }',
			description: 'One JSON object, which becomes one row',
			displayOptions: { show: { ...show, rowData: ['json'] } },
		},
	];
}

/** The entries of Options that change the row, whoever sends it. */
export const ROW_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Callback URL Field',
		name: 'callbackField',
		type: 'string',
		default: 'callback_url',
		description: 'Name of the field that takes the callback URL',
	},
	{
		displayName: 'Correlation ID',
		name: 'correlationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.leadId }}',
		description:
			'What the callback is recognized by, since Clay returns no row ID. When empty: what the row already has in the field, else an ID that stays the same when the node is retried.',
	},
	{
		displayName: 'Correlation ID Field',
		name: 'correlationField',
		type: 'string',
		default: 'correlation_id',
		description: 'Name of the field that takes the correlation ID',
	},
	{
		displayName: 'Flatten Nested Objects',
		name: 'flatten',
		type: 'boolean',
		default: false,
		description:
			'Whether to put the fields of nested objects beside the others, e.g. company.name as company_name. Lists stay lists.',
	},
	{
		displayName: 'Flatten Separator',
		name: 'flattenSeparator',
		type: 'string',
		default: '_',
		description: 'What stands between the names of flattened fields',
	},
	{
		displayName: 'Request Timeout',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'Seconds to wait for the answer to one request',
	},
];
