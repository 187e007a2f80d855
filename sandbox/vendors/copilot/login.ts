import type { FastifyRequest } from 'fastify';
import type { CredentialsSeen } from '../journal';
import { CopilotApiError } from './apiError';

export interface Secrets {
	apiKey: string;
	apiPassword: string;
	/** Bearer token of the registration. */
	webhookToken: string;
}

/** Where webhooks are registered, as integration guides say. */
export const REGISTRATION_PATH = '/v1/webhooks';

/** Whether a request brought both headers, or the token of the registration. */
export function credentialsSeen(
	{ url, headers }: FastifyRequest,
	{ apiKey, apiPassword, webhookToken }: Secrets,
): CredentialsSeen {
	if (url.startsWith(REGISTRATION_PATH)) {
		if (headers.authorization === undefined) return 'none';
		return headers.authorization === `Bearer ${webhookToken}` ? 'valid' : 'invalid';
	}
	const key = headers['x-api-key'];
	const password = headers['x-api-password'];
	if (key === undefined || password === undefined) return 'none';
	return key === apiKey && password === apiPassword ? 'valid' : 'invalid';
}

/** Refuses a request without key and password, on every path, as the real host does. */
export function checkLogin(request: FastifyRequest, secrets: Secrets): void {
	switch (credentialsSeen(request, secrets)) {
		case 'valid':
			return;
		case 'none':
			throw new CopilotApiError(401, 'Credentials not provided! Pass API key and password.');
		case 'invalid':
			throw new CopilotApiError(401, 'Invalid credentials');
	}
}
