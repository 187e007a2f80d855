import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { OPERATIONS, router } from './actions/router';
import { searchCalls } from './methods/listSearch';
import { getTopics, getUserEmails, getUsers } from './methods/loadOptions';

export class ClariCopilot implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clari Copilot',
		name: 'clariCopilot',
		icon: {
			light: 'file:../../icons/clariCopilot.svg',
			dark: 'file:../../icons/clariCopilot.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read calls with transcripts and summaries, scorecards and topics; keep CRM objects',
		defaults: { name: 'Clari Copilot' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'clariCopilotApi',
				required: true,
				displayOptions: { hide: { resource: ['webhook'] } },
			},
			{
				name: 'clariCopilotWebhookApi',
				required: true,
				displayOptions: {
					show: { resource: ['webhook', 'workspace'] },
					// Only Workspace: Check Readiness has this parameter.
					hide: { includeRegistration: [false] },
				},
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Call', value: 'call' },
					{ name: 'Contact', value: 'contact' },
					{ name: 'Deal', value: 'deal' },
					{ name: 'Scorecard', value: 'scorecard' },
					{ name: 'Scorecard Template', value: 'scorecardTemplate' },
					{ name: 'Topic', value: 'topic' },
					{ name: 'User', value: 'user' },
					{ name: 'Webhook', value: 'webhook' },
					{ name: 'Workspace', value: 'workspace' },
				],
				default: 'call',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['account'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create an account',
						description: 'Create an account with its ID in your CRM',
					},
					{
						name: 'Create or Update',
						value: 'upsert',
						action: 'Create or update an account',
						description:
							'Create a new record, or update the current one if it already exists (upsert)',
					},
					{
						name: 'Delete',
						value: 'delete',
						action: 'Delete an account',
						description: 'Delete an account and get what it was',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get an account',
						description: 'Get an account by its ID in your CRM',
					},
					{
						name: 'Update',
						value: 'update',
						action: 'Update an account',
						description: 'Change some fields of an account',
					},
				],
				default: 'get',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['call'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a call',
						description: 'Upload a recording as a call',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get a call',
						description: 'Get a call with its transcript, summary and action items',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many calls',
						description: 'List calls by filters, with details on request',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['contact'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a contact',
						description: 'Create a contact with its ID in your CRM',
					},
					{
						name: 'Create or Update',
						value: 'upsert',
						action: 'Create or update a contact',
						description:
							'Create a new record, or update the current one if it already exists (upsert)',
					},
					{
						name: 'Delete',
						value: 'delete',
						action: 'Delete a contact',
						description: 'Delete a contact and get what it was',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get a contact',
						description: 'Get a contact by its ID in your CRM',
					},
					{
						name: 'Update',
						value: 'update',
						action: 'Update a contact',
						description: 'Change some fields of a contact',
					},
				],
				default: 'get',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['deal'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a deal',
						description: 'Create a deal with its ID in your CRM',
					},
					{
						name: 'Create or Update',
						value: 'upsert',
						action: 'Create or update a deal',
						description:
							'Create a new record, or update the current one if it already exists (upsert)',
					},
					{
						name: 'Delete',
						value: 'delete',
						action: 'Delete a deal',
						description: 'Delete a deal and get what it was',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get a deal',
						description: 'Get a deal by its ID in your CRM',
					},
					{
						name: 'Update',
						value: 'update',
						action: 'Update a deal',
						description: 'Change some fields of a deal',
					},
				],
				default: 'get',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['scorecard'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many scorecards',
						description: 'List how calls were scored',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['scorecardTemplate'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many scorecard templates',
						description: 'List the templates of scorecards with their questions',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['topic'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many topics',
						description: 'List the topics that are looked for in calls',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['user'] } },
				options: [
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many users',
						description: 'List the users of the account',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['webhook'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a webhook',
						description: 'Register a webhook at an endpoint that no Clari source confirms',
					},
					{
						name: 'Delete',
						value: 'delete',
						action: 'Delete a webhook',
						description: 'Remove a registration at an endpoint that no Clari source confirms',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many webhooks',
						description: 'List registrations at an endpoint that no Clari source confirms',
					},
				],
				default: 'getMany',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['workspace'] } },
				options: [
					{
						name: 'Check Readiness',
						value: 'checkReadiness',
						action: 'Check readiness of a workspace',
						description: 'Check whether API, key, users, calls and requests are fit for production',
					},
				],
				default: 'checkReadiness',
			},
			...Object.values(OPERATIONS).flatMap((operations) =>
				Object.values(operations).flatMap(({ description }) => description),
			),
		],
	};

	methods = {
		listSearch: { searchCalls },
		loadOptions: { getTopics, getUserEmails, getUsers },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
