import type { INodeProperties } from 'n8n-workflow';

import { WEBHOOK_EVENTS } from '../../registration/registration';
import { ANY_OTHER } from '../settings';

const WHEN: Record<string, string> = {
	'call.analyzed': 'Transcript, summary and topics of a call are there',
	'call.completed': 'A call has ended',
};

/** What is known of this trigger, and which events start the workflow. */
export const EVENT_PARAMETERS: INodeProperties[] = [
	{
		displayName:
			'No Clari source confirms these webhooks: integration guides describe their registration, and the host that they name did not resolve when last tried. This trigger is for gateways that offer them. To learn of new calls from Clari Copilot itself, use the node Clari Copilot Trigger, which polls.',
		name: 'unconfirmed',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			'The node registers its URL when the workflow is published, and removes it when it is not any more. While the editor listens, the test URL is registered as well: both get the events then.',
		name: 'registrationNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		default: ['call.analyzed'],
		options: [
			{
				name: 'Any Other Event',
				value: ANY_OTHER,
				description: 'Whatever else is sent to the URL, under the name that it comes with',
			},
			...WEBHOOK_EVENTS.map((event) => ({ ...event, description: WHEN[event.value] })),
		],
		description: 'Events that start the workflow. What is not chosen is answered with success.',
	},
];
