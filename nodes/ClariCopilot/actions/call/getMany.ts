import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import { limitParameters, readLimit } from '../../../shared/parameters/limit';
import {
	collectionParameter,
	flagParameter,
	textParameter,
	toNumber,
} from '../../../shared/parameters/read';
import { listedItem } from '../../calls/callDetails';
import { filtersParameter, readFilters } from '../../calls/callFilters';
import { simpleCall } from '../../calls/callItem';
import { listCalls } from '../../calls/callList';
import type { CallOrder } from '../../calls/callPages';
import { MAX_PAGE_SIZE, PAGE_SIZE } from '../../calls/callPages';
import { inParallel } from '../../calls/inParallel';
import type { CopilotSession } from '../../transport';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';
import { MEDIA_OPTIONS, readShape, transcriptParameter } from './shape';

const displayOptions = { show: { resource: ['call'], operation: ['getMany'] } };

/** Details that are under way at a time; the pace is the same for all. */
const DETAILS_AT_ONCE = 4;

const ORDERS: readonly CallOrder[] = ['newest', 'oldest', 'processedLast', 'processedFirst'];

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	filtersParameter(displayOptions),
	{
		displayName: 'Order',
		name: 'order',
		type: 'options',
		options: [
			{ name: 'First Processed First', value: 'processedFirst' },
			{ name: 'Last Processed First', value: 'processedLast' },
			{ name: 'Newest First', value: 'newest' },
			{ name: 'Oldest First', value: 'oldest' },
		],
		default: 'newest',
		description:
			'Newest First begins with calls that are scheduled for the future, unless a filter leaves them out. More than 10,000 calls can be read by time only, not in the order in which they were processed.',
		displayOptions,
	},
	{
		displayName: 'Include Details',
		name: 'includeDetails',
		type: 'boolean',
		default: false,
		description:
			'Whether to fetch transcript, summary and action items too, with one more request for each call',
		displayOptions,
	},
	simplifyParameter(displayOptions),
	transcriptParameter({
		show: { ...displayOptions.show, includeDetails: [true], simplify: [true] },
	}),
	optionsParameter(displayOptions, [
		...MEDIA_OPTIONS,
		{
			displayName: 'Fast Paging',
			name: 'fastPaging',
			type: 'boolean',
			default: false,
			description:
				'Whether to leave out the count of all matches, which Clari Copilot calls much faster. The list then ends at the first page that is not full.',
		},
		{
			displayName: 'Include Private Calls',
			name: 'includePrivate',
			type: 'boolean',
			default: false,
			description:
				'Whether to return private calls too. Everybody who can see executions of this workflow can read them then.',
		},
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_PAGE_SIZE, numberPrecision: 0 },
			default: 25,
			description:
				'Calls of one request. An answer over about 6 MB comes as HTTP 502: the node then asks for half as many.',
		},
	]),
];

/** Gives an item for each call. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const options = collectionParameter(context, 'options', itemIndex);
	const shape = readShape(session);
	const { includeAudio, includeVideo } = shape;
	const withDetails = flagParameter(context, 'includeDetails', itemIndex);
	const order = textParameter(context, 'order', itemIndex, 'newest');
	const pageSize = Math.trunc(toNumber(options.pageSize, PAGE_SIZE));
	const calls = await listCalls(session, {
		parameters: {
			...readFilters(session),
			...(options.includePrivate === true && { includePrivate: true }),
			// Details bring addresses of their own.
			...(includeAudio && !withDetails && { includeAudio }),
			...(includeVideo && !withDetails && { includeVideo }),
		},
		order: ORDERS.find((one) => one === order) ?? 'newest',
		pageSize: Math.min(MAX_PAGE_SIZE, Math.max(1, pageSize)),
		limit: readLimit(context, itemIndex),
		withPagination: options.fastPaging !== true,
	});
	if (!withDetails) {
		return calls.map((call) => ({ json: toItemData(shape.simplify ? simpleCall(call) : call) }));
	}
	const items = await inParallel(
		calls,
		DETAILS_AT_ONCE,
		async (call) => await listedItem(session, call, shape),
	);
	return items.map((json) => ({ json }));
}
