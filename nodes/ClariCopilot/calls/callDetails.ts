import type { IDataObject } from 'n8n-workflow';

import { isRecord, readText, toItemData } from '../../shared/json/read';
import type { HttpFailure } from '../../shared/http/outcome';
import { apiError } from '../errors';
import type { CopilotAccess } from '../access';
import type { Answer } from '../transport';
import { callCopilot } from '../transport';
import type { TranscriptForm } from './callItem';
import { simpleCall, simpleDetails } from './callItem';
import type { Call } from './callPages';
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
	session: CopilotAccess,
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
	session: CopilotAccess,
	call: Call,
	shape: CallShape,
): Promise<IDataObject> {
	if (!shape.simplify) return toItemData(call);
	return namedItem(call, shape, await session.run.userNames.get(session));
}

/** The same with the names of users at hand. */
export function namedItem(
	call: Call,
	{ simplify, transcript }: CallShape,
	userNames: ReadonlyMap<string, string>,
): IDataObject {
	if (!simplify) return toItemData(call);
	const speakers = speakersOf(call, userNames);
	return toItemData({ ...simpleCall(call), ...simpleDetails(call, speakers, transcript) });
}

/**
 * A call of a list with its details. One that was deleted since it was listed has none, and is still one of the list.
 *
 * @throws NodeApiError when the details cannot be read
 */
export async function listedItem(
	session: CopilotAccess,
	call: Call,
	shape: CallShape,
): Promise<IDataObject> {
	const id = readText(call.id) ?? '';
	const answer = await readDetails(session, id, shape);
	if (answer.ok) return await detailsItem(session, answer.value, shape);
	if (answer.status === 404) return await detailsItem(session, call, shape);
	throw detailsError(session, answer, id);
}

export function detailsError(session: CopilotAccess, failure: HttpFailure, id: string) {
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
