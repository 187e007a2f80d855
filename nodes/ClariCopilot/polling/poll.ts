import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toNumber } from '../../shared/parameters/read';
import { readRequestLimits } from '../../shared/parameters/requestOptions';
import type { CopilotAccess } from '../access';
import { UserNames } from '../calls/userNames';
import { COPILOT_API, getCopilotConnection } from '../connection';
import { copilotBreaker, DEFAULT_PACE } from '../transport';
import { WeeklyUse } from '../weeklyUse';
import { KnownStatuses } from './knownStatuses';
import type { PendingCall } from './pendingCalls';
import { PendingCalls } from './pendingCalls';
import { OVERLAP_MS, passOverCalls, pollCalls } from './pollCalls';
import type { Progress } from './pollMemory';
import { PollMemory } from './pollMemory';
import { passOverScorecards, pollScorecards } from './pollScorecards';
import type { Found, PollTime } from './pollTime';
import { sampleEvent } from './sample';
import { SeenStates } from './seenStates';
import type { PollSettings } from './settings';
import { readSettings } from './settings';
import { ToldCalls } from './toldCalls';

/** Milliseconds for a poll where n8n does not say how long it may take. */
const BUDGET_MS = 120_000;

/**
 * Parts of a poll's time: what a request may take at the most, so that one that hangs leaves time for others, and what it has
 * at least. n8n's scheduler gives a poll up after 5/4 of its time, and nothing of it counts then.
 */
const MOST_OF_POLL = 1 / 2;
const LEAST_OF_POLL = 1 / 10;
const LEAST_MS = 1_000;

/**
 * How much longer a state is remembered than it is looked at, in milliseconds: a bound may be taken for an earlier one, and a
 * scorecard is of the time at which it was seen, by the clock of n8n.
 */
const REMEMBERED_MS = 3_600_000;

/**
 * Polls that are under way, by poller and event: n8n (2.41) begins the next when its time has come, whether or not the last one
 * is done. Of another event it is no matter: n8n drops what it gives, and the first poll of the new one says where that begins.
 */
const underWay = new Set<string>();

/** Calls that could not be read in a poll that failed, of which n8n may keep nothing; by poller. */
const failedWith = new Map<string, PendingCall[]>();

/**
 * One poll: gives what has happened since the last one, each event once.
 *
 * @throws NodeApiError when Copilot cannot be asked; the next poll takes up where the last good one ended
 */
export async function pollCopilot(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const settings = readSettings(context);
	if (settings.event === 'call.mentioned' && settings.names.length === 0) {
		throw new NodeOperationError(context.getNode(), 'There is no topic or competitor to look for', {
			description: "Choose some in 'Topic Names or IDs', or put names into 'Other Names'.",
		});
	}
	const access = await openAccess(context, settings);
	try {
		if (context.getMode() === 'manual') {
			return [[{ json: await sampleEvent(access, settings, Date.now()) }]];
		}
		const poller = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
		const poll = `${poller} ${settings.event}`;
		if (underWay.has(poll)) return null;
		underWay.add(poll);
		try {
			return outputOf(await pollOnce(context, access, settings, poller));
		} finally {
			underWay.delete(poll);
		}
	} finally {
		access.run.use.finish(Date.now());
	}
}

async function pollOnce(
	context: IPollFunctions,
	unhurried: CopilotAccess,
	settings: PollSettings,
	poller: string,
): Promise<IDataObject[]> {
	const memory = new PollMemory(context);
	const { event } = settings;
	const now = Date.now();
	// n8n before 2.41 has no budget.
	const hasBudget = typeof context.getPollBudgetMs === 'function';
	const budget = Math.min(BUDGET_MS, hasBudget ? context.getPollBudgetMs() : BUDGET_MS);
	const time: PollTime = { now, deadline: now + budget };
	const access = inTime(unhurried, time);
	const isScorecard = event === 'scorecard.submitted';
	const reach = isScorecard ? settings.scorecardsBackMs : OVERLAP_MS;
	const remembered = memory.read(event);
	if (remembered && isHeldBack(access)) return [];
	const progress = remembered ?? startOf(settings, now, reach);
	progress.pending.recall(failedWith.get(poller) ?? []);
	let found: Found = { items: [] };
	if (remembered === undefined && settings.lookBackMs === 0) {
		const passOver = isScorecard ? passOverScorecards : passOverCalls;
		await passOver(access, settings, progress, time);
	} else {
		const poll = isScorecard ? pollScorecards : pollCalls;
		found = await poll(access, settings, progress, time);
	}
	// What is forgotten must not be looked at again, however far a later setting reaches back.
	progress.floor = Math.max(progress.floor, progress.cursor - reach);
	progress.seen.forget(progress.floor - REMEMBERED_MS);
	memory.write(progress);
	const isFailure = found.error !== undefined && found.items.length === 0;
	if (isFailure) failedWith.set(poller, progress.pending.all);
	else failedWith.delete(poller);
	if (found.error && isFailure) throw found.error;
	if (found.error) context.logger.warn(`${found.error.message}. The rest is for the next poll.`);
	return found.items;
}

/** Requests that leave time for the rest of the poll. */
function inTime(access: CopilotAccess, { now, deadline }: PollTime): CopilotAccess {
	const budget = deadline - now;
	const timeoutMs = Math.min(access.timeoutMs, Math.max(LEAST_MS, budget * MOST_OF_POLL));
	const leastMs = Math.max(LEAST_MS, budget * LEAST_OF_POLL);
	return { ...access, timeoutMs, patience: { deadline, leastMs } };
}

/**
 * Whether Copilot is known to be down, and it is not yet time to see whether it is up again. The poll finds nothing then: the
 * outage has been told by the polls that found out, and is told again by each one that tries.
 */
function isHeldBack(access: CopilotAccess): boolean {
	const refusal = copilotBreaker(access)?.heldBack();
	if (refusal === undefined) return false;
	const [since, next] = [refusal.since, refusal.nextTryAt].map((ms) => new Date(ms).toISOString());
	const { logger } = access.context;
	const { name } = access.context.getNode();
	logger.info(
		`${name}: Clari Copilot has been failing since ${since}, so this poll asked nothing. The first poll after ${next} does, and takes up where the last good one ended.`,
	);
	return true;
}

/** Where a trigger starts that remembers nothing. */
function startOf({ event, lookBackMs }: PollSettings, now: number, reach: number): Progress {
	const start = now - lookBackMs;
	return {
		event,
		cursor: start,
		floor: lookBackMs > 0 ? start : now - reach,
		seen: new SeenStates(),
		statuses: new KnownStatuses(),
		told: new ToldCalls(),
		pending: new PendingCalls(),
	};
}

async function openAccess(
	context: IPollFunctions,
	{ options }: PollSettings,
): Promise<CopilotAccess> {
	const perSecond = toNumber(options.requestsPerSecond, DEFAULT_PACE.perSecond);
	const use = new WeeklyUse(context, ({ type, message }) => {
		if (type === 'warning') context.logger.warn(message);
	});
	return {
		...readRequestLimits(options),
		context,
		connection: await getCopilotConnection(context, COPILOT_API),
		run: { use, userNames: new UserNames() },
		pace: { ...DEFAULT_PACE, perSecond: Math.max(0.1, perSecond) },
		// Of the workflow's, an execution that ends later would put back what it was.
		circuitMemory: 'node',
	};
}

function outputOf(items: IDataObject[]): INodeExecutionData[][] | null {
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}
