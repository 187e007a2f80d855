import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { OPERATIONS, router } from './actions/router';
import { resume } from './rows/resume';
import { callbackCredentialTest } from './trigger/credentialTest';

export class Clay implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clay',
		name: 'clay',
		icon: { light: 'file:../../icons/clay.svg', dark: 'file:../../icons/clay.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send rows to Clay tables, run routines, and search people and companies',
		defaults: { name: 'Clay' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'clayTableWebhookApi',
				required: true,
				displayOptions: {
					show: {
						resource: ['account', 'row'],
						operation: ['checkReadiness', 'create', 'createAndWait'],
					},
					// Only Account: Check Readiness has this parameter.
					hide: { includeTableWebhook: [false] },
				},
			},
			{
				name: 'clayApi',
				required: true,
				displayOptions: { hide: { resource: ['row'] } },
			},
			{
				name: 'clayCallbackApi',
				required: true,
				testedBy: 'callbackCredentialTest',
				displayOptions: {
					show: {
						resource: ['row'],
						operation: ['createAndWait'],
						callbackAuthentication: ['header'],
					},
				},
			},
		],
		waitingNodeTooltip:
			'={{ $parameter["operation"] === "createAndWait" ? "Waiting for Clay to call the URL in the callback field of the row, or for the time to be over" : "" }}',
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: '',
				restartWebhook: true,
				responseMode: 'onReceived',
				// Empty, or n8n answers with its default in place of this node's answer.
				responseData: '',
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
					{ name: 'Company', value: 'company' },
					{ name: 'Person', value: 'person' },
					{ name: 'Routine', value: 'routine' },
					{ name: 'Row', value: 'row' },
					{ name: 'Table', value: 'table' },
					{ name: 'Webhook', value: 'webhook' },
				],
				default: 'row',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['account'] } },
				options: [
					{
						name: 'Check Readiness',
						value: 'checkReadiness',
						action: 'Check readiness of account',
						description: 'Check whether API, key, plan and table webhook are fit for production',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get account',
						description: 'See which user and workspace the API key belongs to',
					},
				],
				default: 'get',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['company'] } },
				options: [
					{
						name: 'Search',
						value: 'search',
						action: 'Search companies',
						description: 'Find companies by filters or a query',
					},
				],
				default: 'search',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['person'] } },
				options: [
					{
						name: 'Search',
						value: 'search',
						action: 'Search people',
						description: 'Find people by filters or a query',
					},
				],
				default: 'search',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['routine'] } },
				options: [
					{
						name: 'Get Results',
						value: 'getResults',
						action: 'Get results of routine run',
						description: 'Get the results of a run that was started before',
					},
					{
						name: 'Run',
						value: 'run',
						action: 'Run routine',
						description: 'Start a function or workflow and get the ID of the run without waiting',
					},
					{
						name: 'Run and Wait',
						value: 'runAndWait',
						action: 'Run routine and wait',
						description: 'Start a function or workflow, wait for it, and get its results',
					},
				],
				default: 'runAndWait',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['row'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create row',
						description: 'Send each item to a table as a row, paced below the limit of Clay',
					},
					{
						name: 'Create and Wait for Callback',
						value: 'createAndWait',
						action: 'Create row and wait for callback',
						description: 'Send one row, and wait without holding a worker until Clay calls back',
					},
				],
				default: 'create',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['table'] } },
				options: [
					{
						name: 'Query',
						value: 'query',
						action: 'Query table',
						description: 'Read rows of a table, in Enterprise workspaces with query sync',
					},
				],
				default: 'query',
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
						action: 'Create webhook',
						description: 'Register a webhook at an endpoint that no Clay source confirms',
					},
					{
						name: 'Delete',
						value: 'delete',
						action: 'Delete webhook',
						description: 'Remove a registration at an endpoint that no Clay source confirms',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many webhooks',
						description: 'List registrations at an endpoint that no Clay source confirms',
					},
				],
				default: 'getMany',
			},
			...Object.values(OPERATIONS).flatMap((operations) =>
				Object.values(operations).flatMap(({ description }) => description),
			),
		],
	};

	methods = { credentialTest: { callbackCredentialTest } };

	/** The webhook resumes an execution: there is nothing to register for it anywhere. */
	webhookMethods = {
		default: {
			checkExists: async () => true,
			create: async () => true,
			delete: async () => true,
		},
	};

	/** Called with what Clay sends back to `Create and Wait for Callback`. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resume(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
