import type { IDataObject } from 'n8n-workflow';

import type { NodeFailure } from '../../shared/errors/nodeError';
import { attempt } from '../../shared/errors/nodeError';
import type { CopilotAccess } from '../access';
import type { Call } from '../calls/callPages';
import type { CallEvent } from './callEvent';
import { callEvent, eventWithoutDetails } from './callEvent';
import { findListedCall } from './callWindow';
import type { PendingCall } from './pendingCalls';
import type { Progress } from './pollMemory';
import type { Found, PollTime } from './pollTime';
import type { CopilotEvent, PollSettings } from './settings';

/** Calls that a poll reads again at the most, and at a time: those that are new have come for the first time. */
const MOST_RETRIES = 8;
const AT_ONCE = 4;

/** The parts of a poll's time that one of them, and all of them, may take. */
const PART_OF_POLL = 1 / 4;
const PART_FOR_ALL = 1 / 2;

const HOUR_MS = 3_600_000;

/**
 * Milliseconds after which a call goes out without its details. Without them it is not known whether a competitor came up,
 * so that nothing is gained by haste.
 */
const GIVEN_UP_AFTER_MS: Record<CopilotEvent, number> = {
	'call.analyzed': HOUR_MS,
	'call.mentioned': 72 * HOUR_MS,
	'call.status_changed': HOUR_MS,
	'scorecard.submitted': HOUR_MS,
};

/** Nobody may have polled for all of that time. */
const FEWEST_TRIES = 3;

const GIVEN_UP =
	'Clari Copilot could not give the details of the call in all attempts. Read them later with Call: Get.';

/** Reads calls again that could not be read before. One that cannot be read for too long goes out without details. */
export async function retryPending(
	access: CopilotAccess,
	settings: PollSettings,
	progress: Progress,
	{ now, deadline }: PollTime,
): Promise<Found> {
	const { pending, told } = progress;
	const items: IDataObject[] = [];
	const due = pending.due(now).slice(0, Math.min(MOST_RETRIES, settings.perPoll));
	const isFull = pending.isFull;
	const budget = deadline - now;
	const end = now + budget * PART_FOR_ALL;
	const retrying = impatient(access, budget * PART_OF_POLL, end);
	for (let index = 0; index < due.length; index += AT_ONCE) {
		if (index > 0 && Date.now() > end) break;
		const group = due.slice(index, index + AT_ONCE);
		const events = await Promise.all(
			group.map(async (one) => {
				const isLast = isFull || isOverdue(one, settings.event, now);
				return await readAgain(retrying, settings, one, isLast);
			}),
		);
		for (const [place, one] of group.entries()) {
			const event = events[place];
			if (event?.ok) {
				pending.remove(one);
				if (!event.item) continue;
				items.push(event.item);
				if (settings.isOncePerCall) told.add(one.id);
			} else if (event) {
				if (event.concerns === 'all') return { items, error: event.error };
				pending.defer(one, now);
				logPending(access, one.id, event.error);
			}
		}
	}
	return { items };
}

/** Says in the log that a call is not lost. */
export function logPending(
	{ context }: CopilotAccess,
	callId: string,
	{ message }: NodeFailure,
): void {
	const text = `call ${callId} is read again in one of the next polls. ${message}`;
	context.logger.warn(`${context.getNode().name}: ${text}`);
}

async function readAgain(
	access: CopilotAccess,
	settings: PollSettings,
	one: PendingCall,
	isLast: boolean,
): Promise<CallEvent> {
	const { id, status, modified, previousStatus } = one;
	const known: Call = { id, status, last_modified_time: modified };
	const event = await callEvent(access, settings, known, previousStatus);
	if (event.ok || event.concerns === 'all' || !isLast) return event;
	const listed = await attempt(
		access.context.getNode(),
		access.itemIndex,
		async () => await findListedCall(access, known, settings.includePrivate),
	);
	const call = (listed.ok ? listed.value : undefined) ?? known;
	const item = await eventWithoutDetails(access, settings, call, previousStatus, GIVEN_UP);
	return { ok: true, item };
}

function isOverdue({ since, tries }: PendingCall, event: CopilotEvent, now: number): boolean {
	// This is one more.
	return tries + 1 >= FEWEST_TRIES && now - since >= GIVEN_UP_AFTER_MS[event];
}

/**
 * Once each, and not for long: they have been tried before, and new ones wait behind them. They are known to fail, which says
 * nothing about whether Copilot is up: the circuit breaker does without them.
 */
function impatient(access: CopilotAccess, mostMs: number, deadline: number): CopilotAccess {
	const timeoutMs = Math.min(access.timeoutMs, Math.max(1_000, mostMs));
	const retry = { ...access.retry, maxAttempts: 1 };
	const patience = access.patience && { ...access.patience, deadline };
	return { ...access, timeoutMs, retry, patience, circuit: undefined };
}
