import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { ANSWER_OF_WEBHOOK } from '../shared/webhook/properties';
import { callbackCredentialTest } from './trigger/credentialTest';
import { PARAMETERS } from './trigger/description';
import { receiveCallback } from './trigger/receive';

export class ClayTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clay Trigger',
		name: 'clayTrigger',
		icon: { light: 'file:../../icons/clay.svg', dark: 'file:../../icons/clay.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { httpApiColumn: "HTTP API column callback", apiWebhook: "signed API webhook", events: "events" }[$parameter["triggerOn"]] }}',
		description: 'Start a workflow when Clay sends a row, a finished run or an event',
		eventTriggerDescription: 'Waiting for a request from Clay',
		activationMessage:
			'Clay can now call the production URL. Put it into the HTTP API column in place of the test URL.',
		defaults: { name: 'Clay Trigger' },
		triggerPanel: {
			header: 'Run the column for one row in Clay',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, click the button, put the test URL into the HTTP API column, and run it for one row.<br><br><b>Then</b> publish the workflow and put the production URL into the column. Executions of it show up in the list of executions, not here.',
				active:
					'<b>While you build</b>, click the button, put the test URL into the HTTP API column, and run it for one row.<br><br>The workflow is published: requests to the production URL run it. They show up in the <a data-key="executions">list of executions</a>, not here.',
			},
			activationHint:
				'Once it works, publish the workflow and put the production URL into the column in place of the test URL.',
		},
		inputs: [],
		outputs: `={{ $parameter["routeByScore"] === true && $parameter["triggerOn"] !== "apiWebhook"
			? [
				{ type: "${NodeConnectionTypes.Main}", displayName: "Hot" },
				{ type: "${NodeConnectionTypes.Main}", displayName: "Nurture" },
				{ type: "${NodeConnectionTypes.Main}", displayName: "Other" }
			]
			: [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		credentials: [
			{
				name: 'clayCallbackApi',
				required: true,
				testedBy: 'callbackCredentialTest',
				displayOptions: { show: { authentication: ['header', 'hmac'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				...ANSWER_OF_WEBHOOK,
			},
		],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'triggerOn',
				type: 'options',
				noDataExpression: true,
				default: 'httpApiColumn',
				options: [
					{
						name: 'Events',
						value: 'events',
						description:
							'Named events that you write into the body of a column; no source of Clay confirms them',
					},
					{
						name: 'HTTP API Column Callback',
						value: 'httpApiColumn',
						description: 'A column of a table sends a row, with a secret in a header',
					},
					{
						name: 'Signed API Webhook',
						value: 'apiWebhook',
						description: 'A routine run has finished; Clay signs the body',
					},
				],
				description: 'What Clay sends. Each kind is checked in its own way.',
			},
			...PARAMETERS,
		],
	};

	methods = { credentialTest: { callbackCredentialTest } };

	/** Clay offers no registration of columns or signed webhooks by API: the user pastes the URL there, once. */
	webhookMethods = {
		default: {
			async checkExists(): Promise<boolean> {
				return true;
			},
			async create(): Promise<boolean> {
				return true;
			},
			async delete(): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCallback(this);
	}
}
