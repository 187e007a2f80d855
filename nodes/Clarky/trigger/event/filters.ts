import { eventWords } from '../../../shared/events/eventWords';
import type { Agent } from '../body/fields';
import type { ClarkyEvent } from './clarkyEvent';
import { knownEvent } from './eventNames';

/** The choice for every event that Clarky sends, known here or not. */
export const ALL_EVENTS = 'allEvents';
/** The choice for what the known events do not cover, a request without an event included. */
export const ANY_OTHER = 'anyOther';

/** Which events start the workflow. What a request does not say is never held against it. */
export interface Filters {
	/** IDs of known events, `allEvents` and `anyOther`. */
	events: string[];
	/** Names of other events, in any spelling. */
	otherEvents: string[];
	/** Empty for all agents. */
	agentIds: string[];
	agentNames: string[];
	/** `undefined` for any score. */
	maxSentiment?: number;
}

/** Whether an event was chosen. */
export function isChosen(
	{ event, label }: Pick<ClarkyEvent, 'event' | 'label'>,
	{ events, otherEvents }: Filters,
): boolean {
	if (events.includes(ALL_EVENTS)) return true;
	if (event !== null && otherEvents.map(wordsOf).includes(wordsOf(event))) return true;
	return events.includes(event !== null && label !== null ? event : ANY_OTHER);
}

/** One spelling for all names of an event: a user may list the one that Clarky sends, which the item calls otherwise. */
function wordsOf(name: string): string {
	return eventWords(knownEvent(name)?.id ?? name);
}

/** Whether it comes from another agent, or has a better sentiment, than the user asked for. */
export function isFilteredOut(
	{ agent = {}, sentiment }: Pick<ClarkyEvent, 'agent' | 'sentiment'>,
	filters: Filters,
): boolean {
	const { maxSentiment = Number.POSITIVE_INFINITY } = filters;
	return isOtherAgent(agent, filters) || (sentiment?.score ?? maxSentiment) > maxSentiment;
}

/** Certain only when each list that is filled can be compared, and has no match. */
function isOtherAgent({ id, name }: Agent, { agentIds, agentNames }: Filters): boolean {
	const lists = [
		{ value: id, wanted: agentIds },
		{ value: name, wanted: agentNames },
	].filter(({ wanted }) => wanted.length > 0);
	return lists.length > 0 && lists.every(({ value, wanted }) => isNoneOf(value, wanted));
}

function isNoneOf(value: string | undefined, wanted: string[]): boolean {
	return value !== undefined && !wanted.some((one) => plain(one) === plain(value));
}

function plain(text: string): string {
	return text.trim().toLowerCase();
}
