import type { IExecuteFunctions } from 'n8n-workflow';

import type { HttpFailure } from '../shared/http/outcome';
import type { Pace } from '../shared/http/pacing';
import { bucketOf, waitForTurn } from '../shared/http/pacing';
import type { Repeat } from '../shared/http/request';
import { requestJson } from '../shared/http/request';
import type { RetryPolicy } from '../shared/http/retry';
import type { HttpRequest } from '../shared/http/send';
import type { UserNames } from './calls/userNames';
import type { CopilotConnection } from './connection';
import { COPILOT_API } from './connection';
import type { QueryValues } from './query';
import { toQuery } from './query';
import type { WeeklyUse } from './weeklyUse';

/**
 * Below the 10 requests a second that Copilot allows an account. One at a time, since the network brings requests closer
 * together than they were sent. Source: its OpenAPI file.
 */
export const DEFAULT_PACE: Pace = { perSecond: 8, burst: 1 };

/** What the items of one run share. */
export interface CopilotRun {
	use: WeeklyUse;
	userNames: UserNames;
}

/** What an operation needs to talk to Copilot for one item. */
export interface CopilotSession {
	context: IExecuteFunctions;
	connection: CopilotConnection;
	itemIndex: number;
	run: CopilotRun;
	pace: Pace;
	/** Milliseconds for one request. */
	timeoutMs: number;
	retry: RetryPolicy;
	signal?: AbortSignal;
}

/** An answer read into what it stands for. */
export type Answer<T> = { ok: true; value: T } | HttpFailure;

export interface CopilotRequest<T> {
	method: HttpRequest['method'];
	/** Starts with a slash; ids in it are already encoded. */
	path: string;
	query?: QueryValues;
	body?: Record<string, unknown>;
	repeat: Repeat;
	/** Statuses that are not tried again. */
	finalStatuses?: readonly number[];
	/** Turns the answer into a value; `undefined` when it has not the expected shape. */
	read: (data: unknown) => T | undefined;
}

/**
 * Sends a request to Copilot when it is its turn; repeats wait for theirs, too. An answer of an unexpected shape is a
 * failure, never a guess.
 */
export async function callCopilot<T>(
	session: CopilotSession,
	request: CopilotRequest<T>,
): Promise<Answer<T>> {
	const { connection, signal, run } = session;
	const { method, path, body, repeat, finalStatuses } = request;
	const { credentialType, baseUrl, host } = connection;
	const bucket = bucketOf(host, session.pace);
	const paced = {
		turn: async () => {
			if (!(await waitForTurn(bucket, signal))) return false;
			run.use.add(host);
			return true;
		},
		// Everybody waits, not only this request: the limit is the account's.
		onThrottled: (retryAfterMs = 1_000) =>
			bucket.pause(Math.min(retryAfterMs, session.retry.maxRetryAfterMs)),
	};
	const answer = await requestJson(
		session.context,
		{
			method,
			path: `${path}${toQuery(request.query ?? {})}`,
			body,
			baseUrl,
			timeoutMs: session.timeoutMs,
		},
		{
			credentialType,
			repeat,
			retry: session.retry,
			signal,
			finalStatuses,
			// The registration is no part of the API that has the limits.
			...(credentialType === COPILOT_API.credentialType && paced),
		},
	);
	if (!answer.ok) return answer;
	const value = request.read(answer.data);
	if (value !== undefined) return { ok: true, value };
	return {
		ok: false,
		method,
		path,
		delivery: 'unknown',
		networkCode: 'UNEXPECTED_ANSWER',
		attempts: 1,
	};
}
