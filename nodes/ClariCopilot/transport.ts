import type { IExecuteFunctions } from 'n8n-workflow';

import type { Answer } from '../shared/http/answer';
import { readAnswer } from '../shared/http/answer';
import type { Breaker } from '../shared/http/circuit/breaker';
import { breakerOf } from '../shared/http/circuit/breaker';
import type { Pace } from '../shared/http/pacing';
import { bucketOf, waitForTurn } from '../shared/http/pacing';
import type { Repeat } from '../shared/http/request';
import { requestJson } from '../shared/http/request';
import type { HttpRequest } from '../shared/http/send';
import type { CopilotAccess } from './access';
import { COPILOT_API } from './connection';
import type { QueryValues } from '../shared/http/query';
import { toQuery } from '../shared/http/query';

export type { Answer } from '../shared/http/answer';
export type { CopilotRun } from './access';

/**
 * Below the 10 requests a second that Copilot allows an account. One at a time, since the network brings requests closer
 * together than they were sent. Source: its OpenAPI file.
 */
export const DEFAULT_PACE: Pace = { perSecond: 8, burst: 1 };

/** What an operation needs to talk to Copilot for one item. */
export interface CopilotSession extends CopilotAccess {
	context: IExecuteFunctions;
	itemIndex: number;
}

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
	session: CopilotAccess,
	request: CopilotRequest<T>,
): Promise<Answer<T>> {
	const { connection, signal, run } = session;
	const { method, path, body, repeat, finalStatuses } = request;
	const { credentialType, credential, baseUrl, host } = connection;
	const bucket = bucketOf(host, session.pace);
	const endBy = endOf(session);
	const paced = {
		turn: async () => {
			const turn = await waitForTurn(bucket, signal, endBy);
			if (turn === 'taken') run.use.add(host);
			return turn;
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
			credential,
			repeat,
			retry: session.retry,
			signal,
			endBy,
			onAnswer: session.onAnswer,
			finalStatuses,
			breaker: copilotBreaker(session),
			// The registration is no part of the API that has the limits.
			...(credentialType === COPILOT_API.credentialType && paced),
		},
	);
	return readAnswer(answer, { method, path }, request.read);
}

/** When a request must be over, in milliseconds since the epoch. */
function endOf({ patience }: CopilotAccess): number | undefined {
	return patience && Math.max(patience.deadline, Date.now() + patience.leastMs);
}

/** What tells whether Copilot is up; `undefined` when the user does without. */
export function copilotBreaker(session: CopilotAccess): Breaker | undefined {
	const { credentialType, host } = session.connection;
	return breakerOf(session, { credentialType, host });
}
