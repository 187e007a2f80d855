import type {
	IDisplayOptions,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { isRecord, toItemData } from '../../shared/json/read';
import { jsonParameter } from '../../shared/parameters/json';
import { limitParameters, readLimit } from '../../shared/parameters/limit';
import {
	collectionParameter,
	flagParameter,
	textParameter,
	toNumber,
	toText,
} from '../../shared/parameters/read';
import { optionsParameter, readSession } from '../actions/session';
import { sessionError } from '../errors';
import type { ClaySession } from '../transport';
import type { Question, SearchOutcome, SourceType } from './search';
import { createSearch, readHits } from './search';

/** What works on every plan; paid ones allow 500. Source: Clay's plan pages. */
const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 500;

const SEARCH_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Include Quota',
		name: 'includeQuota',
		type: 'boolean',
		default: false,
		description: 'Whether to put what is left of the search quota into each item',
	},
	{
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 500 },
		default: 50,
		description: 'Hits of one request. The free plan allows 50, paid ones 500.',
	},
	{
		displayName: 'Search to Continue',
		name: 'searchId',
		type: 'string',
		default: '',
		description:
			'ID of a search that was started before: gives the hits after those that it has given already. The question above is not used then, only its mode.',
	},
];

/** The parameters of a search, the same for people and companies. */
export function searchParameters(displayOptions: IDisplayOptions): INodeProperties[] {
	const { show } = displayOptions;
	return [
		{
			displayName: 'Search By',
			name: 'searchBy',
			type: 'options',
			options: [
				{
					name: 'Filters',
					value: 'filters',
					description: 'A JSON object with the filters of Clay',
				},
				{
					name: 'Query (Beta)',
					value: 'query',
					description: 'A text in the query language of Clay',
				},
			],
			default: 'filters',
			displayOptions,
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'json',
			required: true,
			default: '{}',
			placeholder: 'e.g. { "company_domains": ["example.com"] }',
			description:
				'Names and values as Clay lists them at GET /search/filters-mode/fields. Each hit counts against the search quota.',
			displayOptions: { show: { ...show, searchBy: ['filters'] } },
		},
		{
			displayName: 'Query',
			name: 'query',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			description:
				'As Clay describes it at GET /search/query-mode/reference. Each hit counts against the search quota.',
			displayOptions: { show: { ...show, searchBy: ['query'] } },
		},
		...limitParameters(displayOptions),
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
			displayOptions,
		},
		optionsParameter(displayOptions, SEARCH_OPTIONS),
	];
}

/**
 * Searches and gives an item for each hit.
 *
 * @param simplify makes the short form of a hit
 */
export async function search(
	context: IExecuteFunctions,
	itemIndex: number,
	sourceType: SourceType,
	simplify: (hit: Record<string, unknown>) => Record<string, unknown>,
): Promise<INodeExecutionData[]> {
	const session = await readSession(context, itemIndex);
	const options = collectionParameter(context, 'options', itemIndex);
	const known = toText(options.searchId, '').trim();
	const question = readQuestion(session, known !== '');
	const searchId = known || (await createSearch(session, sourceType, question));
	const pageSize = Math.trunc(toNumber(options.pageSize, PAGE_SIZE));
	const outcome = await readHits(session, searchId, question.mode, {
		limit: readLimit(context, itemIndex),
		pageSize: Math.min(MAX_PAGE_SIZE, Math.max(1, pageSize)),
	});
	addHint(context, outcome);

	const short = flagParameter(context, 'simplify', itemIndex, true);
	const quota = options.includeQuota === true ? outcome.quota : undefined;
	return outcome.hits.map((hit) => ({
		json: toItemData({ ...(short ? simplify(hit) : hit), ...(quota && { quota }) }),
	}));
}

/** @throws NodeOperationError when there is nothing to search for */
function readQuestion(session: ClaySession, isContinued: boolean): Question {
	const { context, itemIndex } = session;
	if (textParameter(context, 'searchBy', itemIndex, 'filters') === 'query') {
		const query = textParameter(context, 'query', itemIndex).trim();
		if (query !== '' || isContinued) return { mode: 'query', query };
		throw sessionError(session, "'Query' is empty", 'Say what to search for.');
	}
	if (isContinued) return { mode: 'filters', filters: {} };
	const filters = jsonParameter(context, 'filters', 'Filters', itemIndex);
	if (isRecord(filters) && Object.keys(filters).length > 0) return { mode: 'filters', filters };
	throw sessionError(
		session,
		"'Filters' is no JSON object with at least one filter",
		'Give names and values, e.g. { "company_domains": ["example.com"] }.',
	);
}

function addHint(context: IExecuteFunctions, outcome: SearchOutcome): void {
	const { quota, interrupted, hits, searchId } = outcome;
	const resets = quota?.resetsAt ? ` It starts again at ${quota.resetsAt}.` : '';
	if (interrupted !== undefined) {
		const message = `Clay gave ${hits.length} hits of search ${searchId}, which are here, and has more: 'Search to Continue' under Options goes on after them. ${interrupted}`;
		context.logger.warn(message);
		context.addExecutionHints({ type: 'warning', location: 'outputPane', message });
	} else if (quota && quota.remaining !== null && quota.limit !== null) {
		context.addExecutionHints({
			type: 'info',
			location: 'outputPane',
			message: `${quota.remaining.toLocaleString('en-US')} of ${quota.limit.toLocaleString('en-US')} search hits are left in this period.${resets}`,
		});
	}
}
