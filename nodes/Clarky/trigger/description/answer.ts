import type { INodeProperties } from 'n8n-workflow';

import { respondParameters, skipDuplicatesParameters } from '../../../shared/webhook/properties';

/** What Clarky hears, what happens to a delivery that comes again, and where events go. */
export const ANSWER_PARAMETERS: INodeProperties[] = [
	...respondParameters({
		description:
			'When to answer, and with what. How long Clarky waits, and whether it tries again, is not published.',
		immediately: 'As soon as the execution is saved, with the ID of the event',
	}),
	...skipDuplicatesParameters(
		'Whether to answer a delivery that has come before with success and not run it again. The same event at another time is a new one, and a payload without a time always is.',
	),
	{
		displayName: 'Route by Event Group',
		name: 'routeByGroup',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether to have one output for each group: Contacts, Conversations, Escalations, Messages, Bookings and Other',
	},
];
