import type { HttpFailure } from '../outcome';
import type { HttpRequest } from '../send';
import { shownPathOf } from '../send';
import type { Breaker } from './breaker';
import type { Verdict } from './state';

interface Guard {
	breaker?: Breaker;
	signal?: AbortSignal;
	finalStatuses?: readonly number[];
	deadline?: number;
}

/** Failures of the request itself, or of its reading: the vendor may be well. */
const SAYS_NOTHING = new Set([
	'CANCELLED',
	'NO_TURN',
	'INVALID_JSON',
	'ERR_INVALID_URL',
	'ERR_INVALID_CHAR',
]);

/**
 * Sends a request unless the breaker holds it back, and tells the breaker what came of it.
 *
 * @param send sends it; `isProbe` when the breaker wants to know with one attempt whether the vendor is up again
 */
export async function throughBreaker<Result extends { ok: boolean }>(
	request: HttpRequest,
	{ breaker, signal, finalStatuses, deadline }: Guard,
	send: (isProbe: boolean) => Promise<Result | HttpFailure>,
): Promise<Result | HttpFailure> {
	if (breaker === undefined) return await send(false);
	const isLast = deadline !== undefined && Date.now() >= deadline;
	const admission = await breaker.enter(signal, isLast);
	const notSent = {
		ok: false,
		method: request.method,
		path: shownPathOf(request),
		delivery: 'notSent',
		attempts: 0,
	} as const;
	if (admission.is === 'cancelled') return { ...notSent, networkCode: 'CANCELLED' };
	if (admission.is === 'refused') {
		return { ...notSent, networkCode: 'CIRCUIT_OPEN', circuit: admission.refusal };
	}
	let verdict: Verdict = 'nothing';
	try {
		const result = await send(admission.isProbe);
		verdict = isFailure(result) ? verdictOf(result, finalStatuses) : 'up';
		return result;
	} finally {
		admission.end(verdict);
	}
}

/**
 * Whether a failure tells that the vendor is down: no connection, no answer, or a 5xx. Whatever else it answers (4xx, 429)
 * shows that it is up.
 */
export function verdictOf(
	{ status, networkCode = '' }: HttpFailure,
	finalStatuses: readonly number[] = [],
): Verdict {
	if (status === undefined) return SAYS_NOTHING.has(networkCode) ? 'nothing' : 'down';
	// The caller takes it for an answer, e.g. that it has asked for too much.
	if (finalStatuses.includes(status)) return 'nothing';
	return status >= 500 ? 'down' : 'up';
}

function isFailure(result: { ok: boolean }): result is HttpFailure {
	return !result.ok;
}
