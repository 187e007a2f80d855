import type { INodeProperties } from 'n8n-workflow';

/** What most workflows can leave alone. */
export const OPTION_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'triggerOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Correlation ID Field',
				name: 'correlationField',
				type: 'string',
				default: 'correlation_id',
				description: 'Field that holds the ID the row was sent with, in any case and separators',
				displayOptions: { hide: { '/triggerOn': ['apiWebhook'] } },
			},
			{
				displayName: 'Max Body Size (MB)',
				name: 'maxBodySize',
				type: 'number',
				typeOptions: { minValue: 0.001, numberPrecision: 3 },
				default: 5,
				description: 'Larger bodies are refused with 413. n8n itself has a limit of 16 MB.',
			},
			{
				displayName: 'Remember at Most (Events)',
				name: 'rememberEvents',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 20_000,
				description:
					'How many events to remember, the newest first. Each takes 8 characters of the memory of the workflow, which n8n loads with every request.',
			},
			{
				displayName: 'Remember For (Hours)',
				name: 'rememberHours',
				type: 'number',
				typeOptions: { minValue: 0.01, numberPrecision: 2 },
				default: 24,
				description: 'How long a delivery that comes again counts as a duplicate',
			},
			{
				displayName: 'Start on Test Delivery',
				name: 'startOnTest',
				type: 'boolean',
				default: false,
				description:
					'Whether a test delivery of a signed API webhook starts the workflow. It does in test runs anyway.',
				displayOptions: { show: { '/triggerOn': ['apiWebhook'] } },
			},
			{
				displayName: 'Tell Duplicates By',
				name: 'tellDuplicatesBy',
				type: 'options',
				default: 'automatic',
				options: [
					{
						name: 'Content',
						value: 'content',
						description: 'For bodies whose time stays the same when a row is run again',
					},
					{
						name: 'Row ID and Time, or Correlation ID and Content',
						value: 'automatic',
						description: 'The first of the two that the body has, otherwise its content',
					},
				],
				description: 'What two deliveries of one event have in common',
				displayOptions: { hide: { '/triggerOn': ['apiWebhook'] } },
			},
			{
				displayName: 'Unresolved Placeholders',
				name: 'placeholders',
				type: 'options',
				default: 'refuse',
				options: [
					{
						name: 'Pass On',
						value: 'passOn',
						description: 'Start the workflow, with the fields named under warnings',
					},
					{
						name: 'Refuse',
						value: 'refuse',
						description: 'Answer 400 and name the fields, which Clay shows in the cell',
					},
				],
				description:
					'What to do when a field holds the name of a column, such as /Work Email, instead of its value',
				displayOptions: { hide: { '/triggerOn': ['apiWebhook'] } },
			},
		],
	},
	{
		// n8n leaves the body of a request alone only when this parameter says so; the signature is of its bytes.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
