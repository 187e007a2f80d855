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
						'There is no registration of webhooks at this base URL. Clari confirms none: read calls on a schedule with the Clari Copilot API credential instead.',
				},
			},
		],
	};
}
