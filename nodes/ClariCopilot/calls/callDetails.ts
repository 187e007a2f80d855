import type { IDataObject } from 'n8n-workflow';

import { isRecord, toItemData } from '../../shared/json/read';
import type { HttpFailure } from '../../shared/http/outcome';
import { apiError } from '../errors';
import type { Answer, CopilotSession } from '../transport';
import { callCopilot } from '../transport';
import type { TranscriptForm } from './callItem';
import { simpleCall, simpleDetails } from './callItem';
import type { Call } from './callList';
import { speakersOf } from './speakers';

/** What an item of a call holds. */
export interface CallShape {
	simplify: boolean;
	transcript: TranscriptForm;
	/** Signed addresses, good for four hours. */
	includeAudio: boolean;
	includeVideo: boolean;
}

/** Fetches a call with transcript and summary, which only this endpoint has. */
export async function readDetails(
	session: CopilotSession,
	id: string,
	{ includeAudio, includeVideo }: CallShape,
): Promise<Answer<Call>> {
	return await callCopilot(session, {
		method: 'GET',
		path: '/call-details',
		query: {
			id,
			...(includeAudio && { includeAudio }),
			...(includeVideo && { includeVideo }),
		},
		repeat: 'safe',
		read: (data) => {
			const call = isRecord(data) && isRecord(data.call) ? data.call : data;
			return isRecord(call) && call.id !== undefined ? call : undefined;
		},
	});
}

/** A call with its details as an item. Speakers get their names. */
export async function detailsItem(
	session: CopilotSession,
	call: Call,
	{ simplify, transcript }: CallShape,
): Promise<IDataObject> {
	if (!simplify) return toItemData(call);
	const speakers = speakersOf(call, await session.run.userNames.get(session));
	return toItemData({ ...simpleCall(call), ...simpleDetails(call, speakers, transcript) });
}

export function detailsError(session: CopilotSession, failure: HttpFailure, id: string) {
	return apiError(session, failure, {
		attempted: `Could not read call ${id}`,
		byStatus: {
			404: {
				what: 'Clari Copilot knows no call with this ID',
				todo: 'Copy the ID from the address of the call in Clari Copilot. The call may also have been deleted.',
			},
		},
	});
}
