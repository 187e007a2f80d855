import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** Clay's public API. Source: Clay's OpenAPI, `servers`. */
export const DEFAULT_BASE_URL = 'https://api.clay.com/public/v0';

/** Where the product's requirements, and no source of Clay's, say that webhooks are registered. */
export const DEFAULT_REGISTRATION_URL = 'https://api.clay.com/v1';

/** An address of a credential as typed, or the default, without a slash at the end. */
export function readAddress(value: unknown, fallback: string): string {
	const typed = typeof value === 'string' ? value.trim() : '';
	return (typed || fallback).replace(/\/+$/, '');
}

/**
 * The header that carries the API key to an address: `clay-api-key` to the public API, Bearer to the registration.
 *
 * @returns `undefined` when the address is neither, so that the key goes nowhere else
 */
export function authorizationFor(
	url: URL,
	{ apiKey, baseUrl, registrationUrl }: ICredentialDataDecryptedObject,
): Record<string, string> | undefined {
	const key = String(apiKey ?? '').trim();
	if (isBelow(url, readAddress(baseUrl, DEFAULT_BASE_URL))) return { 'clay-api-key': key };
	if (isBelow(url, readAddress(registrationUrl, DEFAULT_REGISTRATION_URL))) {
		return { Authorization: `Bearer ${key}` };
	}
	return undefined;
}

function isBelow(url: URL, base: string): boolean {
	try {
		const { origin, pathname } = new URL(base);
		return url.origin === origin && url.pathname.startsWith(`${pathname.replace(/\/+$/, '')}/`);
	} catch {
		return false;
	}
}
