import type { INodeProperties } from 'n8n-workflow';

/** How requests come in, and what they have to prove. */
export const REQUEST_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'bearer',
		options: [
			{
				name: 'Bearer Token',
				value: 'bearer',
				description: 'The token that the webhook in Clarky sends in the header Authorization',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Let everybody in who knows the URL',
			},
		],
		description: 'How a request proves that it comes from your Clarky workspace',
	},
	{
		displayName:
			'Anybody who learns the URL can start this workflow with data of their own. Use this for trying things out only.',
		name: 'noAuthenticationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'] } },
	},
	{
		displayName: 'HTTP Methods',
		name: 'httpMethods',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		default: ['POST'],
		options: [
			{ name: 'DELETE', value: 'DELETE' },
			{ name: 'GET', value: 'GET' },
			{ name: 'PATCH', value: 'PATCH' },
			{ name: 'POST', value: 'POST' },
			{ name: 'PUT', value: 'PUT' },
		],
		description:
			'Methods that the URL takes, as chosen in Clarky. Without a body, GET and DELETE are read from the query.',
	},
];
