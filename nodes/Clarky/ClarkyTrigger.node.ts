import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { ANSWER_OF_WEBHOOK } from '../shared/webhook/properties';
import { webhookCredentialTest } from './trigger/credentialTest';
import { PARAMETERS } from './trigger/description';
import { EVENT_GROUPS } from './trigger/event/eventNames';
import { receiveEvent } from './trigger/receive';

const GROUP_OUTPUTS = EVENT_GROUPS.map((displayName) => ({
	type: NodeConnectionTypes.Main,
	displayName,
}));

export class ClarkyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Clarky Trigger',
		name: 'clarkyTrigger',
		icon: { light: 'file:../../icons/clarky.svg', dark: 'file:../../icons/clarky.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["events"].includes("allEvents") ? "all events" : $parameter["events"].join(", ") }}',
		description:
			'Start a workflow on contacts, conversations, escalations, messages and bookings in Clarky',
		eventTriggerDescription: 'Waiting for an event from Clarky',
		activationMessage:
			'Clarky can now call the production URL. Put it into the webhook in Clarky in place of the test URL.',
		defaults: { name: 'Clarky Trigger' },
		triggerPanel: {
			header: 'Write something in a test conversation in Clarky',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, click the button, put the test URL into the webhook in Clarky, and start a test conversation.<br><br><b>Then</b> publish the workflow and put the production URL into the webhook. Executions of it show up in the list of executions, not here.',
				active:
					'<b>While you build</b>, click the button, put the test URL into the webhook in Clarky, and start a test conversation.<br><br>The workflow is published: requests to the production URL run it. They show up in the <a data-key="executions">list of executions</a>, not here.',
			},
			activationHint:
				'Once it works, publish the workflow and put the production URL into the webhook in place of the test URL.',
		},
		inputs: [],
		outputs: `={{ $parameter["routeByGroup"] === true ? ${JSON.stringify(GROUP_OUTPUTS)} : [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		credentials: [
			{
				name: 'clarkyWebhookApi',
				required: true,
				testedBy: 'webhookCredentialTest',
				displayOptions: { show: { authentication: ['bearer'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				// n8n makes one webhook of each method in the list.
				httpMethod: '={{ $parameter["httpMethods"] }}',
				path: 'webhook',
				...ANSWER_OF_WEBHOOK,
			},
		],
		properties: PARAMETERS,
	};

	methods = { credentialTest: { webhookCredentialTest } };

	/** Clarky publishes no registration of webhooks by API: the user pastes the URL there, once. */
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
		return await receiveEvent(this);
	}
}
