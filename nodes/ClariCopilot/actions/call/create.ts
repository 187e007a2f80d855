import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, readRecords, readText } from '../../../shared/json/read';
import { jsonParameter } from '../../../shared/parameters/json';
import { collectionParameter, textParameter, toText } from '../../../shared/parameters/read';
import { apiError, sessionError } from '../../errors';
import type { CopilotSession } from '../../transport';
import { callCopilot } from '../../transport';
import { toUtc } from '../../dateTime';
import { readTextList } from '../../textValues';
import { optionsParameter } from '../session';

const displayOptions = { show: { resource: ['call'], operation: ['create'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Source ID',
		name: 'sourceId',
		type: 'string',
		required: true,
		default: '',
		description:
			'ID of the call in the system that it comes from. Clari Copilot takes each only once, unless told to overwrite.',
		displayOptions,
	},
	{
		displayName: 'Recording URL',
		name: 'audioUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://files.example.com/call.mp3',
		description: 'Address from which Clari Copilot fetches the audio or video',
		displayOptions,
	},
	{
		displayName: 'Call Time',
		name: 'callTime',
		type: 'dateTime',
		required: true,
		default: '',
		description: 'When the call started',
		displayOptions,
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'CallHippo', value: 'CALL_HIPPO' },
			{ name: 'Knowlarity', value: 'KNOWLARITY' },
			{ name: 'Recording', value: 'RECORDING' },
			{ name: 'Ringover', value: 'RINGOVER' },
			{ name: 'Vendasta', value: 'VENDASTA' },
		],
		default: 'RECORDING',
		description: 'Where the recording comes from',
		displayOptions,
	},
	{
		displayName: 'User Emails',
		name: 'userEmails',
		type: 'string',
		default: '',
		placeholder: 'e.g. rep@example.com',
		description:
			'Users whose call it is, separated by commas. At least one user of the call must be a recording one.',
		displayOptions,
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Audio Format',
				name: 'audioFormat',
				type: 'string',
				default: '',
				placeholder: 'e.g. mp3',
				description: 'Taken from the end of the address when empty',
			},
			{
				displayName: 'Download Headers',
				name: 'headers',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Header',
				default: {},
				description: 'Headers that Clari Copilot needs to fetch the recording',
				options: [
					{
						displayName: 'Header',
						name: 'header',
						values: [
							{ displayName: 'Name', name: 'name', type: 'string', default: '' },
							{
								displayName: 'Value',
								name: 'value',
								type: 'string',
								typeOptions: { password: true },
								default: '',
							},
						],
					},
				],
			},
			{
				displayName: 'Overwrite',
				name: 'overwrite',
				type: 'boolean',
				default: false,
				description: 'Whether to replace a call that has the same source ID',
			},
			{
				displayName: 'Participants',
				name: 'participants',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Participant',
				default: {},
				description: 'People from outside',
				options: [
					{
						displayName: 'Participant',
						name: 'participant',
						values: [
							{
								displayName: 'Email',
								name: 'email',
								type: 'string',
								placeholder: 'name@email.com',
								default: '',
							},
							{ displayName: 'Name', name: 'name', type: 'string', default: '' },
							{ displayName: 'Phone', name: 'phone', type: 'string', default: '' },
						],
					},
				],
			},
			{
				displayName: 'Source User IDs',
				name: 'sourceUserIds',
				type: 'string',
				default: '',
				description:
					'Users by their IDs in the source system, separated by commas. Clari Copilot support has to set these up.',
			},
			{
				displayName: 'Stereo to Mono',
				name: 'stereoToMono',
				type: 'boolean',
				default: false,
				description: 'Whether both channels hold the same and one is enough',
			},
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: '',
				description: 'Made of the names of user and participant when empty',
			},
			{
				displayName: 'Transcript',
				name: 'transcript',
				type: 'json',
				default: '',
				description:
					'Object with external_speakers (person_id, name, email_id) and ext_conversation_turns (person_id, text, start, end in seconds). Clari Copilot transcribes the recording when empty.',
			},
		],
	},
	optionsParameter(displayOptions),
];

