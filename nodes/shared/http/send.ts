import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { Delivery, HttpOutcome } from './outcome';
import { parseRetryAfter } from './retry';

/** One request as an operation asks for it. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	baseUrl: string;
	/** Starts with a slash; ids in it are already encoded. */
	path: string;
	/** What texts say instead of the path, where the path itself is a secret. */
	shownPath?: string;
	/** Sent as JSON; a text is JSON already. */
	body?: Record<string, unknown> | string;
	/** Default: application/json. */
	contentType?: string;
	/** Milliseconds for the whole exchange. */
	timeoutMs: number;
}

/** Failures after which the vendor cannot have seen the request, wherever they are met. */
const NOT_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ERR_INVALID_URL',
	'ERR_INVALID_CHAR',
]);

/** The certificate of the other side is not accepted, so that nothing is sent to it. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** What Node was doing when the connection was still to be made. */
const CONNECTING = new Set(['connect', 'getaddrinfo']);

/** Characters of a text answer (a gateway's HTML page) that are kept to tell what it was. */
const KEPT_TEXT = 200;

/**
 * Sends one request with the credential and says what came of it. Never throws for what the network or the vendor did.
 *
 * Redirects are not followed: n8n drops only the standard authorization headers on the way to another host, and would
 * hand a token in a header of its own (`apikey`) to whomever the vendor's address redirects to.
 *
 * @param credentialType name of the credential whose `authenticate` signs the request
 * @param credential what it holds for the item at hand; without it n8n takes what it holds for the first item
 */
export async function send(
	context: IAllExecuteFunctions,
	credentialType: string,
	request: HttpRequest,
	credential?: ICredentialDataDecryptedObject,
): Promise<HttpOutcome> {
	const options: IHttpRequestOptions = {
		method: request.method,
		url: `${request.baseUrl}${request.path}`,
		headers: { Accept: '*/*' },
		timeout: request.timeoutMs,
		// Bytes, so that a file arrives as the vendor made it and broken JSON is noticed instead of passed on as text.
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	if (request.body !== undefined) {
		const type = request.contentType ?? 'application/json';
		options.headers = { ...options.headers, 'Content-Type': type };
		// As text: n8n does not send an object without keys, and an empty JSON object is a valid request.
		options.body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
	}
	const base = { method: request.method, path: shownPathOf(request), attempts: 1 };

	let response: unknown;
	try {
		response = await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			options,
			credential && { credentialsDecrypted: decrypted(credentialType, credential) },
		);
	} catch (error) {
		return { ok: false, ...base, ...networkFailureOf(error) };
	}

	const { status, headers, body } = readResponse(response);
	if (status >= 200 && status < 300) return { ok: true, status, headers, body };
	return {
		ok: false,
		...base,
		delivery: 'answered',
		status,
		answer: readAnswer(body),
		retryAfterMs: parseRetryAfter(headers['retry-after'], Date.now()),
		date: headers.date,
	};
}

/** As n8n (2.41) takes it; it reads the data alone, and may add to it. */
function decrypted(type: string, data: ICredentialDataDecryptedObject): ICredentialsDecrypted {
	return { id: '', name: type, type, data: { ...data } };
}

/** What may be shown of the path: not its query, which may hold what a user typed. */
export function shownPathOf({ path, shownPath }: Pick<HttpRequest, 'path' | 'shownPath'>): string {
	return shownPath ?? path.split('?', 1)[0] ?? path;
}

/**
 * Finds Node's error in the nested errors that n8n and axios wrap around it. Codes such as `EHOSTUNREACH` and `EPROTO` are
 * also met on a connection that stands, when the request may have arrived: what Node was doing tells them apart.
 */
function networkFailureOf(error: unknown): { networkCode: string; delivery: Delivery } {
	const chain = causesOf(error);
	const code = chain
		.map((cause) => textOf(cause, 'code'))
		.filter((text) => text !== '')
		.at(-1);
	const innermost = chain.at(-1);
	const wasConnecting = innermost !== undefined && isConnecting(innermost);
	const isSure = code !== undefined && (NOT_SENT.has(code) || CERTIFICATE.test(code));
	return {
		networkCode: code === 'ERR_CANCELED' ? 'CANCELLED' : (code ?? 'NO_ANSWER'),
		delivery: isSure || wasConnecting ? 'notSent' : 'unknown',
	};
}

/** The error and its causes, the innermost last. */
function causesOf(error: unknown): object[] {
	const chain: object[] = [];
	let current = error;
	while (typeof current === 'object' && current !== null && !chain.includes(current)) {
		chain.push(current);
		current = 'cause' in current ? current.cause : undefined;
	}
	return chain;
}

/** Node tries the addresses of a host one after the other, and then gives all their errors in one. */
function isConnecting(error: object): boolean {
	if (CONNECTING.has(textOf(error, 'syscall'))) return true;
	if (!('errors' in error) || !Array.isArray(error.errors)) return false;
	const tried: unknown[] = error.errors;
	return (
		tried.length > 0 &&
		tried.every((one) => typeof one === 'object' && one !== null && isConnecting(one))
	);
}

function textOf(error: object, name: 'code' | 'syscall'): string {
	const value: unknown = Reflect.get(error, name);
	return typeof value === 'string' ? value : '';
}

function readResponse(response: unknown): {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
} {
	const full = typeof response === 'object' && response !== null ? response : {};
	const status = 'statusCode' in full && typeof full.statusCode === 'number' ? full.statusCode : 0;
	const headers: Record<string, string> = {};
	if ('headers' in full && typeof full.headers === 'object' && full.headers !== null) {
		for (const [name, value] of Object.entries(full.headers)) {
			if (typeof value === 'string') headers[name.toLowerCase()] = value;
		}
	}
	const body = 'body' in full ? toBuffer(full.body) : Buffer.alloc(0);
	return { status, headers, body };
}

function toBuffer(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	if (body instanceof ArrayBuffer) return Buffer.from(body);
	if (body instanceof Uint8Array) return Buffer.from(body);
	if (typeof body === 'string') return Buffer.from(body, 'utf8');
	return Buffer.alloc(0);
}

function readAnswer(body: Buffer): unknown {
	const text = body.toString('utf8');
	try {
		return JSON.parse(text);
	} catch {
		return text.slice(0, KEPT_TEXT);
	}
}
