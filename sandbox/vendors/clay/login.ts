import type { FastifyRequest } from 'fastify';
import type { CredentialsSeen } from '../journal';
import type { ClaySources } from './sources';
import { TOKEN_HEADER } from './tableWebhook';

interface Secrets {
	apiKey: string;
	sources: ClaySources;
}

export const API_KEY_HEADER = 'clay-api-key';
/** Where the public API is. */
export const API_PATH = '/public/v0';
/** Where the registration is that guides describe. */
export const REGISTRATION_PATH = '/v1/webhooks';

const isSame = (brought: unknown, wanted: string): CredentialsSeen => {
	if (brought === undefined) return 'none';
	return brought === wanted ? 'valid' : 'invalid';
};

/** What secret a request brought: key, bearer token, or the address and the token of a webhook source. */
export function credentialsSeen(
	{ url, headers }: FastifyRequest,
	{ apiKey, sources }: Secrets,
): CredentialsSeen {
	if (url.startsWith(API_PATH)) return isSame(headers[API_KEY_HEADER], apiKey);
	if (url.startsWith(REGISTRATION_PATH)) return isSame(headers.authorization, `Bearer ${apiKey}`);
	const slug = /^\/v3\/sources\/webhook\/([^/?]+)/.exec(url)?.[1];
	if (slug === undefined) return 'none';
	const source = sources.get(slug);
	if (!source) return 'invalid';
	return source.token === undefined ? 'valid' : isSame(headers[TOKEN_HEADER], source.token);
}
