import type { IExecuteFunctions } from 'n8n-workflow';

import type { FileAnswer, HttpFailure, JsonAnswer } from '../shared/http/outcome';
import type { Repeat } from '../shared/http/request';
import { requestFile, requestJson } from '../shared/http/request';
import type { RetryPolicy } from '../shared/http/retry';
import { DEFAULT_RETRY } from '../shared/http/retry';
import type { HttpRequest } from '../shared/http/send';
import { isRecord } from '../shared/json/read';
import type { ClariConnection } from './connection';
import { CLARI_CREDENTIAL } from './connection';
import type { ExportJob, ExportLimits } from './jobs';
import { readJob, readJobs, readLimits, readQueuedJobId } from './jobs';

/** What an operation needs to talk to Clari for one item. */
export interface ClariSession {
	context: IExecuteFunctions;
	connection: ClariConnection;
	itemIndex: number;
	/** Milliseconds for one request. */
	timeoutMs: number;
	retry: RetryPolicy;
	signal?: AbortSignal;
	/** Jobs that this item has queued so far: none of them can be the answer to another request. */
	queuedJobIds: Set<string>;
}

/** Body of POST /export/forecast/{forecastId}; every key is optional. Source: Clari API Reference 5.0.0. */
export interface ForecastExportBody extends Record<string, unknown> {
	timePeriod?: string;
	typesToExport?: string[];
	currency?: string;
	scopeId?: string;
	schedule?: 'NONE' | 'ONCE' | 'MAX';
	includeHistorical?: boolean;
	exportFormat?: 'JSON' | 'CSV';
}

/** An answer read into what it stands for. */
export type Answer<T> = { ok: true; value: T } | HttpFailure;

export const DEFAULT_TIMEOUT_MS = 60_000;

/** Makes the session of an item; `attempts` counts the first one. */
export function openSession(
	context: IExecuteFunctions,
	connection: ClariConnection,
	itemIndex: number,
	options: { timeoutMs?: number; attempts?: number } = {},
): ClariSession {
	return {
		context,
		connection,
		itemIndex,
		timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
		retry: { ...DEFAULT_RETRY, maxAttempts: options.attempts ?? DEFAULT_RETRY.maxAttempts },
		signal: context.getExecutionCancelSignal(),
		queuedJobIds: new Set(),
	};
}

/**
 * Queues an export. Each success costs one unit of the organization's quota, so it is sent again only when Clari has
 * certainly not taken it.
 */
export async function postForecastExport(
	session: ClariSession,
	forecastId: string,
	body: ForecastExportBody,
): Promise<Answer<string>> {
	const path = `/export/forecast/${encodeURIComponent(forecastId)}`;
	const answer = await json(session, { method: 'POST', path, body }, 'onlyIfNotTaken');
	return read(answer, 'POST', path, readQueuedJobId);
}

export async function getJob(
	session: ClariSession,
	jobId: string,
	deadline?: number,
): Promise<Answer<ExportJob>> {
	const path = jobPath(jobId);
	return read(await json(session, { method: 'GET', path }, 'safe', deadline), 'GET', path, readJob);
}

/** The jobs of the user who made the token. The vendor documents no paging. */
export async function listJobs(session: ClariSession): Promise<Answer<ExportJob[]>> {
	const path = '/export/jobs';
	return read(await json(session, { method: 'GET', path }, 'safe'), 'GET', path, readJobs);
}

/** Cancels a job; Clari gives the unit of a cancelled job back. Repeating it is harmless. */
export async function cancelJob(
	session: ClariSession,
	jobId: string,
): Promise<Answer<Record<string, unknown>>> {
	const path = jobPath(jobId);
	const answer = await json(session, { method: 'PATCH', path, body: { type: 'CANCEL' } }, 'safe');
	return read(answer, 'PATCH', path, asRecord);
}

export async function getLimits(session: ClariSession): Promise<Answer<ExportLimits>> {
	const path = '/admin/limits';
	return read(await json(session, { method: 'GET', path }, 'safe'), 'GET', path, readLimits);
}

/** The list of forecast types, which only profile v1 has. */
export async function listForecastTypes(session: ClariSession): Promise<Answer<unknown[]>> {
	const path = '/forecast/types';
	const answer = await json(session, { method: 'GET', path }, 'safe');
	return read(answer, 'GET', path, (data) => (Array.isArray(data) ? data : undefined));
}

/**
 * The file of a finished job, as the vendor made it. Profile v1 may name an address: it is used when it is on the same
 * host, since the token must not be sent to another.
 */
export async function downloadResult(
	session: ClariSession,
	job: ExportJob,
): Promise<FileAnswer | HttpFailure> {
	const { baseUrl } = session.connection;
	const named = job.downloadUrl === undefined ? undefined : sameHost(baseUrl, job.downloadUrl);
	return await requestFile(
		session.context,
		{
			method: 'GET',
			baseUrl: named?.origin ?? baseUrl,
			path: named ? `${named.pathname}${named.search}` : `${jobPath(job.jobId)}/results`,
			timeoutMs: session.timeoutMs,
		},
		settings(session, 'safe'),
	);
}

function jobPath(jobId: string): string {
	return `/export/jobs/${encodeURIComponent(jobId)}`;
}

function sameHost(baseUrl: string, url: string): URL | undefined {
	try {
		const base = new URL(baseUrl);
		const target = new URL(url, base);
		return target.origin === base.origin ? target : undefined;
	} catch {
		return undefined;
	}
}

async function json(
	session: ClariSession,
	parts: Pick<HttpRequest, 'method' | 'path' | 'body'>,
	repeat: Repeat,
	deadline?: number,
): Promise<JsonAnswer | HttpFailure> {
	return await requestJson(
		session.context,
		{ ...parts, baseUrl: session.connection.baseUrl, timeoutMs: session.timeoutMs },
		{ ...settings(session, repeat), deadline },
	);
}

function settings(session: ClariSession, repeat: Repeat) {
	return {
		credentialType: CLARI_CREDENTIAL,
		repeat,
		retry: session.retry,
		signal: session.signal,
	};
}

/** Turns an answer of an unexpected shape into a failure instead of guessing. */
function read<T>(
	answer: JsonAnswer | HttpFailure,
	method: string,
	path: string,
	parse: (data: unknown) => T | undefined,
): Answer<T> {
	if (!answer.ok) return answer;
	const value = parse(answer.data);
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

function asRecord(data: unknown): Record<string, unknown> | undefined {
	return isRecord(data) ? data : undefined;
}