/** Uploads a recording as a call. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const body = readUpload(session);
	const sourceId = toText(body.source_id, '');
	const answer = await callCopilot(session, {
		method: 'POST',
		path: '/create-call',
		body,
		// The source ID would keep a second one out, but not one that overwrites.
		repeat: 'onlyIfNotTaken',
		// Anything else leaves open what became of it.
		read: (data) => (isRecord(data) && (data.call_id ?? data.error) ? data : undefined),
	});
	const attempted = `Could not create the call with source ID ${sourceId}`;
	if (!answer.ok) {
		throw apiError(session, answer, {
			attempted,
			whenUncertain:
				"It may have been created. Look with 'Call: Get Many' and the filter 'Source IDs', or run this again: a source ID is taken only once.",
		});
	}
	const callId = readText(answer.value.call_id);
	if (callId !== undefined) return [{ json: { callId, sourceId } }];
	// Copilot refuses some uploads with status 200.
	const says = readText(answer.value.error);
	throw sessionError(
		session,
		`${attempted}: Clari Copilot does not take it`,
		[
			says && `Clari Copilot says: ${says}.`,
			"At least one of 'User Emails' must be a user who records, and a source ID is taken only once unless 'Overwrite' is on.",
		]
			.filter(Boolean)
			.join(' '),
	);
}

function readUpload(session: CopilotSession): Record<string, unknown> {
	const { context, itemIndex } = session;
	const text = (name: string) => textParameter(context, name, itemIndex).trim();
	const more = collectionParameter(context, 'additionalFields', itemIndex);
	const call_time = toUtc(
		session,
		context.getNodeParameter('callTime', itemIndex, ''),
		'Call Time',
	);
	const source_id = text('sourceId');
	const audio_url = text('audioUrl');
	if (source_id === '' || audio_url === '' || call_time === undefined) {
		throw sessionError(
			session,
			'A call needs a source ID, a time and the address of its recording',
			"Fill in 'Source ID', 'Call Time' and 'Recording URL'.",
		);
	}
	const userEmails: unknown = context.getNodeParameter('userEmails', itemIndex, '');
	const title = toText(more.title, '').trim();
	const audio_format = toText(more.audioFormat, '').trim();
	const source_user_ids = readTextList(session, more.sourceUserIds, 'Source User IDs');
	return {
		source_id,
		call_time,
		type: text('type') || 'RECORDING',
		audio_url,
		user_emails: readTextList(session, userEmails, 'User Emails'),
		...(source_user_ids.length > 0 && { source_user_ids }),
		...(title !== '' && { title }),
		...(audio_format !== '' && { audio_format }),
		...(more.overwrite === true && { force_overwrite_old_call: true }),
		...(more.stereoToMono === true && { stereo_to_mono: true }),
		...participantsOf(more.participants),
		...headersOf(more.headers),
		...transcriptOf(session, more.transcript),
	};
}

/** Three lists of the same length, as Copilot wants them. */
function participantsOf(value: unknown): Record<string, string[]> {
	const people = readRecords(isRecord(value) ? value.participant : undefined);
	if (people.length === 0) return {};
	const list = (field: string) => people.map((person) => toText(person[field], '').trim());
	return { other_name: list('name'), other_email: list('email'), other_phone: list('phone') };
}

function headersOf(value: unknown): Record<string, string[]> {
	const headers = readRecords(isRecord(value) ? value.header : undefined);
	if (headers.length === 0) return {};
	return {
		header_key: headers.map(({ name }) => toText(name, '').trim()),
		header_value: headers.map(({ value: text }) => toText(text, '')),
	};
}

function transcriptOf(session: CopilotSession, typed: unknown): Record<string, unknown> {
	if (typed === undefined || typed === '') return {};
	const { context, itemIndex } = session;
	const name = 'additionalFields.transcript';
	const transcript = jsonParameter(context, name, 'Transcript', itemIndex);
	if (transcript === undefined) return {};
	if (isRecord(transcript)) return { external_transcript: transcript };
	throw sessionError(
		session,
		"'Transcript' is no JSON object",
		'Give an object with external_speakers and ext_conversation_turns.',
	);
}
