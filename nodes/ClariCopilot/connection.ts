import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { hostOf } from '../shared/http/webAddress';

/** The API that Clari documents. Source: its OpenAPI file, `servers`. */
export const COPILOT_API = {
	credentialType: 'clariCopilotApi',
	name: 'Clari Copilot API',
	baseUrl: 'https://rest-api.copilot.clari.com',
	secretFields: ['apiKey', 'apiPassword'],
} as const;

/** The registration of webhooks that only the product's requirements know. */
export const COPILOT_WEBHOOK_API = {
	credentialType: 'clariCopilotWebhookApi',
	name: 'Clari Copilot Webhook API',
	baseUrl: 'https://api.copilot.clari.com/v1',
	secretFields: ['accessToken'],
} as const;

export type CopilotApiKind = typeof COPILOT_API | typeof COPILOT_WEBHOOK_API;

/** Where requests go, and with which credential. */
export interface CopilotConnection {
	/** The credential of the item: an expression in it may say something else for the next one. */
	credential: ICredentialDataDecryptedObject;
	credentialType: CopilotApiKind['credentialType'];
	/** Without a slash at the end. */
	baseUrl: string;
	host: string;
	/** Words that must never show up in a text. */
	secrets: string[];
}

/**
 * Reads the credential of an item.
 *
 * @throws NodeOperationError when the address in it is no web address
 */
export async function getCopilotConnection(
	context: IAllExecuteFunctions,
	api: CopilotApiKind,
	itemIndex?: number,
): Promise<CopilotConnection> {
	const credential = await context.getCredentials(api.credentialType, itemIndex);
	const typed = typeof credential.baseUrl === 'string' ? credential.baseUrl.trim() : '';
	const baseUrl = (typed || api.baseUrl).replace(/\/+$/, '');
	const host = hostOf(baseUrl);
	if (host === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`The 'Base URL' in the ${api.name} credential is no web address`,
			{ itemIndex, description: `It starts with https://, e.g. ${api.baseUrl}.` },
		);
	}
	const secrets = api.secretFields.flatMap((field) => {
		const value = credential[field];
		return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
	});
	return { credential, credentialType: api.credentialType, baseUrl, host, secrets };
}
