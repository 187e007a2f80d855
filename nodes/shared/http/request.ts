import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Breaker } from './circuit/breaker';
import { throughBreaker } from './circuit/throughBreaker';
import type { AnswerTime, FileAnswer, HttpAnswer, HttpFailure, JsonAnswer } from './outcome';
import type { Turn } from './pacing';
import type { RetryPolicy } from './retry';
import { nextDelay } from './retry';
import type { HttpRequest } from './send';
import { send, shownPathOf } from './send';
import { waitUnlessCancelled } from './wait';

/**
 * Which failures may be tried again.
 *
 * - `safe`: the request changes nothing (a GET), so every passing failure.
 * - `onlyIfNotTaken`: the request has an effect, so only when it is certain that the vendor did not act on it: the
 *   connection was never made, or it answered 429.
 */
export type Repeat = 'safe' | 'onlyIfNotTaken';

export interface RequestSettings {
	credentialType: string;
	/** What the credential holds for the item at hand; without it n8n takes what it holds for the first item. */
	credential?: ICredentialDataDecryptedObject;
	repeat: Repeat;
	retry: RetryPolicy;
	/** Milliseconds since the epoch after which no further attempt is started. */
	deadline?: number;
	/**
	 * Milliseconds since the epoch by which the request is over, whatever comes of it. Unlike at the deadline of a long wait, the
	 * breaker makes no exception for what is asked last.
	 */
	endBy?: number;
	/** Cancels pauses between attempts; n8n itself cancels the request that is under way. */
	signal?: AbortSignal;
	/** Waits before each attempt until it may go. */
	turn?: () => Promise<Turn>;
	/** Called when the vendor asks for fewer requests (429), with the pause that it asks for, if it does. */
	onThrottled?: (retryAfterMs?: number) => void;
	/** Called with the time of each answer, whatever it says. */
	onAnswer?: (time: AnswerTime) => void;
	/** Statuses that are not tried again, since the caller has a better idea, e.g. to ask for less. */
	finalStatuses?: readonly number[];
	/** Asked before the request whether the vendor is up. */
	breaker?: Breaker;
}

/** Milliseconds that an attempt has at least; with less there is no further one. */
const SHORTEST_ATTEMPT_MS = 1_000;

/** Statuses of a vendor that is up again soon: throttled, timed out, or broken for the moment. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Sends a request whose answer must be JSON, with bounded retries by Retry-After or full jitter. A body that is no JSON
 * counts as a broken transfer: it is fetched again when that is safe, and is never taken for data.
 *
 * @returns the answer, or what is known about why there is none; never throws for what network or vendor did
 */
export async function requestJson(
	context: IAllExecuteFunctions,
	httpRequest: HttpRequest,
	settings: RequestSettings,
): Promise<JsonAnswer | HttpFailure> {
	return await requestOnce(context, httpRequest, settings, (answer) => {
		// No content, by definition.
		if (answer.status === 204) return { ok: true, status: 204, data: null };
		const json = parseJson(answer.body.toString('utf8'));
		return json ? { ok: true, status: answer.status, data: json.data } : cutOff(httpRequest);
	});
}

/**
 * As {@link requestJson}, for a file of any kind: content that begins as JSON must also end as JSON.
 */
