import type { INodeProperties } from 'n8n-workflow';

/** What a delivery has to prove. */
export const AUTHENTICATION_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'urlKey',
		options: [
			{
				name: 'Key in the URL',
				value: 'urlKey',
				description:
					'The registered URL has a key that is made of the Shared Secret of the credential. No guide documents a signature.',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Let everybody in who knows the URL',
			},
		],
		description: 'How a delivery proves that it comes from where this node has registered its URL',
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
