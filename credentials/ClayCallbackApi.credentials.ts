import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class ClayCallbackApi implements ICredentialType {
	name = 'clayCallbackApi';

	displayName = 'Clay Callback API';

	icon: Icon = { light: 'file:../icons/clay.svg', dark: 'file:../icons/clay.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-revops/n8n-nodes-revops/blob/main/docs/clay-trigger.md#credential';

	/** It proves what comes in; a request that goes out must not carry it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			default: 'header',
			options: [
				{
					name: 'HMAC Signature',
					value: 'hmac',
					description:
						'For signed API webhooks. An HTTP API column cannot sign: its headers are the same for every row.',
				},
				{
					name: 'Shared Header',
					value: 'header',
					description: 'For HTTP API columns: a header that carries the secret as it is',
				},
			],
			description: 'How Clay proves that a request comes from your workspace',
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: '',
			placeholder: 'e.g. x-webhook-secret',
			description:
				'Name of the header that carries the secret or the signature. When empty, x-webhook-secret for a shared header and x-clay-signature for a signature.',
		},
		// Two names: a prefix has another default with each method, and n8n's editor fills a name in once, whatever the method is.
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: 'sha256=',
			placeholder: 'e.g. sha256=',
			description:
				'What stands before the hexadecimal digits. Clay writes sha256=; when empty, the digits must stand alone.',
			displayOptions: { show: { method: ['hmac'] } },
		},
		{
			displayName: 'Prefix',
			name: 'headerPrefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. Bearer',
			description:
				'What stands before the secret in the header; empty for nothing. A blank follows it when it ends with a letter or digit.',
			displayOptions: { show: { method: ['header'] } },
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'For a shared header, a long random text of your own. For a signature, the text that Clay shows once, with whsec_ at its start.',
		},
		{
			displayName: 'Second Secret',
			name: 'secondSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Also accepted. To change the secret without losing a row: put the new one here, change it in Clay, then move it up and empty this field.',
		},
		{
			displayName: 'Timestamp Header',
			name: 'timestampHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. x-clay-timestamp',
			description:
				'Only for senders that sign the time as well, as time.body with Unix time. Clay does not: leave it empty.',
			displayOptions: { show: { method: ['hmac'] } },
		},
		{
			displayName: 'Timestamp Tolerance (Seconds)',
			name: 'toleranceSeconds',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 300,
			description: 'How far the signed time may be from now, both ways',
			displayOptions: { show: { method: ['hmac'] } },
		},
	];
}
