import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { readAnswer } from '../../shared/http/answer';
import { bucketOf, waitForTurn } from '../../shared/http/pacing';
import { requestJson } from '../../shared/http/request';
import { DEFAULT_RETRY } from '../../shared/http/retry';
import { COPILOT_API, getCopilotConnection } from '../connection';
import type { ErrorSubject } from '../errors';
import { apiError } from '../errors';
import { listUnder } from '../listUnder';
import { DEFAULT_PACE } from '../transport';

/** Somebody waits for the list in the editor. */
const TIMEOUT_MS = 20_000;
const RETRY = { ...DEFAULT_RETRY, maxAttempts: 2 };

/**
 * Reads what a list in the editor is filled with.
 *
 * @param path with its query
 * @param names what the rows may stand under in the answer
 * @throws NodeApiError, so that the editor shows why instead of an empty list
 */
export async function readList(
	context: ILoadOptionsFunctions,
	path: string,
	names: readonly string[],
	subject: ErrorSubject,
): Promise<Array<Record<string, unknown>>> {
	const connection = await getCopilotConnection(context, COPILOT_API);
	const { baseUrl, host, credentialType, credential } = connection;
	const request = { method: 'GET', path } as const;
	const json = await requestJson(
		context,
		{ ...request, baseUrl, timeoutMs: TIMEOUT_MS },
		{
			credentialType,
			credential,
			repeat: 'safe',
			retry: RETRY,
			// The limit is the account's, whoever asks.
			turn: async () => await waitForTurn(bucketOf(host, DEFAULT_PACE)),
		},
	);
	const answer = readAnswer(json, request, listUnder(...names));
	if (answer.ok) return answer.value;
	throw apiError({ context, connection }, answer, subject);
}
