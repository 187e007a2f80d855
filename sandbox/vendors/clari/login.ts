import type { FastifyRequest } from 'fastify';
import type { CredentialsSeen } from '../journal';

/** The tokens that the stand-in knows, each with the user whom it stands for. */
export type Tokens = ReadonlyMap<string, number>;

/** Answered with the gateway's 401. */
export class NotLoggedIn extends Error {}

function tokenOf({ url, headers }: FastifyRequest): string | undefined {
	if (url.startsWith('/v1/')) return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
	return typeof headers.apikey === 'string' ? headers.apikey : undefined;
}

/** What the journal says about the secret of a request. */
export function credentialsSeen(request: FastifyRequest, tokens: Tokens): CredentialsSeen {
	const token = tokenOf(request);
	if (token === undefined) return 'none';
	return tokens.has(token) ? 'valid' : 'invalid';
}

/** The Clari user whose token the request brings: header `apikey` in v4, a bearer token in the v1 profile. */
export function userOf(request: FastifyRequest, tokens: Tokens): number {
	const userId = tokens.get(tokenOf(request) ?? '');
	if (userId === undefined) throw new NotLoggedIn();
	return userId;
}
