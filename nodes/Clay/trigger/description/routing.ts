import type { INodeProperties } from 'n8n-workflow';

const SHOWN = { triggerOn: ['httpApiColumn', 'events'], routeByScore: [true] };

/** One output for each kind of lead. */
export const ROUTING_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Route by ICP Score',
		name: 'routeByScore',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether to give leads out by their score: Hot, Nurture and Other. A missing score goes to Other and says so.',
		displayOptions: { show: { triggerOn: ['httpApiColumn', 'events'] } },
	},
	{
		displayName: 'Score Field',
		name: 'scoreField',
		type: 'string',
		default: 'icp_score',
		description:
			'Field of the data with the score, in any case and with any separators. A number in quotes counts.',
		displayOptions: { show: SHOWN },
	},
	{
		displayName: 'Hot From',
		name: 'hotFrom',
		type: 'number',
		default: 80,
		description: 'Score from which on a lead with an email address is hot',
		displayOptions: { show: SHOWN },
	},
	{
		displayName: 'Nurture From',
		name: 'nurtureFrom',
		type: 'number',
		default: 50,
		description: 'Score from which on a lead is to be nurtured',
		displayOptions: { show: SHOWN },
	},
	{
		displayName: 'Email Field',
		name: 'emailField',
		type: 'string',
		default: 'email',
		description: 'Field of the data with the email address, without which no lead is hot',
		displayOptions: { show: SHOWN },
	},
];
