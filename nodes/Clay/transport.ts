import type { IExecuteFunctions } from 'n8n-workflow';

import type { HttpFailure } from '../shared/http/outcome';
import type { Repeat } from '../shared/http/request';
import { requestJson } from '../shared/http/request';
import type { RetryPolicy } from '../shared/http/retry';
import type { HttpRequest } from '../shared/http/send';
import type { ClayConnection } from './connection';
import { CLAY_CREDENTIAL } from './connection';

/** What an operation needs to talk to Clay's API for one item. */
export interface ClaySession {
	context: IExecuteFunctions;
	connection: ClayConnection;
	itemIndex: number;
	/** Milliseconds for one request. */
	timeoutMs: number;
	retry: RetryPolicy;
	signal?: AbortSignal;
}

/** An answer read into what it stands for. */
export type Answer<T> = { ok: true; status: number; value: T } | HttpFailure;

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
	const answer = await requestJson(
		session.context,
		{
			method,
			path,
			body,
			baseUrl: request.baseUrl ?? session.connection.baseUrl,
			timeoutMs: session.timeoutMs,
		},
		{
			credentialType: CLAY_CREDENTIAL,
			credential: session.connection.credential,
			repeat,
			retry: session.retry,
			signal: session.signal,
			deadline,
		},
	);
	if (!answer.ok) return answer;
	const value = request.read(answer.data);
	if (value !== undefined) return { ok: true, status: answer.status, value };
	return {
		ok: false,
		method,
		path: path.split('?', 1)[0] ?? path,
		delivery: 'unknown',
		networkCode: 'UNEXPECTED_ANSWER',
		attempts: 1,
	};
}
