import type { INodeProperties } from 'n8n-workflow';

import { noticeList } from '../../../shared/parameters/notice';

/** A template of a known shape. It holds each variable that Clarky has, but for free texts. */
export const PAYLOAD_TEMPLATE = JSON.stringify(
	{
		event: '{{event}}',
		timestamp: '{{timestamp}}',
		agent: { id: '{{botId}}', name: '{{botName}}' },
		conversation: { id: '{{conversationId}}', url: '{{conversationUrl}}', type: '{{type}}' },
		contact: {
			firstName: '{{firstName}}',
			lastName: '{{lastName}}',
			email: '{{email}}',
			phoneNumber: '{{phoneNumber}}',
		},
		sentiment: { score: '{{sentimentScore}}' },
	},
	null,
	2,
);

/** What to put where in Clarky. */
export const SETUP_NOTICE: INodeProperties[] = [
	{
		displayName: [
			'In Clarky (Pro or higher), open Settings &gt; Webhooks &gt; Add Webhook:',
			noticeList(
				'Destination URL: the production URL above, which works once the workflow is published; the test URL works while this panel listens. Clarky must be able to reach it: localhost does not do.',
				'HTTP method: one of those that are chosen above',
				'Events and agents: as you need them',
				'Bearer Token: the token of the credential',
				'Payload template: leave it empty; the default payload has all standard fields. For a shape that stays the same, copy the one at the end of this panel.',
			),
			'Then write something in a test conversation. Clarky has no button that sends a test.',
		].join(''),
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
];

/** What to copy into Clarky for a payload whose shape is known, and what that costs. */
export const TEMPLATE_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Payload Template to Copy',
		name: 'payloadTemplate',
		type: 'json',
		noDataExpression: true,
		typeOptions: { rows: 12 },
		default: PAYLOAD_TEMPLATE,
		description:
			'For the field "Payload template" of the webhook in Clarky. It stands here to be copied: the node does not read it.',
	},
	{
		displayName: [
			'Any template loses what has no variable:',
			noticeList(
				'Contact events: the contact ID',
				'Message events: the message, its ID and text (firstMessage is the first of the conversation)',
				'Booking events: the booking, its ID and times',
			),
			'Conversation and escalation events lose firstMessage and sentimentSummary, which this template leaves out: a quote or line break in what somebody wrote would make the whole payload unreadable.',
		].join(''),
		name: 'templateNotice',
		type: 'notice',
		default: '',
	},
];
