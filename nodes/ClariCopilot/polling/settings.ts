import type { IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../../shared/json/read';
import { toList, toNumber, toText } from '../../shared/parameters/read';
import type { TranscriptForm } from '../calls/callItem';
import { MAX_PAGE_SIZE, PAGE_SIZE } from '../calls/callPages';

/** What the trigger can wait for. */
export const EVENTS = [
	'call.analyzed',
	'call.mentioned',
	'call.status_changed',
	'scorecard.submitted',
] as const;
export type CopilotEvent = (typeof EVENTS)[number];

/** Those that a call can be told of once only. */
export const ONCE_EVENTS: readonly CopilotEvent[] = ['call.analyzed', 'call.mentioned'];

const FORMS: readonly TranscriptForm[] = ['text', 'turns', 'none'];

/** What the user set. */
export interface PollSettings {
	event: CopilotEvent;
	/** Statuses to tell; empty for any. */
	statuses: string[];
	/** Topics and competitors to look for. */
	names: string[];
	/** Scores from which on nobody is told. */
	scoreBelow?: number;
	/** Names or CRM IDs. */
	accounts: string[];
	deals: string[];
	externalOnly: boolean;
	/** E-mail addresses. */
	users: string[];
	repIds: string[];
	templateIds: string[];
	includePrivate: boolean;
	withDetails: boolean;
	transcript: TranscriptForm;
	simplify: boolean;
	/** Whether a call starts the workflow once only, whatever becomes of it later. */
	isOncePerCall: boolean;
	/** Calls or scorecards of one poll at the most. */
	perPoll: number;
	/** Milliseconds before the first poll from which on calls are told. */
	lookBackMs: number;
	/** Milliseconds of scorecards that are read at each poll: they carry no time. */
	scorecardsBackMs: number;
	pageSize: number;
	/** The collection itself, for what is about requests. */
	options: Record<string, unknown>;
}

const HOUR_MS = 3_600_000;

/**
 * A week: nobody says whether scorecards are filtered by the time at which they were given or by the time of the call, and a
 * call may be scored days later.
 */
export const SCORECARD_HOURS = 168;

/** Reads the parameters of the node. */
export function readSettings(context: IPollFunctions): PollSettings {
	const parameter = (name: string): unknown => context.getNodeParameter(name, '');
	const collection = (name: string) => {
		const value = parameter(name);
		return isRecord(value) ? value : {};
	};
	const filters = collection('filters');
	const options = collection('options');
	const chosen = parameter('event');
	const event = EVENTS.find((one) => one === chosen) ?? 'call.analyzed';
	const transcript = parameter('transcript');
	const details = parameter('includeDetails');
	const whole = (value: unknown, fallback: number, most: number) =>
		Math.min(most, Math.max(1, Math.trunc(toNumber(value, fallback))));
	const scoreBelow = toNumber(filters.scoreBelow, Number.NaN);
	return {
		event,
		statuses: toList(parameter('statuses')),
		names: [...toNames(parameter('names')), ...toNames(parameter('otherNames'))],
		...(!Number.isNaN(scoreBelow) && { scoreBelow }),
		accounts: toNames(filters.accounts),
		deals: toNames(filters.deals),
		externalOnly: filters.externalOnly === true,
		users: toList(filters.users),
		repIds: toList(filters.repIds),
		templateIds: toList(filters.templateIds),
		includePrivate: options.includePrivate === true,
		withDetails: typeof details === 'boolean' ? details : event !== 'call.status_changed',
		transcript: FORMS.find((form) => form === transcript) ?? 'none',
		simplify: parameter('simplify') !== false,
		isOncePerCall: ONCE_EVENTS.includes(event) && options.oncePerCall !== false,
		perPoll: whole(options.perPoll, 100, 10_000),
		lookBackMs: Math.max(0, toNumber(options.lookBackHours, 0)) * HOUR_MS,
		scorecardsBackMs: Math.max(1, toNumber(options.scorecardHours, SCORECARD_HOURS)) * HOUR_MS,
		pageSize: whole(options.pageSize, PAGE_SIZE, MAX_PAGE_SIZE),
		options,
	};
}

/** Names may have commas. They come one by one, each of which an expression may have made a list, or as lines of a text. */
function toNames(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value.flat() : toText(value, '').split('\n');
	return toList(entries);
}
