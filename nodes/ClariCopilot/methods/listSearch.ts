import type { ILoadOptionsFunctions, INodeListSearchResult, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { requestJson } from '../../shared/http/request';
import { DEFAULT_RETRY } from '../../shared/http/retry';
import { isRecord, readRecords, readText } from '../../shared/json/read';
import { COPILOT_API, getCopilotConnection } from '../connection';
import { toQuery } from '../query';

const PAGE_SIZE = 25;

/**
 * Fills the list of calls, newest first, private ones not included. The vendor cannot search titles, so the text is looked
 * for in the pages as they come. Shows a refusal instead of an empty list.
 */
export async function searchCalls(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { baseUrl, credentialType } = await getCopilotConnection(this, COPILOT_API);
	const skip = Number(paginationToken ?? 0) || 0;
	const query = toQuery({
		sortTime: 'desc',
		filterTimeLt: new Date().toISOString(),
		limit: PAGE_SIZE,
		skip,
	});
	const answer = await requestJson(
		this,
		{ method: 'GET', baseUrl, path: `/calls${query}`, timeoutMs: 20_000 },
		{ credentialType, repeat: 'safe', retry: { ...DEFAULT_RETRY, maxAttempts: 2 } },
	);
	if (!answer.ok) {
		const response: JsonObject = {};
		throw new NodeApiError(this.getNode(), response, {
			message:
				answer.status === 401
					? 'Clari Copilot does not accept the key and password'
					: 'The calls cannot be listed',
			description: `Check the credential, or put in the ID of the call. (${answer.status ?? answer.networkCode ?? ''})`,
			httpCode: answer.status?.toString(),
		});
	}
	const calls = isRecord(answer.data) ? readRecords(answer.data.calls) : [];
	const wanted = filter?.toLowerCase() ?? '';
	const results = calls.flatMap((call) => {
		const value = readText(call.id);
		if (value === undefined) return [];
		const time = (readText(call.time) ?? '').slice(0, 16).replace('T', ' ');
		const name = `${readText(call.title) ?? value} (${time})`;
		const url = readText(call.call_review_page_url);
		return [{ name, value, ...(url !== undefined && { url }) }];
	});
	const next = skip + PAGE_SIZE;
	return {
		results: results.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
		...(calls.length === PAGE_SIZE && next <= 10_000 && { paginationToken: String(next) }),
	};
}
