import type { INodeProperties } from 'n8n-workflow';

import { noticeList } from '../../../shared/parameters/notice';

/** The body that the documentation and the panel suggest for a column. Clay prescribes none. */
const COLUMN_BODY = noticeList(
	'{ "event": "enrichment.completed",',
	'"correlation_id": "/Correlation ID",',
	'"row_id": "/Row ID",',
	'"table": "Inbound leads",',
	'"data": {',
	'"email": "/Work Email",',
	'"company": "/Company Name",',
	'"icp_score": "/ICP Score" } }',
);

/** What to put where in Clay. */
export const SETUP_NOTICES: INodeProperties[] = [
	{
		displayName: [
			'In Clay, add a column HTTP API:',
			noticeList(
				'Method: POST',
				'Endpoint: the production URL above, which works once the workflow is published; the test URL works while this panel listens. Clay must be able to reach it: localhost does not do.',
				'Headers: a saved HTTP API (Headers) account with x-webhook-secret and the secret of the credential',
				`Body: ${COLUMN_BODY}`,
				'Rate limit: 10 requests in 1,000 ms',
			),
			'Choose each column from the list that opens with /, so that it turns into a chip. A name that is typed, or {{Work Email}}, is sent as text, and refused here. Do not send the result back into the column that starts this one: the two would run forever.',
		].join(''),
		name: 'columnSetupNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['httpApiColumn'] } },
	},
	{
		displayName: noticeList(
			"Register the production URL above with Clay's command line: clay webhooks create, and the URL. Clay shows a secret once: put it into the credential, with whsec_.",
			'Pass the ID of the webhook when you start a routine: node Clay, Routine: Run, option Webhook ID. Clay then tells of the finished run with its ID and nothing else; fetch the results with Routine: Get Results.',
			'Clay does not promise the delivery. Look for runs that stay silent with Get Results.',
		),
		name: 'apiWebhookSetupNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['apiWebhook'] } },
	},
	{
		displayName: [
			'No source of Clay confirms these events: they are names that you write into the body of an HTTP API column yourself, under event:',
			COLUMN_BODY,
			'Choose each column from the list that opens with /. Recommended rate limit of the column: 10 requests in 1,000 ms.',
		].join(''),
		name: 'eventsSetupNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { triggerOn: ['events'] } },
	},
];
