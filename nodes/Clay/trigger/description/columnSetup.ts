import type { INodeProperties } from 'n8n-workflow';

/** The body that the documentation and the panel suggest for a column. Clay prescribes none. */
const COLUMN_BODY = [
	'{',
	'  "event": "enrichment.completed",',
	'  "correlation_id": "/Correlation ID",',
	'  "row_id": "/Row ID",',
	'  "table": "Inbound leads",',
	'  "data": {',
	'    "email": "/Work Email",',
	'    "company": "/Company Name",',
	'    "icp_score": "/ICP Score"',
	'  }',
	'}',
].join('<br>');

/** What to put where in Clay. */
export const SETUP_NOTICES: INodeProperties[] = [
	{
		displayName: [
			'In Clay, add a column <b>HTTP API</b>:',
			'<b>Method</b> POST',
			'<b>Endpoint</b> the production URL above, which works once the workflow is published; the test URL works while this panel listens. Clay must be able to reach it: localhost does not do.',
			'<b>Headers</b> a saved HTTP API (Headers) account with <code>x-webhook-secret</code> and the secret of the credential',
			'<b>Body</b>',
			`<code>${COLUMN_BODY}</code>`,
			'Choose each column from the list that opens with <code>/</code>, so that it turns into a chip. A name that is typed, or <code>{{Work Email}}</code>, is sent as text, and refused here.',
			'<b>Rate limit</b> 10 requests in 1,000 ms',
			'Do not send the result back into the column that starts this one: the two would run for ever.',
		].join('<br>'),
		name: 'columnSetupNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['httpApiColumn'] } },
	},
	{
		displayName: [
			'Register the production URL above in Clay: <code>clay webhooks create &lt;URL&gt;</code>. Clay shows a secret once: put it into the credential, with <code>whsec_</code>.',
			'Pass the ID of the webhook when you start a routine: <b>Clay</b>, Routine: Run, option Webhook ID. Clay then tells of the finished run with its ID and nothing else; fetch the results with Routine: Get Results.',
			'Clay does not promise the delivery. Look for runs that stay silent with Get Results.',
		].join('<br>'),
		name: 'apiWebhookSetupNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['apiWebhook'] } },
	},
	{
		displayName: [
			'No source of Clay confirms these events: they are names that you write into the body of an HTTP API column yourself, under <code>event</code>:',
			`<code>${COLUMN_BODY}</code>`,
			'Choose each column from the list that opens with <code>/</code>. Recommended rate limit of the column: 10 requests in 1,000 ms.',
		].join('<br>'),
		name: 'eventsSetupNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['events'] } },
	},
];
