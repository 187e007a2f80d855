import type { IDataObject } from 'n8n-workflow';

import type { NodeFailure } from '../../shared/errors/nodeError';
import { readText } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import type { Call } from '../calls/callPages';
import { copilotBreaker } from '../transport';
import { callEvent, stateOf } from './callEvent';
import { listParameters, matches } from './callMatch';
import type { CallWindow } from './callWindow';
import { callId, readCallWindow } from './callWindow';
import type { Progress } from './pollMemory';
import type { Found, PollTime } from './pollTime';
import { logPending, retryPending } from './retryPending';
import { stateKey } from './seenStates';
import type { PollSettings } from './settings';

/**
 * How far each poll reaches back, in milliseconds. It is not documented whether a bound is in, to what precision, and how late
 * the list shows a change; clocks differ. What comes twice is told by its state.
 */
export const OVERLAP_MS = 10 * 60_000;

/** Details that are under way at a time; the pace is the same for all. */
const AT_ONCE = 4;

/** Calls in a row that cannot be read, after which the rest waits for the next poll: perhaps none can. */
const MOST_FAILURES = 5;

interface Candidate {
	call: Call;
	key: string;
	/** When its status changed. */
	time: number;
}

/**
 * Finds the calls that have come into a new state, the oldest change first, and moves the progress past each that it has
 * dealt with, and no further. A call that cannot be read is dealt with when it is pending: it keeps nobody back.
 *
 * @throws NodeApiError when the calls cannot be listed
 */
export async function pollCalls(
	access: CopilotAccess,
	settings: PollSettings,
	progress: Progress,
	time: PollTime,
): Promise<Found> {
	const { now, deadline } = time;
	// While Copilot is down, the list is what one request is for: a call that could not be read before says too little.
	const isDown = copilotBreaker(access)?.isOpen() ?? false;
	const found: Found = isDown
		? { items: [] }
		: await retryPending(access, settings, progress, time);
	if (found.error) return found;
	const { items } = found;
	let left = Math.max(0, settings.perPoll - items.length);
	let isOn = false;
	let failures = 0;
	for (;;) {
		const began = Date.now();
		const window = await readWindow(access, settings, progress, now);
		const candidates = newOnes(window, progress);
		for (let index = 0; index < candidates.length; ) {
			// However slow Copilot is, each poll gets on.
			if (left === 0 || (isOn && Date.now() > deadline)) return found;
			isOn = true;
			const group = nextGroup(candidates.slice(index), Math.min(left, AT_ONCE), settings, progress);
			const settled = await settle(access, settings, progress, { group, failures, now });
			items.push(...settled.items);
			found.error ??= settled.error;
			if (settled.isStopped) return found;
			({ failures } = settled);
			index += group.length;
			left -= group.filter(({ isWanted }) => isWanted).length;
		}
		if (window.before >= now) return found;
		// A part of a long time: all that is in it has been dealt with.
		progress.cursor = Math.max(progress.cursor, window.before);
		// The next part may take as long.
		if (Date.now() + (Date.now() - began) > deadline) return found;
	}
}

/** Takes what is there already for dealt with. @throws NodeApiError */
export async function passOverCalls(
	access: CopilotAccess,
	settings: PollSettings,
	progress: Progress,
	{ now }: PollTime,
): Promise<void> {
	const { calls } = await readWindow(access, settings, progress, now);
	for (const candidate of newOnes({ calls, before: now }, progress)) {
		remember(candidate, progress);
		if (settings.isOncePerCall) progress.told.add(callId(candidate.call));
	}
}

async function readWindow(
	access: CopilotAccess,
	settings: PollSettings,
	{ cursor, floor, seen }: Progress,
	now: number,
): Promise<CallWindow> {
	const { pageSize } = settings;
	const after = Math.max(cursor - OVERLAP_MS, floor);
	const parameters = listParameters(settings);
	const known = seen.countSince(after);
	return await readCallWindow(access, { parameters, pageSize, after, cursor, known, before: now });
}

/** What has not been dealt with yet, by the time of the change. */
function newOnes({ calls, before }: CallWindow, { seen }: Progress): Candidate[] {
	return calls
		.map((call): Candidate => {
			const time = Date.parse(readText(call.last_modified_time) ?? '');
			return { call, key: stateKey(...stateOf(call)), time: Number.isNaN(time) ? before : time };
		})
		.filter(({ key }) => !seen.has(key))
		.sort((one, other) => one.time - other.time || (one.key < other.key ? -1 : 1));
}

interface Choice extends Candidate {
	previousStatus: string | null;
	isWanted: boolean;
}

/** As many from the front as hold so many wanted ones. */
function nextGroup(
	candidates: readonly Candidate[],
	most: number,
	settings: PollSettings,
	{ statuses, told, pending }: Progress,
): Choice[] {
	const group: Choice[] = [];
	let wanted = 0;
	for (const candidate of candidates) {
		const id = callId(candidate.call);
		const previousStatus = statuses.get(id);
		const isKnown = settings.isOncePerCall && (told.has(id) || pending.hasCall(id));
		const isWanted = !isKnown && matches(candidate.call, previousStatus, settings);
		if (isWanted && wanted === most) break;
		if (isWanted) wanted++;
		group.push({ ...candidate, previousStatus, isWanted });
	}
	return group;
}

interface Settled {
	items: IDataObject[];
	/** The first failure that is new. */
	error?: NodeFailure;
	/** How many calls in a row could not be read. */
	failures: number;
	/** Whether the rest is for the next poll. */
	isStopped: boolean;
}

/** Deals with a group, up to a failure that is about all calls. */
async function settle(
	access: CopilotAccess,
	settings: PollSettings,
	progress: Progress,
	{ group, failures, now }: { group: readonly Choice[]; failures: number; now: number },
): Promise<Settled> {
	const events = await Promise.all(
		group.map(async ({ call, previousStatus, isWanted }) =>
			isWanted ? await callEvent(access, settings, call, previousStatus) : undefined,
		),
	);
	const settled: Settled = { items: [], failures, isStopped: false };
	for (const [index, candidate] of group.entries()) {
		const event = events[index];
		if (event?.ok) {
			settled.failures = 0;
			if (event.item) tell(event.item, candidate.call);
		} else if (event) {
			if (event.concerns === 'all' || progress.pending.isFull) {
				return { ...settled, error: event.error, isStopped: true };
			}
			if (event.concerns === 'perhapsAll') settled.failures++;
			postpone(candidate, event.error);
		}
		remember(candidate, progress);
	}
	return { ...settled, isStopped: settled.failures >= MOST_FAILURES };

	function tell(item: IDataObject, call: Call): void {
		settled.items.push(item);
		if (settings.isOncePerCall) progress.told.add(callId(call));
	}

	function postpone({ call, key, previousStatus }: Choice, error: NodeFailure): void {
		const [id, status, modified] = stateOf(call);
		const isNew = progress.pending.add({ key, id, status, modified, previousStatus }, now);
		if (isNew) settled.error ??= error;
		logPending(access, id, error);
	}
}

function remember({ call, key, time }: Candidate, progress: Progress): void {
	progress.seen.add(key, time);
	progress.cursor = Math.max(progress.cursor, time);
	const status = readText(call.status);
	if (progress.event === 'call.status_changed' && status !== undefined) {
		progress.statuses.set(callId(call), status);
	}
}
