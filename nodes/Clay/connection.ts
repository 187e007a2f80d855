import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { hostOf } from '../shared/http/webAddress';
import { DEFAULT_BASE_URL, DEFAULT_REGISTRATION_URL, readAddress } from './authorization';

export const CLAY_CREDENTIAL = 'clayApi';

/** What the node knows of a Clay account. Addresses are without a slash at the end. */
export interface ClayConnection {
	/** The credential of the item: an expression in it may say something else for the next one. */
	credential: ICredentialDataDecryptedObject;
	baseUrl: string;
	/** Where webhooks are registered, as no source of Clay's confirms. */
	registrationUrl: string;
	/** Words that must never show up in a text. */
	secrets: string[];
}

/**
 * Reads the credential of an item.
 *
 * @throws NodeOperationError when an address in it is no web address
 */
export async function getClayConnection(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ClayConnection> {
	const credential = await context.getCredentials(CLAY_CREDENTIAL, itemIndex);
	const baseUrl = readAddress(credential.baseUrl, DEFAULT_BASE_URL);
	const registrationUrl = readAddress(credential.registrationUrl, DEFAULT_REGISTRATION_URL);
	for (const [name, url] of [
		['Base URL', baseUrl],
		['Registration URL', registrationUrl],
	]) {
		if (hostOf(url ?? '') !== undefined) continue;
		throw new NodeOperationError(
			context.getNode(),
			`The '${name}' in the Clay API credential is no web address`,
			{ itemIndex, description: `It starts with https://, e.g. ${DEFAULT_BASE_URL}.` },
		);
	}
	const apiKey = typeof credential.apiKey === 'string' ? credential.apiKey.trim() : '';
	return { credential, baseUrl, registrationUrl, secrets: apiKey === '' ? [] : [apiKey] };
}