export async function requestFile(
	context: IAllExecuteFunctions,
	httpRequest: HttpRequest,
	settings: RequestSettings,
): Promise<FileAnswer | HttpFailure> {
	return await requestOnce(context, httpRequest, settings, ({ body }) => {
		if (!/^\s*[[{]/.test(body.toString('utf8', 0, 64))) return { ok: true, body };
		const json = parseJson(body.toString('utf8'));
		return json ? { ok: true, body, data: json.data } : cutOff(httpRequest);
	});
}

/** Asks the breaker, if there is one; a request that is its probe has one attempt. */
async function requestOnce<Read extends { ok: boolean }>(
	context: IAllExecuteFunctions,
	httpRequest: HttpRequest,
	settings: RequestSettings,
	read: (answer: HttpAnswer) => Read | HttpFailure,
): Promise<Read | HttpFailure> {
	return await throughBreaker(httpRequest, settings, async (isProbe) => {
		const retry = isProbe ? { ...settings.retry, maxAttempts: 1 } : settings.retry;
		return await attemptUntilDone(context, httpRequest, { ...settings, retry }, read);
	});
}

/** Tries until the answer can be read, the failure is final, or the time and number of attempts are used up. */
async function attemptUntilDone<Read extends { ok: boolean }>(
	context: IAllExecuteFunctions,
	httpRequest: HttpRequest,
	settings: RequestSettings,
	read: (answer: HttpAnswer) => Read | HttpFailure,
): Promise<Read | HttpFailure> {
	const { endBy = Infinity } = settings;
	let hasActedPerhaps = false;
	for (let attempt = 1; ; attempt++) {
		const turn = settings.turn ? await settings.turn() : 'taken';
		if (turn !== 'taken') return withoutTurn(httpRequest, turn, attempt);
		const sentAt = Date.now();
		const timeoutMs = Math.min(
			httpRequest.timeoutMs,
			Math.max(SHORTEST_ATTEMPT_MS, endBy - sentAt),
		);
		const timed = { ...httpRequest, timeoutMs };
		const outcome = await send(context, settings.credentialType, timed, settings.credential);
		if (outcome.ok || outcome.delivery === 'answered') {
			const date = outcome.ok ? outcome.headers.date : outcome.date;
			settings.onAnswer?.({ sentAt, receivedAt: Date.now(), date });
		}
		const result = outcome.ok ? read(outcome) : outcome;
		if (!isFailure(result)) return result;

		const failure: HttpFailure = {
			...result,
			attempts: attempt,
			...(hasActedPerhaps && { hasActedPerhaps }),
		};
		hasActedPerhaps ||= mayHaveActed(failure);
		if (failure.status === 429) settings.onThrottled?.(failure.retryAfterMs);
		if (!mayRepeat(failure, settings.repeat)) return failure;
		if (settings.finalStatuses?.includes(failure.status ?? 0)) return failure;
		// Somebody else has found out that the vendor is down.
		if (settings.breaker?.isOpen()) return failure;
		const delay = nextDelay(settings.retry, attempt, failure.retryAfterMs, Math.random());
		if (delay === undefined) return failure;
		if (settings.deadline !== undefined && Date.now() + delay > settings.deadline) return failure;
		if (Date.now() + delay + SHORTEST_ATTEMPT_MS > endBy) return failure;
		context.logger.debug(
			`${failure.method} ${failure.path}: ${failure.status ?? failure.networkCode}, attempt ${attempt + 1} in ${delay} ms`,
		);
		if (!(await waitUnlessCancelled(delay, settings.signal))) {
			return { ...failure, networkCode: 'CANCELLED' };
		}
		if (settings.breaker?.isOpen()) return failure;
	}
}

function isFailure(result: { ok: boolean }): result is HttpFailure {
	return !result.ok;
}

/** Whether a failure is one that a vendor gets over, so that asking later makes sense. */
export function isPassing({ delivery, status, networkCode }: HttpFailure): boolean {
	if (networkCode === 'CANCELLED') return false;
	return delivery !== 'answered' || PASSING.has(status ?? 0);
}

/** Whether the vendor may have acted on the request, although it gave no usable answer. */
export function mayHaveActed({ delivery, status }: HttpFailure): boolean {
	return delivery === 'unknown' || (status ?? 0) >= 500 || status === 408;
}

/** Whether something that was to be removed is gone, perhaps by an earlier attempt whose answer was lost. */
export function isGone({ status, hasActedPerhaps = false }: HttpFailure): boolean {
	return status === 404 && hasActedPerhaps;
}

function mayRepeat(failure: HttpFailure, repeat: Repeat): boolean {
	if (failure.networkCode === 'CANCELLED') return false;
	if (failure.delivery === 'notSent') return true;
	if (failure.status === 429) return true;
	if (repeat === 'onlyIfNotTaken') return false;
	return isPassing(failure);
}

function parseJson(text: string): { data: unknown } | undefined {
	try {
		return { data: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

function withoutTurn(
	request: HttpRequest,
	turn: Exclude<Turn, 'taken'>,
	attempts: number,
): HttpFailure {
	const { method } = request;
	const networkCode = turn === 'late' ? 'NO_TURN' : 'CANCELLED';
	return {
		ok: false,
		method,
		path: shownPathOf(request),
		delivery: 'notSent',
		networkCode,
		attempts,
	};
}

function cutOff(request: HttpRequest): HttpFailure {
	return {
		ok: false,
		method: request.method,
		path: shownPathOf(request),
		delivery: 'unknown',
		networkCode: 'INVALID_JSON',
		attempts: 1,
	};
}
