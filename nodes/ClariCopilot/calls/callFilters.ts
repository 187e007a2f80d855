import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { collectionParameter, toNumber } from '../../shared/parameters/read';
import { toUtc } from '../dateTime';
import { sessionError } from '../errors';
import { readTextList } from '../textValues';
import type { QueryValues } from '../../shared/http/query';
import type { CopilotSession } from '../transport';

/** Statuses that Copilot documents; others can be given by an expression. */
export const STATUSES: INodeProperties['options'] = [
	{ name: 'Bot Join Denied', value: 'BOTJOIN_DENIED' },
	{ name: 'Bot Join Disabled', value: 'BOTJOIN_DISABLED' },
	{ name: 'Call Did Not Happen', value: 'CALL_DID_NOT_HAPPEN' },
	{ name: 'Error in Processing', value: 'ERROR_IN_PROCESSING' },
	{ name: 'Error in Recording', value: 'ERROR_IN_RECORDING' },
	{ name: 'Error in Transcribe', value: 'ERROR_IN_TRANSCRIBE' },
	{ name: 'Ignored by User', value: 'IGNORED_BY_USER' },
	{ name: 'In Progress', value: 'INPROGRESS' },
	{ name: 'Initiated', value: 'INITIATED' },
	{ name: 'No Data in Call', value: 'NO_DATA_INCALL' },
	{ name: 'Nobody Joined Call', value: 'NOBODY_JOINED_CALL' },
	{
		name: 'Post Processing Done',
		value: 'POST_PROCESSING_DONE',
		description: 'Transcript, summary and analysis are complete',
	},
	{ name: 'Processed', value: 'PROCESSED', description: 'The analysis is still to come' },
	{ name: 'Processing', value: 'PROCESSING' },
	{ name: 'Scheduled', value: 'SCHEDULED' },
	{ name: 'Unable to Join', value: 'UNABLE_TO_JOIN' },
	{ name: 'Waiting in Queue', value: 'WAITING_IN_QUEUE' },
];

const TYPES: INodeProperties['options'] = [
	{ name: 'Aircall', value: 'AIRCALL_RECORDING' },
	{ name: 'BlueJeans', value: 'BLUE_JEANS' },
	{ name: 'Dialpad', value: 'DIALPAD' },
	{ name: 'Freshcaller', value: 'FRESHCALLER' },
	{ name: 'FrontSpin', value: 'FRONTSPIN' },
	{ name: 'Google Meet', value: 'GOOGLE_MEET' },
	{ name: 'GoTo Meeting', value: 'GOTO_MEETING' },
	{ name: 'HubSpot', value: 'HUBSPOT' },
	{ name: 'Microsoft Teams', value: 'MS_TEAMS' },
	{ name: 'Outreach', value: 'OUTREACH' },
	{ name: 'RingCentral', value: 'RINGCENTRAL' },
	{ name: 'Salesloft', value: 'SALESLOFT' },
	{ name: 'Talkdesk', value: 'TALKDESK' },
	{ name: 'Zoom', value: 'ZOOM' },
];

const LONGEST_SECONDS = 7_200;

/** The collection Filters, with everything that Copilot can filter by. */
export function filtersParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Attendees',
				name: 'attendees',
				type: 'string',
				default: '',
				placeholder: 'e.g. sam@buyer.example',
				description: 'Email addresses of attendees, separated by commas',
			},
			{
				displayName: 'Longer Than (Seconds)',
				name: 'durationAbove',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: LONGEST_SECONDS, numberPrecision: 0 },
				default: 0,
				description: 'Minimum duration of a call, up to 7,200 seconds',
			},
			{
				displayName: 'Modified After',
				name: 'modifiedAfter',
				type: 'dateTime',
				default: '',
				description: 'Only calls whose status has changed since. Other changes do not count.',
			},
			{
				displayName: 'Modified Before',
				name: 'modifiedBefore',
				type: 'dateTime',
				default: '',
				description: 'Only calls whose status has not changed since',
			},
			{
				displayName: 'Shorter Than (Seconds)',
				name: 'durationBelow',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: LONGEST_SECONDS, numberPrecision: 0 },
				default: 7200,
				description: 'Maximum duration of a call, up to 7,200 seconds',
			},
			{
				displayName: 'Source IDs',
				name: 'sourceIds',
				type: 'string',
				default: '',
				description: 'IDs of calls in the system that they come from, separated by commas',
			},
			{
				displayName: 'Started After',
				name: 'startedAfter',
				type: 'dateTime',
				default: '',
				description: 'Only calls that started, or are scheduled, after this time',
			},
			{
				displayName: 'Started Before',
				name: 'startedBefore',
				type: 'dateTime',
				default: '',
				description: 'Only calls that started, or are scheduled, before this time',
			},
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: STATUSES,
				default: [],
				description: 'Current status of the call',
			},
			{
				displayName: 'Topic Names or IDs',
				name: 'topics',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: 'getTopics' },
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				hint: 'In an expression, give names of topics',
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				options: TYPES,
				default: [],
				description: 'Where the call took place',
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
	};
}

/** The filters of an item as parameters of the request. @throws NodeOperationError for what is none */
export function readFilters(session: CopilotSession): QueryValues {
	const { context, itemIndex } = session;
	const filters = collectionParameter(context, 'filters', itemIndex);
	const list = (value: unknown, label: string) => readTextList(session, value, label);
	const seconds = (value: unknown, label: string) => readSeconds(session, value, label);
	return {
		filterUser: list(filters.users, 'User Names or IDs'),
		filterAttendees: list(filters.attendees, 'Attendees'),
		filterTopics: list(filters.topics, 'Topic Names or IDs'),
		filterStatus: list(filters.statuses, 'Statuses'),
		filterType: list(filters.types, 'Types'),
		filterSourceId: list(filters.sourceIds, 'Source IDs'),
		filterTimeGt: toUtc(session, filters.startedAfter, 'Started After'),
		filterTimeLt: toUtc(session, filters.startedBefore, 'Started Before'),
		filterModifiedGt: toUtc(session, filters.modifiedAfter, 'Modified After'),
		filterModifiedLt: toUtc(session, filters.modifiedBefore, 'Modified Before'),
		filterDurationGt: seconds(filters.durationAbove, 'Longer Than (Seconds)'),
		filterDurationLt: seconds(filters.durationBelow, 'Shorter Than (Seconds)'),
	};
}

/** `undefined` when nothing is asked for. */
function readSeconds(session: CopilotSession, value: unknown, label: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const seconds = toNumber(value, Number.NaN);
	if (!Number.isNaN(seconds)) return Math.min(LONGEST_SECONDS, Math.max(0, Math.trunc(seconds)));
	throw sessionError(
		session,
		`'${label}' is no number`,
		'Give a number of seconds, e.g. 60, or remove the filter.',
	);
}
