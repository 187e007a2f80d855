import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { ANSWER_OF_WEBHOOK } from '../shared/webhook/properties';
import { createRegistration, deleteRegistration, findRegistration } from './registration/lifecycle';
import { PARAMETERS } from './webhookTrigger/description';
import { receiveCallEvent } from './webhookTrigger/receive';
import { wantedWebhook } from './webhookTrigger/wanted';

export class ClariCopilotWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clari Copilot Webhook Trigger',
		name: 'clariCopilotWebhookTrigger',
		icon: {
			light: 'file:../../icons/clariCopilot.svg',
			dark: 'file:../../icons/clariCopilot.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Start a workflow when a webhook reports a call. For gateways that offer such webhooks: no Clari source confirms them.',
		eventTriggerDescription: 'Waiting for an event from the webhook',
		activationMessage: 'The production URL is registered now.',
		defaults: { name: 'Clari Copilot Webhook Trigger' },
		triggerPanel: {
			header: 'Let a call end, or have the gateway send an event',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, click the button: the node registers the test URL and removes it when the event has come, or after two minutes.<br><br><b>Then</b> publish the workflow: the node registers the production URL. Executions of it show up in the list of executions, not here.',
				active:
					'<b>While you build</b>, click the button: the node registers the test URL as well, and removes it when the event has come, or after two minutes.<br><br>The workflow is published: requests to the production URL run it. They show up in the <a data-key="executions">list of executions</a>, not here.',
			},
			activationHint: 'Once it works, publish the workflow: the node registers the production URL.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'clariCopilotWebhookApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				...ANSWER_OF_WEBHOOK,
			},
		],
		properties: PARAMETERS,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await findRegistration(this, await wantedWebhook(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await createRegistration(this, await wantedWebhook(this));
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await deleteRegistration(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveCallEvent(this);
	}
}
