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
				displayName: 'Agent IDs',
				name: 'agentIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. bot_12, bot_15',
				description:
					'Run events of these agents only. Separated by commas. A request that does not say its agent runs all the same.',
			},
			{
				displayName: 'Agent Names',
				name: 'agentNames',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Agent Name' },
				default: [],
				placeholder: 'e.g. Sales assistant',
				description:
					'Run events of these agents only, in upper or lower case. With Agent IDs as well, one of the two is enough.',
			},
			...LIMIT_OPTIONS,
			{
				displayName: 'Sentiment at or Below',
				name: 'maxSentiment',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 60,
				description:
					'Run events with this sentiment score or a lower one, from 0 to 100. A request without a score runs all the same.',
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
						description: 'For payloads whose time or IDs do not tell one event from the next',
					},
					{
						name: 'Event, IDs and Time',
						value: 'automatic',
						description:
							'When the payload has a time and the ID of what the event is about, otherwise its content. Updates by their content too. Without a time nothing is a duplicate.',
					},
				],
				description: 'What two deliveries of one event have in common',
			},
		],
	},
	// The token is checked before anybody reads the body, and a body need not be JSON.
	RAW_BODY_PARAMETER,
];
