import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { readWebhookAddress } from '../nodes/Clay/rows/webhookAddress';

/** For URLs too: whoever knows one can add rows. */
const MASKED = { password: true };

export class ClayTableWebhookApi implements ICredentialType {
	name = 'clayTableWebhookApi';

	displayName = 'Clay Table Webhook API';

	icon: Icon = { light: 'file:../icons/clay.svg', dark: 'file:../icons/clay.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clay.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: MASKED,
			required: true,
			default: '',
			placeholder: 'e.g. https://api.clay.com/v3/sources/webhook/…',
			description:
				'In Clay: table, Add source, Monitor webhook, Copy URL. Whoever knows it can add rows. Needs a Growth or Enterprise plan, or the trial.',
		},
		{
			displayName: 'Auth Token',
			name: 'authToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Token of the webhook source, when it requires one. Clay shows it once. It travels in the header x-clay-webhook-auth; empty sends no header.',
		},
		{
			displayName: 'Overflow URLs',
			name: 'overflowUrls',
			type: 'string',
			typeOptions: MASKED,
			default: '',
			description:
				'Webhook URLs to go on with when one has used up its 50,000 submissions, in this order. Separate them with a space, comma or line. The auth token is the same for all.',
		},
		{
			displayName: 'Allowed Host',
			name: 'allowedHost',
			type: 'string',
			default: '',
			placeholder: 'e.g. gateway.example.com',
			description:
				'Host that may receive rows and token besides clay.com, over http too, for a gateway of your own. Usually empty.',
		},
	];

	/** A function, since a declared header is sent even when its value is empty, and Clay refuses an empty token. */
	authenticate: IAuthenticate = async ({ authToken, allowedHost }, requestOptions) => {
		const address = readWebhookAddress(
			new URL(requestOptions.url, requestOptions.baseURL).href,
			String(allowedHost ?? ''),
		);
		if (!address.ok) throw new UserError(`The webhook URL ${address.reason}. ${address.todo}`);
		const token = String(authToken ?? '').trim();
		if (token === '') return requestOptions;
		const headers = { ...requestOptions.headers, 'x-clay-webhook-auth': token };
		return { ...requestOptions, headers };
	};

	/**
	 * Nothing can be asked of a webhook source without making a row, so a body that Clay must refuse with 400 is sent: that
	 * answer shows that URL and token are right.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: '={{ $credentials.webhookUrl.trim() }}',
			headers: { 'Content-Type': 'text/plain' },
			body: 'connection test, not a row',
			timeout: 20_000,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [301, 302, 303, 307, 308, 401, 403, 404, 500, 502, 503, 504],
			},
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Clay does not accept the auth token of this webhook. A new token can take a minute to work; the one before it stops at once.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'This webhook has used up its 50,000 submissions. Add another webhook source in Clay and use its URL.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Clay knows no webhook at this URL. It may be mistyped, or its source or table deleted: copy it again from the source.',
				},
			},
		],
	};
}
