import type { INodeProperties } from 'n8n-workflow';

const HMAC = {
	name: 'HMAC Signature',
	value: 'hmac',
	description: 'A signature of the whole body, checked on the bytes as they come in',
};
const NONE = {
	name: 'None',
	value: 'none',
	description: 'Let everybody in who knows the URL',
};
const SHARED_HEADER = {
	name: 'Shared Header',
	value: 'header',
	description: 'A header with a secret, from a saved HTTP API (Headers) account in Clay',
};

/** How a delivery proves where it comes from: each mode has its own ways, and only the chosen one counts. */
export const AUTHENTICATION_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'header',
		options: [NONE, SHARED_HEADER],
		description: 'How a request proves that it comes from your Clay table',
		displayOptions: { show: { triggerOn: ['httpApiColumn'] } },
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'hmac',
		options: [HMAC, NONE],
		description: 'How a request proves that it comes from your Clay workspace',
		displayOptions: { show: { triggerOn: ['apiWebhook'] } },
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'header',
		options: [HMAC, NONE, SHARED_HEADER],
		description:
			'How a request proves where it comes from. A column of Clay cannot sign; a signature is for senders between Clay and n8n that can.',
		displayOptions: { show: { triggerOn: ['events'] } },
	},
	{
		displayName:
			'Anybody who learns the URL can start this workflow with data of their own. Use this for trying things out only.',
		name: 'noAuthenticationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'] } },
	},
];
