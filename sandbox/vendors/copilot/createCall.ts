import type { FastifyRequest } from 'fastify';
import type { Calls } from './calls';
import { checkedBody, texts } from './checkedBody';
import { CopilotApiError } from './apiError';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const SCHEMA = {
	type: 'object',
	additionalProperties: false,
	required: ['source_id', 'call_time', 'type', 'audio_url'],
	properties: {
		source_id: { ...text, minLength: 1 },
		force_overwrite_old_call: flag,
		stereo_to_mono: flag,
		title: text,
		type: {
			type: 'string',
			enum: ['RECORDING', 'VENDASTA', 'KNOWLARITY', 'CALL_HIPPO', 'RINGOVER'],
		},
		call_time: { type: 'string', format: 'date-time' },
		user_emails: texts,
		source_user_ids: texts,
		other_phone: texts,
		other_email: texts,
		other_name: texts,
		audio_url: { ...text, minLength: 1 },
		audio_format: text,
		header_key: texts,
		header_value: texts,
		external_transcript: {
			type: 'object',
			additionalProperties: false,
			properties: {
				external_speakers: {
					type: 'array',
					items: {
						type: 'object',
						additionalProperties: false,
						properties: { person_id: text, name: text, email_id: text },
					},
				},
				ext_conversation_turns: {
					type: 'array',
					items: {
						type: 'object',
						additionalProperties: false,
						properties: {
							person_id: text,
							text,
							start: { type: 'number' },
							end: { type: 'number' },
						},
					},
				},
			},
		},
	},
} as const;

interface Upload {
	source_id: string;
	force_overwrite_old_call?: boolean;
	title?: string;
	type: string;
	call_time: string;
	user_emails?: string[];
	other_phone?: string[];
	other_email?: string[];
	other_name?: string[];
	header_key?: string[];
	header_value?: string[];
}

/** Takes the upload of a call. Some refusals come with status 200, as the specification has it. */
export function createCall(
	request: FastifyRequest,
	calls: Calls,
	now: () => number,
): Record<string, string> {
	const upload = checkedBody<Upload>(request, SCHEMA);
	checkLengths(upload.other_phone, upload.other_email, upload.other_name);
	checkLengths(upload.header_key, upload.header_value);
	const emails = upload.user_emails ?? [];
	const users = calls.users.filter(({ email }) => emails.includes(email));
	if (!users.some(({ is_recording }) => is_recording)) return { error: 'no recording user' };
	const there = calls.bySource(upload.source_id);
	if (there && !upload.force_overwrite_old_call) return { error: 'call already exists' };
	if (there) calls.remove(there.id);
	const { id } = calls.add({
		sourceId: upload.source_id,
		title: upload.title ?? users[0]?.name ?? '',
		type: upload.type,
		time: Date.parse(upload.call_time),
		bookedAt: now(),
		users,
		isPrivate: false,
	});
	return { call_id: id };
}

/** Lists that belong together are given together, and are as long as each other. */
function checkLengths(...lists: Array<string[] | undefined>): void {
	if (new Set(lists.map((list) => list?.length ?? 0)).size > 1) {
		throw new CopilotApiError(400, 'Number of phone, email, name should be same');
	}
}
