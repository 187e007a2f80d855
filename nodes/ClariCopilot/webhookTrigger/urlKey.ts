import { createHmac } from 'node:crypto';

import { equalsAny } from '../../shared/security/constantTime';
import { liveSecrets } from '../../shared/security/secrets';

/** Name of the parameter of the registered URL. */
const PARAMETER = 'key';

/** What the key of a URL is made of. */
export interface KeyOwner {
	workflowId: string;
	nodeId: string;
}

/**
 * The key of a node's URL. Made of the secret instead of the secret itself: URLs show up in lists and in logs of proxies,
 * and what is seen there must not open the webhooks of other workflows.
 */
export function urlKey(secret: string, { workflowId, nodeId }: KeyOwner): string {
	return createHmac('sha256', secret.trim()).update(`${workflowId} ${nodeId}`).digest('base64url');
}

/** A URL with its key. */
export function withKey(url: string, key: string): string {
	return `${url}${url.includes('?') ? '&' : '?'}${PARAMETER}=${key}`;
}

/**
 * Whether a request brings the key of one of the secrets, in constant time.
 *
 * @param url of the request, with its query
 * @returns why it does not; `undefined` when it does
 */
export function keyProblem(url: string, secrets: string[], owner: KeyOwner): string | undefined {
	const live = liveSecrets(...secrets);
	if (live.length === 0) return "The credential has no secret. Put one into 'Shared Secret'.";
	const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
	const keys = new URLSearchParams(query).getAll(PARAMETER);
	const [key] = keys;
	if (key === undefined) return 'The URL has no key. Use the URL that this node has registered.';
	if (keys.length > 1) return 'The URL has more than one key.';
	const expected = live.map((secret) => Buffer.from(urlKey(secret, owner)));
	return equalsAny(Buffer.from(key), expected)
		? undefined
		: 'The key of the URL does not match. After a change of the secret, unpublish and publish the workflow.';
}
