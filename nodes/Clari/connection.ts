import type { IAllExecuteFunctions } from 'n8n-workflow';

export const CLARI_CREDENTIAL = 'clariApi';

/** What the nodes know of a Clari account. */
export interface ClariConnection {
	profile: 'v4' | 'v1';
	/** Without a slash at the end. */
	baseUrl: string;
	/** Words that must never show up in a text. */
	secrets: string[];
}

/** Reads the credential of an item. */
export async function getClariConnection(
	context: IAllExecuteFunctions,
	itemIndex?: number,
): Promise<ClariConnection> {
	const credential = await context.getCredentials(CLARI_CREDENTIAL, itemIndex);
	const profile = credential.apiProfile === 'v1' ? 'v1' : 'v4';
	const typed = typeof credential.baseUrl === 'string' ? credential.baseUrl.trim() : '';
	return {
		profile,
		baseUrl: (typed || `https://api.clari.com/${profile}`).replace(/\/+$/, ''),
		secrets: typeof credential.apiToken === 'string' ? [credential.apiToken] : [],
	};
}
