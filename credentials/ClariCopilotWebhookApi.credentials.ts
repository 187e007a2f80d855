import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

export class ClariCopilotWebhookApi implements ICredentialType {
	name = 'clariCopilotWebhookApi';

	displayName = 'Clari Copilot Webhook API';

	icon: Icon = {
		light: 'file:../icons/clariCopilot.svg',
		dark: 'file:../icons/clariCopilot.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clari-copilot.md#webhook-unconfirmed';

	properties: INodeProperties[] = [
		{
			displayName:
				'No Clari source confirms this API. It is for gateways that offer what integration guides describe; Clari Copilot itself is read with the Clari Copilot API credential.',
			name: 'unconfirmed',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Travels as a Bearer token',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.copilot.clari.com/v1',
			description: 'Address with version. The one of the guides did not resolve when last tried.',
		},
		{
			displayName: 'Shared Secret',
			name: 'sharedSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'For the Clari Copilot Webhook Trigger: a long random text of your own. The URL that the node registers has a key made of it, and a delivery without the key is refused.',
		},
		{
			displayName: 'Previous Shared Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Also accepted. To change the secret without losing an event: move the old one here, put the new one above, unpublish and publish the workflows, then empty this field.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.accessToken.trim() }}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ (($credentials.baseUrl || "").trim() || "https://api.copilot.clari.com/v1").replace(/\\/+$/, "") }}',
			url: '/webhooks',
			timeout: 20_000,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'This access token is not accepted.' },
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'There is no list of webhooks at this base URL. A gateway that only takes registrations shows whether it does when you publish a workflow with it. Clari confirms none: its own calls are read by the node Clari Copilot Trigger, which polls.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 405,
					message:
						'This gateway has no list of webhooks, so the token cannot be tested without a registration. Publish a workflow with the Clari Copilot Webhook Trigger: it says whether the token is accepted.',
				},
			},
		],
	};
}
