import type { INodeProperties } from 'n8n-workflow';

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
			'In Clarky (Pro or higher), open <b>Settings &gt; Webhooks &gt; Add Webhook</b>:',
			'<b>Destination URL</b> the production URL above, which works once the workflow is published; the test URL works while this panel listens. Clarky must be able to reach it: localhost does not do.',
			'<b>HTTP method</b> POST, or one that is chosen below',
			'<b>Events</b> and <b>agents</b> as you need them',
			'<b>Bearer Token</b> the token of the credential',
			'<b>Payload template</b> leave it empty: the default payload has all standard fields.',
			'Then write something in a test conversation. Clarky has no button that sends a test.',
		].join('<br>'),
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: [
			'For a shape that stays the same, put this into <b>Payload template</b>:',
			`<code>${PAYLOAD_TEMPLATE.join('<br>')}</code>`,
			'Any template loses what has no variable:',
			'<b>Contact</b> events the contact ID; <b>message</b> events the message, its ID and text (firstMessage is the first of the conversation); <b>booking</b> events the booking, its ID and times.',
			'<b>Conversation</b> and <b>escalation</b> events lose nothing that is published.',
		].join('<br>'),
		name: 'templateNotice',
		type: 'notice',
		default: '',
	},
];
