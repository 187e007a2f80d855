import type { IDataObject } from 'n8n-workflow';

import { eventId } from '../../shared/events/eventId';
import { readNumber, readText, toItemData } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import { MAX_SKIP } from '../calls/callPages';
import { sessionError } from '../errors';
import type { Scorecard } from '../scorecards/scorecards';
import { readScorecards, simpleScorecard } from '../scorecards/scorecards';
import { readMovingList } from './movingList';
import type { Progress } from './pollMemory';
import type { Found, PollTime } from './pollTime';
import { stateKey } from './seenStates';
import type { PollSettings } from './settings';

/**
 * Finds the scorecards that have come since. They carry no time, so those of the last hours are read at each poll and are
 * known by their IDs.
 *
 * @throws NodeApiError
 */
export async function pollScorecards(
	access: CopilotAccess,
	settings: PollSettings,
	progress: Progress,
	{ now }: PollTime,
): Promise<Found> {
	const items: IDataObject[] = [];
	const fresh: Scorecard[] = [];
	for (const card of await listScorecards(access, startOf(settings, progress))) {
		const key = keyOf(card);
		// Remembered for as long as it is listed, whatever the vendor's time of it is.
		if (progress.seen.has(key)) progress.seen.add(key, now);
		else fresh.push(card);
	}
	for (const card of fresh) {
		if (items.length === settings.perPoll) return { items };
		if (matchesScorecard(card, settings)) items.push(scorecardEvent(card, settings));
		progress.seen.add(keyOf(card), now);
	}
	progress.cursor = now;
	return { items };
}

/** Takes what is there already for dealt with. @throws NodeApiError */
export async function passOverScorecards(
	access: CopilotAccess,
	settings: PollSettings,
	progress: Progress,
	{ now }: PollTime,
): Promise<void> {
	for (const card of await listScorecards(access, startOf(settings, progress))) {
		progress.seen.add(keyOf(card), now);
	}
}

/**
 * The scorecards from a time on, in the vendor's order.
 *
 * @param after milliseconds since the epoch
 * @throws NodeApiError, and NodeOperationError when there are more than the vendor gives
 */
export async function listScorecards(access: CopilotAccess, after: number): Promise<Scorecard[]> {
	const filterTimeGt = new Date(after).toISOString();
	const { rows, isWhole } = await readMovingList(
		async (skip) => {
			const { cards, isLast } = await readScorecards(access, { filterTimeGt, skip }, Infinity);
			return { rows: cards, isLast };
		},
		(card) => readText(card.id) ?? JSON.stringify(card),
		MAX_SKIP,
	);
	if (isWhole) return rows;
	throw sessionError(
		access,
		'There are more scorecards than the 10,000 that Clari Copilot gives for one question',
		"Lower 'Scorecard Window (Hours)' under Options.",
	);
}

export function matchesScorecard(
	card: Scorecard,
	{ scoreBelow, repIds, templateIds }: PollSettings,
): boolean {
	const score = readNumber(card.total_score);
	if (scoreBelow !== undefined && (score === undefined || score >= scoreBelow)) return false;
	const isOf = (list: readonly string[], id: unknown) =>
		list.length === 0 || list.includes(readText(id) ?? '');
	return isOf(repIds, card.rep) && isOf(templateIds, card.template_id);
}

export function scorecardEvent(card: Scorecard, { event, simplify }: PollSettings): IDataObject {
	return toItemData({
		id: eventId(JSON.stringify([event, readText(card.id) ?? card])),
		event,
		receivedAt: new Date().toISOString(),
		scorecard: toItemData(simplify ? simpleScorecard(card) : card),
	});
}

/** Nothing before the floor is remembered. */
function startOf({ scorecardsBackMs }: PollSettings, { cursor, floor }: Progress): number {
	return Math.max(cursor - scorecardsBackMs, floor);
}

function keyOf(card: Scorecard): string {
	return stateKey(readText(card.id) ?? JSON.stringify(card));
}
