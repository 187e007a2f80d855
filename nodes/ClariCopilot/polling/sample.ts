import type { IDataObject } from 'n8n-workflow';

import type { CopilotAccess } from '../access';
import { listCalls } from '../calls/callList';
import { sessionError } from '../errors';
import { callEvent } from './callEvent';
import { listParameters, matches } from './callMatch';
import { listScorecards, matchesScorecard, scorecardEvent } from './pollScorecards';
import type { PollSettings } from './settings';

const DAY_MS = 86_400_000;

/** How far a test run looks back, in days. */
const DAYS = 30;

/** How far it looks back for scorecards, one after the other: they carry no time, and in which order they come nobody says. */
const SCORECARD_DAYS = [1, 2, 4, 8, 16, DAYS];

/** Calls that a test run looks at, and of how many of them it reads the details. */
const CALLS = 100;
const READ = 10;

/**
 * The newest event as a test run in the editor shows it; nothing is remembered.
 *
 * @throws NodeApiError, and NodeOperationError when there is none
 */
export async function sampleEvent(
	access: CopilotAccess,
	settings: PollSettings,
	now: number,
): Promise<IDataObject> {
	const isScorecard = settings.event === 'scorecard.submitted';
	const found = isScorecard
		? await latestScorecard(access, settings, now)
		: await newestCall(access, settings, now);
	if (found) return found;
	throw sessionError(
		access,
		`No ${isScorecard ? 'scorecard' : 'call'} of the last ${DAYS} days is what this trigger waits for`,
		"Loosen 'Filters', or try again when there is one. Once published, the trigger waits for new ones.",
	);
}

async function newestCall(
	access: CopilotAccess,
	settings: PollSettings,
	now: number,
): Promise<IDataObject | undefined> {
	const calls = await listCalls(access, {
		parameters: {
			...listParameters(settings),
			filterModifiedGt: new Date(now - DAYS * DAY_MS).toISOString(),
		},
		order: 'processedLast',
		pageSize: settings.pageSize,
		limit: CALLS,
		withPagination: false,
	});
	const wanted = calls.filter((call) => matches(call, null, settings)).slice(0, READ);
	for (const call of wanted) {
		const read = await callEvent(access, settings, call, null);
		if (!read.ok) throw read.error;
		if (read.item) return read.item;
	}
	return undefined;
}

/** One of the shortest time that has any. */
async function latestScorecard(
	access: CopilotAccess,
	settings: PollSettings,
	now: number,
): Promise<IDataObject | undefined> {
	for (const days of SCORECARD_DAYS) {
		const cards = await listScorecards(access, now - days * DAY_MS);
		const card = cards.find((one) => matchesScorecard(one, settings));
		if (card) return scorecardEvent(card, settings);
	}
	return undefined;
}
