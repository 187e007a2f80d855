import type { Check } from './check';
import { BASE_URL, fail, pass, warn } from './check';

/** Names of this machine, where nobody listens in. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The vendor's own address, to tell it from a gateway. */
export interface VendorAddress {
	/** e.g. `api.clari.com` */
	host: string;
	/** The path that the address has at the vendor, e.g. `/v4`; empty for none. */
	path: string;
}

/** Whether an address is one that may carry a secret, and whose it is. */
export function checkBaseUrl(text: string, vendor: VendorAddress): Check {
	const url = parse(text);
	const example = `https://${vendor.host}${vendor.path}`;
	if (url === undefined) {
		return fail(
			BASE_URL,
			'The base URL is no web address.',
			`Put an address such as ${example} into the credential.`,
		);
	}
	if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname)) {
		return warn(
			BASE_URL,
			`The secret travels to ${url.host} without encryption.`,
			'Use an address that begins with https://.',
		);
	}
	if (url.host !== vendor.host) {
		return pass(BASE_URL, `Requests go to ${url.host}, which is not the vendor's own host.`);
	}
	if (url.pathname.replace(/\/+$/, '') !== vendor.path) {
		return warn(
			BASE_URL,
			`The base URL has another path than the documented API: ${url.pathname}.`,
			`Use ${example}, unless you know better.`,
		);
	}
	return pass(BASE_URL, `Requests go to ${url.host}${vendor.path}, the production address.`);
}

function parse(text: string): URL | undefined {
	try {
		const url = new URL(text);
		return /^https?:$/.test(url.protocol) ? url : undefined;
	} catch {
		return undefined;
	}
}
