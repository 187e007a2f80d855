import type { IDataObject } from 'n8n-workflow';

import type { NodeFailure } from '../../shared/errors/nodeError';
import { attempt } from '../../shared/errors/nodeError';
import { eventId } from '../../shared/events/eventId';
import type { HttpFailure } from '../../shared/http/outcome';
import { readText, toItemData } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import { detailsError, detailsItem, namedItem, readDetails } from '../calls/callDetails';
import { simpleCall } from '../calls/callItem';
import type { Call } from '../calls/callPages';
import { callId } from './callWindow';
import { mentionsOf } from './mentions';
import type { PollSettings } from './settings';

/** Whom a failure is about: this call, perhaps others as well, or certainly all. */
export type Concern = 'call' | 'perhapsAll' | 'all';

/** What became of a call: an event, none (nobody asked for it), or it could not be read. */
export type CallEvent =
	| { ok: true; item?: IDataObject }
	| { ok: false; error: NodeFailure; concerns: Concern };

/** A call of a list with its details, where there are any. */
interface ReadCall {
	call: Call;
	json: IDataObject;
	warning?: string;
}

/** What only details have. Source: Copilot's OpenAPI file. */
const DETAILS = new Set(['transcript', 'summary', 'competitor_sentiments', 'deal_stage_live']);

const DELETED = 'The call has been deleted since, and its details with it.';

/**
 * Makes the event of a call as a list gave it. Its ID is the same whenever the call is read in this state or, when each call is
 * told once, at all.
 *
 * @param previousStatus what the call was at before, if that is known
 */
export async function callEvent(
	access: CopilotAccess,
	settings: PollSettings,
	call: Call,
	previousStatus: string | null,
): Promise<CallEvent> {
	const { context, itemIndex } = access;
	const read = await attempt(
		context.getNode(),
		itemIndex,
		async () => await readCall(access, settings, call),
	);
	// The list of users cannot be had, which is not the call's fault.
	if (!read.ok) return { ...read, concerns: 'all' };
	if ('concerns' in read.value) return read.value;
	const { warning } = read.value;
	const item = itemOf(settings, read.value, previousStatus);
	if (item === undefined && warning !== undefined) {
		context.logger.warn(`${context.getNode().name}: call ${callId(call)} is left out. ${warning}`);
	}
	return { ok: true, item };
}

/**
 * Makes the event of a call whose details cannot be had. It never fails, and what is not known of the call, `warnings` tells:
 * whether a competitor came up, too.
 */
export async function eventWithoutDetails(
	access: CopilotAccess,
	settings: PollSettings,
	call: Call,
	previousStatus: string | null,
	warning: string,
): Promise<IDataObject> {
	const json = await itemWithoutDetails(access, settings, call);
	const item = itemOf(settings, { call, json, warning }, previousStatus);
	return item ?? eventItem(settings, { call, json, warning }, previousStatus, []);
}

/** What tells one state of a call from the next. */
export function stateOf(call: Call): [string, string | null, string | null] {
	return [callId(call), readText(call.status) ?? null, readText(call.last_modified_time) ?? null];
}

/** `undefined` when nothing came up of what is looked for. */
function itemOf(
	settings: PollSettings,
	read: ReadCall,
	previousStatus: string | null,
): IDataObject | undefined {
	if (settings.event !== 'call.mentioned') return eventItem(settings, read, previousStatus);
	const mentions = mentionsOf(read.call, settings.names);
	return mentions.length === 0 ? undefined : eventItem(settings, read, previousStatus, mentions);
}

function eventItem(
	{ event, isOncePerCall }: PollSettings,
	{ call, json, warning }: ReadCall,
	previousStatus: string | null,
	mentions?: object[],
): IDataObject {
	return toItemData({
		id: eventId(JSON.stringify([event, ...(isOncePerCall ? [callId(call)] : stateOf(call))])),
		event,
		receivedAt: new Date().toISOString(),
		...(event === 'call.status_changed' && { status: readText(call.status), previousStatus }),
		...(mentions && { mentions }),
		...(warning !== undefined && { warnings: [warning] }),
		call: json,
	});
}

async function readCall(
	access: CopilotAccess,
	settings: PollSettings,
	call: Call,
): Promise<ReadCall | Extract<CallEvent, { ok: false }>> {
	const { event, withDetails, simplify } = settings;
	const listed = (one: Call) => toItemData(simplify ? simpleCall(one) : withoutDetails(one));
	// Only details tell which competitors came up.
	if (!withDetails && event !== 'call.mentioned') return { call, json: listed(call) };
	const shape = shapeOf(settings);
	const id = callId(call);
	const answer = await readDetails(access, id, shape);
	if (answer.ok) {
		// The call may have moved on since it was listed. That is another event, and this one is of the listed state.
		const { status, last_modified_time } = call;
		const full = { ...answer.value, status, last_modified_time };
		const json = withDetails ? await detailsItem(access, full, shape) : listed(full);
		return { call: full, json };
	}
	if (answer.status !== 404) {
		return { ok: false, error: detailsError(access, answer, id), concerns: concernOf(answer) };
	}
	return { call, json: await itemWithoutDetails(access, settings, call), warning: DELETED };
}

function shapeOf({ transcript, simplify }: PollSettings) {
	return { simplify, transcript, includeAudio: false, includeVideo: false };
}

/** With the names of users, when those can be had. */
async function itemWithoutDetails(
	access: CopilotAccess,
	settings: PollSettings,
	call: Call,
): Promise<IDataObject> {
	const names = await attempt(
		access.context.getNode(),
		access.itemIndex,
		async () => await access.run.userNames.get(access),
	);
	return namedItem(call, shapeOf(settings), names.ok ? names.value : new Map());
}

/** As a list has a call. */
function withoutDetails(call: Call): Call {
	return Object.fromEntries(Object.entries(call).filter(([name]) => !DETAILS.has(name)));
}

function concernOf({ status, delivery }: HttpFailure): Concern {
	if (status === undefined) return delivery === 'notSent' ? 'all' : 'perhapsAll';
	if (status === 401 || status === 429) return 'all';
	return status < 400 || status === 403 || status === 408 || status >= 500 ? 'perhapsAll' : 'call';
}
