import type { IAllExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

export const CLARI_CREDENTIAL = 'clariApi';

/** What the nodes know of a Clari account. */
export interface ClariConnection {
	profile: 'v4' | 'v1';
	/** Without a slash at the end. */
	baseUrl: string;
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
	if (!isWebAddress(baseUrl)) {
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
	return { profile, baseUrl, secrets: token === '' ? [] : [token] };
}

function isWebAddress(text: string): boolean {
	try {
		return /^https?:$/.test(new URL(text).protocol);
	} catch {
		return false;
	}
}
