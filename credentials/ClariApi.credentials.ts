import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

/** The base URL as typed, or Clari's own for the profile, without a slash at the end. */
const BASE_URL =
	'={{ (($credentials.baseUrl || "").trim() || "https://api.clari.com/" + ($credentials.apiProfile || "v4")).replace(/\\/+$/, "") }}';

export class ClariApi implements ICredentialType {
	name = 'clariApi';

	displayName = 'Clari API';

	icon: Icon = { light: 'file:../icons/clari.svg', dark: 'file:../icons/clari.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clari.md#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Profile',
			name: 'apiProfile',
			type: 'options',
			default: 'v4',
			options: [
				{
					name: 'V4 (Clari API Reference)',
					value: 'v4',
					description: 'The API that Clari documents. The token travels in the header apikey.',
				},
				{
					name: 'V1 (Bearer Token)',
					value: 'v1',
					description:
						'For gateways that offer /v1 with a Bearer token and flat rows. No Clari source confirms this API.',
				},
			],
			description: 'Which API the base URL serves',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.clari.com/v4',
			description:
				'Address with version, for a gateway. When empty, https://api.clari.com with the version of the profile.',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In Clari: avatar, Settings, API Token, Generate New API Token. Use an integration user at the top of the forecast hierarchy that is opted in to forecasting.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'={{ $credentials.apiProfile === "v1" ? "Authorization" : "apikey" }}':
					'={{ $credentials.apiProfile === "v1" ? "Bearer " + $credentials.apiToken.trim() : $credentials.apiToken.trim() }}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: BASE_URL,
			url: '={{ $credentials.apiProfile === "v1" ? "/forecast/types" : "/admin/limits" }}',
			timeout: 20_000,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Clari does not accept this API token. It may be revoked, or the user who made it deactivated: generate a new one in Clari under Settings, API Token.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Nothing answers at this base URL. Check the host and the version at its end, e.g. https://api.clari.com/v4.',
				},
			},
		],
	};
}
