import type { Answer } from '../shared/http/answer';
import { readAnswer } from '../shared/http/answer';
import { breakerOf } from '../shared/http/circuit/breaker';
import type { FileAnswer, HttpFailure, JsonAnswer } from '../shared/http/outcome';
import type { Repeat } from '../shared/http/request';
import { requestFile, requestJson } from '../shared/http/request';
import type { HttpRequest } from '../shared/http/send';
import { isRecord } from '../shared/json/read';
import type { RequestOptions } from '../shared/parameters/requestOptions';
import type { ClariConnection } from './connection';
import { CLARI_CREDENTIAL } from './connection';
import type { ExportRequest } from './exports/exportRequest';
import type { ExportJob, ExportLimits } from './jobs';
import { readJob, readJobs, readLimits, readQueuedJobId } from './jobs';

export type { Answer } from '../shared/http/answer';

/** What an operation needs to talk to Clari for one item. */
export interface ClariSession extends RequestOptions {
	connection: ClariConnection;
	/** Jobs that this item has queued so far: none of them can be the answer to another request. */
	queuedJobIds: Set<string>;
	/** What the user is told once only. */
	hinted: Set<string>;
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

/**
 * Queues an export. Each success costs one unit of the organization's quota, so it is sent again only when Clari has
 * certainly not taken it.
 */
export async function postExport(
	session: ClariSession,
	{ path, body }: Pick<ExportRequest, 'path' | 'body'>,
): Promise<Answer<string>> {
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

export async function getLimits(
	session: ClariSession,
	deadline?: number,
): Promise<Answer<ExportLimits>> {
	const path = '/admin/limits';
	const answer = await json(session, { method: 'GET', path }, 'safe', deadline);
	return read(answer, 'GET', path, readLimits);
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

/** Reads what has no function of its own here; `path` may have a query. */
export async function getFrom<T>(
	session: ClariSession,
	{ baseUrl, path }: Pick<HttpRequest, 'baseUrl' | 'path'>,
	parse: (data: unknown) => T | undefined,
): Promise<Answer<T>> {
	const answer = await requestJson(
		session.context,
		{ method: 'GET', baseUrl, path, timeoutMs: session.timeoutMs },
		settings(session, 'safe'),
	);
	return read(answer, 'GET', path, parse);
}

function jobPath(jobId: string): string {
	return `/export/jobs/${encodeURIComponent(jobId)}`;
}

/** The address that a text of the vendor names, when it is on the host of another: a token must not leave it. */
export function sameHost(baseUrl: string, url: string): URL | undefined {
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
		credential: session.connection.credential,
		repeat,
		retry: session.retry,
		signal: session.signal,
		onAnswer: session.onAnswer,
		breaker: breakerOf(session, {
			credentialType: CLARI_CREDENTIAL,
			host: session.connection.host,
		}),
	};
}

function read<T>(
	answer: JsonAnswer | HttpFailure,
	method: HttpRequest['method'],
	path: string,
	parse: (data: unknown) => T | undefined,
): Answer<T> {
	return readAnswer(answer, { method, path }, parse);
}

function asRecord(data: unknown): Record<string, unknown> | undefined {
	return isRecord(data) ? data : undefined;
}
