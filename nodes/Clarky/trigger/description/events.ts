import type { INodeProperties } from 'n8n-workflow';

import { EVENTS } from '../event/eventNames';
import { ALL_EVENTS, ANY_OTHER } from '../event/filters';

const CHOICES = EVENTS.map(({ id, label, when }) => ({
	name: label,
	value: id,
	description: when,
})).sort((one, other) => one.name.localeCompare(other.name, 'en'));

/** Which events start the workflow. */
export const EVENT_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		default: [ALL_EVENTS],
		options: [
			{
				name: 'All Events',
				value: ALL_EVENTS,
				description: 'Whatever the webhook in Clarky sends, under whatever name',
			},
			{
				name: 'Any Other Event',
				value: ANY_OTHER,
				description: 'Names that are not in this list, and requests without an event',
			},
			...CHOICES,
		],
		description:
			'Events that start the workflow. Clarky publishes the name of Conversation Started only: the others are recognized by likely names, and what is not recognized is any other event. What is not chosen is answered with success.',
	},
	{
		displayName: 'Other Event IDs',
		name: 'otherEvents',
		type: 'string',
		default: '',
		placeholder: 'e.g. conversation.archived, contact.merged',
		description:
			'Names of further events that start the workflow, separated by commas, in any case and with any separators',
	},
];
