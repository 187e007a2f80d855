import type { INodeProperties } from 'n8n-workflow';

import { LIMIT_OPTIONS } from '../../../shared/webhook/limits';
import { RAW_BODY_PARAMETER } from '../../../shared/webhook/properties';

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
			...LIMIT_OPTIONS,
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
	// The signature is of the bytes of the body.
	RAW_BODY_PARAMETER,
];
