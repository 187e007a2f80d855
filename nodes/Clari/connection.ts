import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { hostOf } from '../shared/http/webAddress';

export const CLARI_CREDENTIAL = 'clariApi';

/** What the nodes know of a Clari account. */
export interface ClariConnection {
	/** The credential of the item: an expression in it may say something else for the next one. */
	credential: ICredentialDataDecryptedObject;
	profile: 'v4' | 'v1';
	/** Without a slash at the end. */
	baseUrl: string;
	host: string;
	/** Words that must never show up in a text. */
	secrets: string[];
}

/**
 * Reads the credential of an item.
 *
 * @throws NodeOperationError when the base URL is no web address
 */
export async function getClariConnection(
	context: IAllExecuteFunctions,
	itemIndex?: number,
): Promise<ClariConnection> {
	const credential = await context.getCredentials(CLARI_CREDENTIAL, itemIndex);
	const profile = credential.apiProfile === 'v1' ? 'v1' : 'v4';
	const typed = typeof credential.baseUrl === 'string' ? credential.baseUrl.trim() : '';
	const baseUrl = (typed || `https://api.clari.com/${profile}`).replace(/\/+$/, '');
	const host = hostOf(baseUrl);
	if (host === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			'The base URL in the Clari credential is no web address',
			{
				itemIndex,
				description:
					'It starts with https:// and ends with the version, e.g. https://api.clari.com/v4.',
			},
		);
	}
	const token = typeof credential.apiToken === 'string' ? credential.apiToken.trim() : '';
	return { credential, profile, baseUrl, host, secrets: token === '' ? [] : [token] };
}
