import type { NodeFailure } from '../errors/nodeError';
import type { HttpFailure } from '../http/outcome';
import type { Check } from './check';
import { API_REACHABLE, CREDENTIAL_ACCEPTED, fail, pass, skip, warn } from './check';

/** What the error of a node says, as the texts of a check. */
export function textsOf(error: NodeFailure): { detail: string; todo: string } {
	const detail = error.message.replace(/ \[item \d+\]$/, '');
	return { detail: `${detail}.`, todo: error.description ?? '' };
}

/**
 * What a first request tells about the way to the vendor and about the secret.
 *
 * @param failure why there was no usable answer; absent when there was one
 * @param error the same, as the node says it
 * @param whose a sentence about whose credential it is
 */
export function checkConnection(
	failure?: HttpFailure,
	error?: NodeFailure,
	whose?: string,
): Check[] {
	if (failure === undefined || error === undefined) {
		return [
			pass(API_REACHABLE, 'The API answers.'),
			pass(CREDENTIAL_ACCEPTED, ['The vendor accepts it.', whose].filter(Boolean).join(' ')),
		];
	}
	const { detail, todo } = textsOf(error);
	const { status } = failure;
	if (status === 401 || status === 402 || status === 403) {
		return [pass(API_REACHABLE, 'The API answers.'), fail(CREDENTIAL_ACCEPTED, detail, todo)];
	}
	const unknown = skip(CREDENTIAL_ACCEPTED, 'Not known: the API gave no answer about it.');
	if (status === 429) return [warn(API_REACHABLE, detail, todo), unknown];
	return [fail(API_REACHABLE, detail, todo), unknown];
}
