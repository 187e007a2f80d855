import type { IHookFunctions } from 'n8n-workflow';

import { lookUp, lookUpId } from '../../shared/json/lookup';
import { isRecord, readText, readTexts } from '../../shared/json/read';
import { readAnswer } from '../../shared/http/answer';
import type { FileAnswer, HttpFailure } from '../../shared/http/outcome';
import type { RequestSettings } from '../../shared/http/request';
import { requestFile, requestJson } from '../../shared/http/request';
import type { RetryPolicy } from '../../shared/http/retry';
import type { HttpRequest } from '../../shared/http/send';
import type { CopilotConnection } from '../connection';
import { listUnder } from '../listUnder';

/** The registration of webhooks, while n8n activates or deactivates a workflow. */
export interface Registry {
	context: IHookFunctions;
	connection: CopilotConnection;
}

/** What a request was for, or why it did not come to it. */
export type Result<T> = { ok: true; value: T } | HttpFailure;

/** A webhook as the registration lists it. */
export interface Registration {
	id: string;
	url: string;
	/** `undefined` when the list does not tell. */
	events?: string[];
}

/** Short: n8n itself tries several times to activate and to deactivate. */
const RETRY: RetryPolicy = { maxAttempts: 2, baseMs: 500, capMs: 1_000, maxRetryAfterMs: 10_000 };
const TIMEOUT_MS = 20_000;
const PATH = '/webhooks';

type Ask = Pick<HttpRequest, 'method' | 'path' | 'body'>;

export async function listRegistrations(registry: Registry): Promise<Result<Registration[]>> {
	const request = { method: 'GET', path: PATH } as const;
	const answer = await requestJson(...toSend(registry, request));
	const list = listUnder('webhooks', 'data');
	return readAnswer(answer, request, (data) => list(data)?.flatMap(readRegistration));
}

/** Makes a registration. The value is its ID, when the answer tells. */
export async function addRegistration(
	registry: Registry,
	body: { url: string; events: string[] },
): Promise<Result<string | undefined>> {
	const answer = await ask(registry, { method: 'POST', path: PATH, body });
	return answer.ok ? { ok: true, value: idIn(answer.data) } : answer;
}

export async function changeRegistration(
	registry: Registry,
	id: string,
	body: { url: string; events: string[] },
): Promise<Result<true>> {
	const answer = await ask(registry, { method: 'PATCH', path: pathOf(id), body });
	return answer.ok ? { ok: true, value: true } : answer;
}

/**
 * Removes a registration; one that is gone already counts as removed. Where the list is not found either, nothing is known
 * of it.
 */
export async function removeRegistration(registry: Registry, id: string): Promise<Result<true>> {
	const answer = await ask(registry, { method: 'DELETE', path: pathOf(id) });
	if (answer.ok) return { ok: true, value: true };
	const isGone = answer.status === 404 && (await listRegistrations(registry)).ok;
	return isGone ? { ok: true, value: true } : answer;
}

function pathOf(id: string): string {
	return `${PATH}/${encodeURIComponent(id)}`;
}

/** As a file, since a change and a removal may be answered with success and no JSON. */
async function ask(registry: Registry, request: Ask): Promise<FileAnswer | HttpFailure> {
	return await requestFile(...toSend(registry, request));
}

function toSend(
	{ context, connection }: Registry,
	request: Ask,
): [IHookFunctions, HttpRequest, RequestSettings] {
	const { baseUrl, credentialType, credential } = connection;
	const repeat = request.method === 'POST' ? 'onlyIfNotTaken' : 'safe';
	return [
		context,
		{ ...request, baseUrl, timeoutMs: TIMEOUT_MS },
		{ credentialType, credential, repeat, retry: RETRY },
	];
}

function readRegistration(row: Record<string, unknown>): Registration[] {
	const id = idIn(row);
	const url = readText(lookUp(row, 'url', 'target_url'));
	if (id === undefined || url === undefined) return [];
	return [{ id, url, ...(Array.isArray(row.events) && { events: readTexts(row.events) }) }];
}

function idIn(data: unknown): string | undefined {
	if (!isRecord(data)) return undefined;
	const inner = lookUp(data, 'webhook', 'data');
	return lookUpId(isRecord(inner) ? inner : data, 'id', 'webhook_id');
}
