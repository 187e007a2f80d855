import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class ClarkyWebhookApi implements ICredentialType {
	name = 'clarkyWebhookApi';

	displayName = 'Clarky Webhook API';

	icon: Icon = { light: 'file:../icons/clarky.svg', dark: 'file:../icons/clarky.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clarky.md#credential';

	/** It proves what comes in; a request that goes out must not carry it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Bearer Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'A long random text of your own. Put the same into the field Bearer Token of the webhook in Clarky.',
		},
		{
			displayName: 'Second Bearer Token',
			name: 'secondToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Also accepted. To change the token without losing an event: put the new one here, change it in Clarky, then move it up and empty this field.',
		},
	];
}
