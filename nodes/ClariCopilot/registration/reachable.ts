/** Names that lead nowhere from outside; a name without a dot is one of a local network or a container. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid)$/;

/** Loopback, private, link-local, shared (RFC 6598) and "this host" addresses, as `URL` writes them. */
const LOCAL_IPV4 =
	/^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** `::`, `::1`, unique local, link-local, and IPv4 written as IPv6, which nobody gives out in public. */
const LOCAL_IPV6 = /^\[(::1?\]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::ffff:)/;

/** Whether nobody outside the own network can reach a host. Nothing is resolved: a name can be public and lead inside. */
export function isLocalHost(hostname: string): boolean {
	const name = hostname.toLowerCase().replace(/\.$/, '');
	if (name.startsWith('[')) return LOCAL_IPV6.test(name);
	if (/^[\d.]+$/.test(name)) return LOCAL_IPV4.test(name);
	return !name.includes('.') || LOCAL_NAME.test(name);
}

/**
 * Why a vendor on the internet cannot call a webhook URL of this n8n; `undefined` when it can, as far as the URL tells.
 *
 * @param url of the webhook
 */
export function unreachableReason(url: string): string | undefined {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (parsed === undefined) return 'it is no web address';
	if (isLocalHost(parsed.hostname)) return `${parsed.hostname} is an address of this network`;
	return parsed.protocol === 'https:' ? undefined : 'it has no https';
}
