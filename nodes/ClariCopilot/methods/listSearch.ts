import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { toQuery } from '../../shared/http/query';
import { readText } from '../../shared/json/read';
import { readList } from './readList';

const PAGE_SIZE = 25;

/** Calls that are looked through for a text: n8n asks for page after page while none has it. */
const MOST_SEARCHED = 500;
const MOST_SKIPPED = 10_000;

/**
 * Fills the list of calls, newest first, private ones not included. The vendor cannot search titles, so the text is looked
 * for in the latest 500 calls, page by page. Shows a refusal instead of an empty list.
 */
export async function searchCalls(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const skip = Number(paginationToken ?? 0) || 0;
	const query = toQuery({
		sortTime: 'desc',
		filterTimeLt: new Date().toISOString(),
		limit: PAGE_SIZE,
		skip,
	});
	const calls = await readList(this, `/calls${query}`, ['calls'], {
		attempted: 'Could not list the calls',
		hint: "Or choose 'ID' instead of the list, and put in the ID of the call.",
	});
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
	const isLast = next >= (wanted === '' ? MOST_SKIPPED + 1 : MOST_SEARCHED);
	return {
		results: results.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
		...(calls.length === PAGE_SIZE && !isLast && { paginationToken: String(next) }),
	};
}
