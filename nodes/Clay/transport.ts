import type { Answer } from '../shared/http/answer';
import { readAnswer } from '../shared/http/answer';
import { breakerOf } from '../shared/http/circuit/breaker';
import type { Repeat } from '../shared/http/request';
import { requestJson } from '../shared/http/request';
import type { HttpRequest } from '../shared/http/send';
import { hostOf } from '../shared/http/webAddress';
import type { RequestOptions } from '../shared/parameters/requestOptions';
import type { ClayConnection } from './connection';
import { CLAY_CREDENTIAL } from './connection';

export type { Answer } from '../shared/http/answer';

/** What an operation needs to talk to Clay's API for one item. */
export interface ClaySession extends RequestOptions {
	connection: ClayConnection;
}

/** One request to the public API, or to another address of the credential. */
export interface ClayRequest<T> {
	method: HttpRequest['method'];
	/** Starts with a slash; ids in it are already encoded. */
	path: string;
	body?: Record<string, unknown>;
	/** `onlyIfNotTaken` for whatever runs something: Clay has no idempotency keys, and runs cost credits. */
	repeat: Repeat;
	/** Turns the answer into a value; `undefined` when it has not the expected shape. */
	read: (data: unknown) => T | undefined;
	/** Default: the public API. */
	baseUrl?: string;
	/** Milliseconds since the epoch after which no further attempt is started. */
	deadline?: number;
}

/** Sends a request to Clay. An answer of an unexpected shape is a failure, never a guess. */
export async function callClay<T>(
	session: ClaySession,
	request: ClayRequest<T>,
): Promise<Answer<T>> {
	const { method, path, body, repeat, deadline } = request;
	const baseUrl = request.baseUrl ?? session.connection.baseUrl;
	const host = hostOf(baseUrl) ?? '';
	const answer = await requestJson(
		session.context,
		{
			method,
			path,
			body,
			baseUrl,
			timeoutMs: session.timeoutMs,
		},
		{
			credentialType: CLAY_CREDENTIAL,
			credential: session.connection.credential,
			repeat,
			retry: session.retry,
			signal: session.signal,
			onAnswer: session.onAnswer,
			deadline,
			breaker: breakerOf(session, { credentialType: CLAY_CREDENTIAL, host }),
		},
	);
	return readAnswer(answer, { method, path }, request.read);
}
