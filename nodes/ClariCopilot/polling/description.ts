import type { INodeProperties } from 'n8n-workflow';

import { transcriptParameter } from '../actions/call/shape';
import { optionsParameter } from '../actions/session';
import { simplifyParameter } from '../actions/simplify';
import { STATUSES } from '../calls/callFilters';
import { MAX_PAGE_SIZE } from '../calls/callPages';
import { ONCE_EVENTS, SCORECARD_HOURS } from './settings';

const CALLS = { show: { event: ['call.analyzed', 'call.mentioned', 'call.status_changed'] } };
const ANALYZED = { show: { event: ['call.analyzed', 'call.mentioned'] } };
const SCORECARDS = { show: { event: ['scorecard.submitted'] } };
const MENTIONS = { show: { event: ['call.mentioned'] } };

/** The parameters of the trigger, in the order of the panel. */
export const PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Call Analyzed',
				value: 'call.analyzed',
				description: 'Transcript, summary and analysis of a call are complete',
			},
			{
				name: 'Call Mentions a Topic or Competitor',
				value: 'call.mentioned',
				description: 'An analyzed call contains a topic or competitor that you look for',
			},
			{
				name: 'Call Status Changed',
				value: 'call.status_changed',
				description: 'The status of a call has changed since the last poll',
			},
			{
				name: 'Scorecard Submitted',
				value: 'scorecard.submitted',
				description: 'A call was scored',
			},
		],
		default: 'call.analyzed',
		description:
			'What starts the workflow. Clari Copilot is asked at each poll: it sends no events.',
	},
	{
		displayName: 'Topic Names or IDs',
		name: 'names',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getTopics' },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: MENTIONS,
	},
	{
		displayName: 'Other Names',
		name: 'otherNames',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Name' },
		default: [],
		placeholder: 'e.g. OtherCo',
		description:
			'Names of competitors or topics, in upper or lower case. Clari Copilot has no list of competitors.',
		displayOptions: MENTIONS,
	},
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		options: STATUSES,
		default: [],
		description:
			'Statuses that start the workflow, or none for every status. A status that a call had only between two polls is not seen.',
		displayOptions: { show: { event: ['call.status_changed'] } },
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: CALLS,
		options: [
			{
				displayName: 'Accounts',
				name: 'accounts',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Account' },
				default: [],
				placeholder: 'e.g. Acme',
				description: 'Parts of names in upper or lower case, or IDs in your CRM',
			},
			{
				displayName: 'Deals',
				name: 'deals',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Deal' },
				default: [],
				placeholder: 'e.g. Renewal',
				description: 'Parts of names in upper or lower case, or IDs in your CRM',
			},
			{
				displayName: 'External Only',
				name: 'externalOnly',
				type: 'boolean',
				default: true,
				description: 'Whether to leave out calls without an attendee from outside',
			},
			{
				displayName: 'User Names or IDs',
				name: 'users',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getUserEmails' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				hint: 'In an expression, give email addresses',
			},
		],
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: SCORECARDS,
		options: [
			{
				displayName: 'Rep Names or IDs',
				name: 'repIds',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getUsers' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Score Below',
				name: 'scoreBelow',
				type: 'number',
				typeOptions: { numberPrecision: 2 },
				default: 3,
				description: 'Only scorecards with a lower total score. One without a score is left out.',
			},
			{
				displayName: 'Template Names or IDs',
				name: 'templateIds',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getTemplates' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
		],
	},
	{
		displayName: 'Include Details',
		name: 'includeDetails',
		type: 'boolean',
		default: true,
		description:
			'Whether to fetch summary, action items and transcript too, with one more request for each call',
		displayOptions: ANALYZED,
	},
	{
		displayName: 'Include Details',
		name: 'includeDetails',
		type: 'boolean',
		default: false,
		description:
			'Whether to fetch the details that there are at that status, with one more request for each change',
		displayOptions: { show: { event: ['call.status_changed'] } },
	},
	simplifyParameter({}),
	{
		...transcriptParameter({
			show: { ...CALLS.show, includeDetails: [true], simplify: [true] },
		}),
		default: 'none',
		description: 'How to return what was said. It is stored in the saved executions as well.',
	},
	optionsParameter(
		{},
		[
			{
				displayName: 'Look Back (Hours)',
				name: 'lookBackHours',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description:
					'How many hours before the first activation to start from. With 0, the trigger starts with what happens after the activation.',
			},
			{
				displayName: 'Include Private Calls',
				name: 'includePrivate',
				type: 'boolean',
				default: false,
				description:
					'Whether private calls start the workflow, too. Everyone who can see the executions of this workflow can then read them.',
			},
			{
				displayName: 'Max per Poll',
				name: 'perPoll',
				type: 'number',
				typeOptions: { minValue: 1, numberPrecision: 0 },
				default: 100,
				description:
					'Max number of calls or scorecards to return from one poll. The others follow in the next polls, the oldest first.',
			},
			{
				displayName: 'Once per Call',
				name: 'oncePerCall',
				type: 'boolean',
				default: true,
				description:
					'Whether a call starts the workflow only once. Turn off to start it again when Clari Copilot has processed a call anew. The latest 5,000 calls are remembered.',
				displayOptions: { show: { '/event': [...ONCE_EVENTS] } },
			},
			{
				displayName: 'Page Size',
				name: 'pageSize',
				type: 'number',
				typeOptions: { minValue: 2, maxValue: MAX_PAGE_SIZE, numberPrecision: 0 },
				default: 25,
				description:
					'Calls per request. Clari Copilot answers with HTTP 502 when a page is larger than about 6 MB: the node then asks for half as many.',
			},
			{
				displayName: 'Scorecard Window (Hours)',
				name: 'scorecardHours',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: SCORECARD_HOURS,
				description:
					'How far back each poll reads scorecards, with one request for every 100. They carry no time: one that is given more hours than this after its call may be missed.',
			},
		],
		{ breaker: 'poll' },
	),
];
