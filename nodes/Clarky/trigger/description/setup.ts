import type { INodeProperties } from 'n8n-workflow';

import { noticeList } from '../../../shared/parameters/notice';

/** A template of a known shape. It holds each variable that Clarky has. */
export const PAYLOAD_TEMPLATE = [
	'{',
	'  "event": "{{event}}", "timestamp": "{{timestamp}}",',
	'  "agent": { "id": "{{botId}}", "name": "{{botName}}" },',
	'  "conversation": { "id": "{{conversationId}}", "url": "{{conversationUrl}}",',
	'    "type": "{{type}}", "firstMessage": "{{firstMessage}}" },',
	'  "contact": { "firstName": "{{firstName}}", "lastName": "{{lastName}}",',
	'    "email": "{{email}}", "phoneNumber": "{{phoneNumber}}" },',
	'  "sentiment": { "score": "{{sentimentScore}}", "summary": "{{sentimentSummary}}" }',
	'}',
];

/** What to put where in Clarky. */
export const SETUP_NOTICES: INodeProperties[] = [
	{
		displayName: [
			'In Clarky (Pro or higher), open Settings &gt; Webhooks &gt; Add Webhook:',
			noticeList(
				'Destination URL: the production URL above, which works once the workflow is published; the test URL works while this panel listens. Clarky must be able to reach it: localhost does not do.',
				'HTTP method: POST, or one that is chosen below',
				'Events and agents: as you need them',
				'Bearer Token: the token of the credential',
				'Payload template: leave it empty; the default payload has all standard fields.',
			),
			'Then write something in a test conversation. Clarky has no button that sends a test.',
		].join(''),
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: [
			'For a shape that stays the same, put this into Payload template:',
			noticeList(...PAYLOAD_TEMPLATE),
			'Any template loses what has no variable:',
			noticeList(
				'Contact events: the contact ID',
				'Message events: the message, its ID and text (firstMessage is the first of the conversation)',
				'Booking events: the booking, its ID and times',
			),
			'Conversation and escalation events lose nothing that is published.',
		].join(''),
		name: 'templateNotice',
		type: 'notice',
		default: '',
	},
];
