import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { DateTime, IANAZone } from 'luxon';

import { sessionError } from '../../../shared/errors/sessionError';
import {
	collectionParameter,
	listParameter,
	numberParameter,
	textParameter,
	toText,
} from '../../../shared/parameters/read';
import type { ActivityExportBody } from '../../activities/activityExport';
import { toTime } from '../../dateTime';
import type { ClariSession } from '../../transport';

const DAYS_BACK = 7;

/** The parameters that say what to export; the same for Run and Start. */
export function exportDescription(displayOptions: IDisplayOptions): INodeProperties[] {
	const { show } = displayOptions;
	return [
		{
			displayName: 'Activity Types',
			name: 'activityTypes',
			type: 'multiOptions',
			default: [],
			options: [
				{ name: 'Attachment Received', value: 'ATTACHMENT_RECEIVED' },
				{ name: 'Attachment Sent', value: 'ATTACHMENT_SENT' },
				{ name: 'Email Received', value: 'EMAIL_RECEIVED' },
				{ name: 'Email Sent', value: 'EMAIL_SENT' },
				{ name: 'Meeting', value: 'MEETING' },
			],
			description: 'What to export. Activities of all types when none is chosen.',
			displayOptions,
		},
		{
			displayName: 'Dates',
			name: 'dateMode',
			type: 'options',
			default: 'daysBack',
			options: [
				{ name: 'Last Days', value: 'daysBack', description: 'Until today, which is included' },
				{ name: 'Range', value: 'range', description: 'From one date to another' },
			],
			description: 'Which days to export. One export of your quota, however many.',
			displayOptions,
		},
		{
			displayName: 'Days Back',
			name: 'daysBack',
			type: 'number',
			default: DAYS_BACK,
			typeOptions: { minValue: 0, numberPrecision: 0 },
			description: 'How many days before today to start at; 0 for today alone',
			displayOptions: { show: { ...show, dateMode: ['daysBack'] } },
		},
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			default: '',
			required: true,
			description: 'First day. Its time does not count.',
			displayOptions: { show: { ...show, dateMode: ['range'] } },
		},
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'dateTime',
			default: '',
			description: 'Last day; today when empty. Its time does not count.',
			displayOptions: { show: { ...show, dateMode: ['range'] } },
		},
	];
}

/** The entry of Options that says where a day begins. */
export const EXPORT_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. America/Los_Angeles',
		description:
			"Where days begin. The workflow's time zone when empty; a date with an offset of its own keeps it.",
	},
];

/** Reads what to export for an item. */
export function readExport(session: ClariSession): ActivityExportBody {
	const { context, itemIndex } = session;
	const types = listParameter(context, 'activityTypes', itemIndex);
	const [start, end] = readDates(session, readZone(session));
	if (end < start) {
		throw sessionError(
			session,
			"'End Date' is before 'Start Date'",
			'Nothing was queued. Exchange the two dates.',
		);
	}
	return {
		...(types.length > 0 && { activityTypes: types }),
		startDate: isoDay(start),
		endDate: isoDay(end),
		exportFormat: 'JSON',
	};
}

function readDates(session: ClariSession, zone: string): [DateTime, DateTime] {
	const { context, itemIndex } = session;
	const today = DateTime.now().setZone(zone).startOf('day');
	if (textParameter(context, 'dateMode', itemIndex, 'daysBack') !== 'range') {
		const days = Math.max(
			0,
			Math.trunc(numberParameter(context, 'daysBack', itemIndex, DAYS_BACK)),
		);
		return [today.minus({ days }), today];
	}
	const read = (name: string, label: string) =>
		toTime(session, context.getNodeParameter(name, itemIndex, ''), label, zone)?.startOf('day');
	const start = read('startDate', 'Start Date');
	if (start !== undefined) return [start, read('endDate', 'End Date') ?? today];
	throw sessionError(session, "Fill in 'Start Date'", 'Choose the first day to export.');
}

function readZone(session: ClariSession): string {
	const { context, itemIndex } = session;
	const zone = toText(collectionParameter(context, 'options', itemIndex).timeZone, '').trim();
	if (zone === '') return context.getTimezone();
	if (IANAZone.isValidZone(zone)) return zone;
	throw sessionError(
		session,
		`There is no time zone '${zone}'`,
		"Name one of the IANA list in 'Time Zone' under Options, e.g. America/Los_Angeles.",
	);
}

/** Midnight with its offset: Clari takes the day and the offset of it. */
function isoDay(day: DateTime): string {
	return day.toISO({ suppressMilliseconds: true }) ?? '';
}
