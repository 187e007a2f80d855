import type { HttpFailure, JsonAnswer } from './outcome';
import type { HttpRequest } from './send';
import { shownPathOf } from './send';

/** An answer read into what it stands for. */
export type Answer<T> = { ok: true; status: number; value: T } | HttpFailure;

/**
 * Reads an answer, and makes one of an unexpected shape a failure instead of guessing.
 *
 * @param parse gives `undefined` when the data does not have the expected shape
 */
export function readAnswer<T>(
	answer: JsonAnswer | HttpFailure,
	request: Pick<HttpRequest, 'method' | 'path' | 'shownPath'>,
	parse: (data: unknown) => T | undefined,
): Answer<T> {
	if (!answer.ok) return answer;
	const value = parse(answer.data);
	if (value !== undefined) return { ok: true, status: answer.status, value };
	return {
		ok: false,
		method: request.method,
		path: shownPathOf(request),
		delivery: 'unknown',
		networkCode: 'UNEXPECTED_ANSWER',
		attempts: 1,
	};
}
