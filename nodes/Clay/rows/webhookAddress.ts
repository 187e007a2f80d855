/** The address of a table webhook, or why it is not used. */
export type WebhookAddress = { ok: true; url: URL } | { ok: false; reason: string; todo: string };

/**
 * Reads the URL of a table webhook and checks where it leads: rows hold personal data and the request carries a token,
 * so they go to Clay (`https`, `clay.com` or a host below it) or to the one host that the user named, over `http` too.
 *
 * The path is not checked: renamed sources and older ones have forms of their own.
 *
 * @param text the URL as typed
 * @param allowedHost host name, with or without port, of a gateway that may receive rows; empty for none
 */
export function readWebhookAddress(text: string, allowedHost: string): WebhookAddress {
	const url = parseUrl(text.trim());
	if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname === '/') {
		return {
			ok: false,
			reason: 'is no webhook URL',
			todo: 'Copy the whole URL from the webhook source of the table in Clay, e.g. https://api.clay.com/v3/sources/webhook/….',
		};
	}
	if (url.username !== '' || url.password !== '') {
		return {
			ok: false,
			reason: 'has a user name in it',
			todo: 'Copy the URL again from the webhook source of the table in Clay.',
		};
	}
	if (isNamedHost(url, allowedHost)) return { ok: true, url };
	if (!isClayHost(url.hostname)) {
		return {
			ok: false,
			reason: 'does not lead to Clay',
			todo: "Use a URL on clay.com, or name the host under 'Allowed Host' in the credential when rows are meant to go to a gateway.",
		};
	}
	if (url.protocol !== 'https:') {
		return {
			ok: false,
			reason: 'is not encrypted',
			todo: 'Use the URL with https:// at its beginning.',
		};
	}
	return { ok: true, url };
}

function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

function isClayHost(hostname: string): boolean {
	return hostname === 'clay.com' || hostname.endsWith('.clay.com');
}

/** The user may have typed the host with a scheme or a path around it. */
function isNamedHost(url: URL, allowedHost: string): boolean {
	const host = allowedHost
		.trim()
		.toLowerCase()
		.replace(/^[a-z]+:\/\//, '')
		.replace(/\/.*$/, '');
	return host !== '' && (host === url.hostname || host === url.host);
}
