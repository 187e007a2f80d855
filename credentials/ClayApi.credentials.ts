import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { authorizationFor } from '../nodes/Clay/authorization';

export class ClayApi implements ICredentialType {
	name = 'clayApi';

	displayName = 'Clay API';

	icon: Icon = { light: 'file:../icons/clay.svg', dark: 'file:../icons/clay.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clay.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In Clay: Settings, Account, API keys. Clay shows it once. It acts as the user who made it.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.clay.com/public/v0',
			description: 'Address with version, for a gateway',
		},
		{
			displayName: 'Registration URL',
			name: 'registrationUrl',
			type: 'string',
			default: 'https://api.clay.com/v1',
			description:
				'Only for the resource Webhook, whose endpoint no Clay source confirms. The key travels there as a Bearer token.',
		},
	];

	/** A function, since the two addresses take the key in different headers, and no other address may get it. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const url = new URL(
			requestOptions.baseURL
				? `${requestOptions.baseURL}${requestOptions.url}`
				: requestOptions.url,
		);
		const header = authorizationFor(url, credentials);
		if (header === undefined) {
			throw new UserError('The Clay API key is sent only to the addresses in its credential');
		}
		return { ...requestOptions, headers: { ...requestOptions.headers, ...header } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ (($credentials.baseUrl || "").trim() || "https://api.clay.com/public/v0").replace(/\\/+$/, "") }}',
			url: '/me',
			timeout: 20_000,
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Clay does not accept this API key. Make a new one in Clay under Settings, Account, API keys, and check that the API is available in your workspace.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Nothing answers at this base URL. Check the host and the version at its end, e.g. https://api.clay.com/public/v0.',
				},
			},
		],
	};
}
