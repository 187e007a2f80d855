import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

export class ClariCopilotApi implements ICredentialType {
	name = 'clariCopilotApi';

	displayName = 'Clari Copilot API';

	icon: Icon = {
		light: 'file:../icons/clariCopilot.svg',
		dark: 'file:../icons/clariCopilot.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clari-copilot.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'In Clari Copilot: Workspace settings, Integrations, Clari Copilot API',
		},
		{
			displayName: 'API Password',
			name: 'apiPassword',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Stands beside the key. Copilot asks for both.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://rest-api.copilot.clari.com',
			description: 'Address of the API, for a gateway',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'X-Api-Key': '={{ $credentials.apiKey.trim() }}',
				'X-Api-Password': '={{ $credentials.apiPassword.trim() }}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ (($credentials.baseUrl || "").trim() || "https://rest-api.copilot.clari.com").replace(/\\/+$/, "") }}',
			url: '/users',
			timeout: 20_000,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Clari Copilot does not accept this key and password. Copy both again from Workspace settings, Integrations, Clari Copilot API.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Nothing answers at this base URL. Clari Copilot has its API at https://rest-api.copilot.clari.com.',
				},
			},
		],
	};
}
