import type { IDataObject } from 'n8n-workflow';

import { canonicalJson } from '../../shared/events/canonicalJson';
import { eventId } from '../../shared/events/eventId';
import {
	isRecord,
	readQuotedNumber,
	readRecords,
	readText,
	toItemData,
} from '../../shared/json/read';
import { toId } from '../../shared/json/lookup';
import { isoOf } from '../results/epoch';
import { otherKeys } from '../results/otherKeys';

/** The names that an activity item has; a vendor's own key of such a name does not replace it. */
const NAMES: ReadonlySet<string> = new Set([
	'activityKey',
	'activityId',
	'activityType',
	'subject',
	'date',
	'dateMs',
	'activityOwnerId',
	'activityOrganiserId',
	'accountId',
	'accountName',
	'accountCount',
	'opportunityId',
	'opportunityName',
	'opportunityCount',
	'participantCount',
	'externalCount',
	'externalEmails',
	'accounts',
	'opportunities',
	'participants',
	'jobId',
	'truncated',
]);

/**
 * The activities of an export file, one item for each.
 *
 * @returns `undefined` when the file is no activity export
 */
export function readActivities(data: unknown): IDataObject[] | undefined {
	if (!isRecord(data) || !Array.isArray(data.activities)) return undefined;
	return readRecords(data.activities).map(activityItem);
}

/**
 * One activity: the vendor's lists, and beside them what tables and filters need of them as single values. `date` comes as
 * a number (schema) or a number in quotes (sample of the Clari API Reference 5.0.0), in milliseconds.
 */
function activityItem(activity: Record<string, unknown>): IDataObject {
	const accounts = readRecords(activity.accounts);
	const opportunities = readRecords(activity.opportunities);
	const participants = readRecords(activity.participants);
	const outside = participants.filter(({ isInternal }) => isInternal === false);
	const dateMs = readQuotedNumber(activity.date);
	return {
		activityKey: toId(activity.activityId) ?? eventId(canonicalJson(activity)),
		activityId: toId(activity.activityId) ?? null,
		activityType: readText(activity.activityType) ?? null,
		subject: readText(activity.subject) ?? null,
		date: isoOf(dateMs),
		dateMs: dateMs ?? null,
		activityOwnerId: toId(activity.activityOwnerId) ?? null,
		activityOrganiserId: toId(activity.activityOrganiserId) ?? null,
		accountId: toId(accounts[0]?.accountId) ?? null,
		accountName: readText(accounts[0]?.accountName) ?? null,
		accountCount: accounts.length,
		opportunityId: toId(opportunities[0]?.opportunityId) ?? null,
		opportunityName: readText(opportunities[0]?.opportunityName) ?? null,
		opportunityCount: opportunities.length,
		participantCount: participants.length,
		externalCount: outside.length,
		externalEmails: [...new Set(outside.flatMap(({ email }) => readText(email) ?? []))].join(', '),
		accounts: accounts.map(toItemData),
		opportunities: opportunities.map(toItemData),
		participants: participants.map(toItemData),
		...toItemData(otherKeys(activity, NAMES)),
	};
}
