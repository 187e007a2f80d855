import { randomFrom } from '../random';
import { ACTIVITY_TYPES, type ActivityExportBody, type ActivityType } from './activitySchema';
import type { Customer } from './customers';
import { crmStyleId } from './hierarchy';
import type { Organisation } from './organisation';

/** One activity of an export. Keys: the vendor's specification. */
interface Activity {
	activityId: string;
	activityType: ActivityType;
	subject: string;
	/** Epoch milliseconds; in quotes when the settings say so. */
	date: number | string;
	activityOwnerId: string;
	activityOrganiserId: string;
	accounts: Array<{ accountId: string; accountName: string; accountOwnerId: string }>;
	opportunities: Array<{
		opportunityId: string;
		opportunityName: string;
		opportunityOwnerId: string;
	}>;
	participants: Array<{ name: string; email: string; sfdcUserId: string; isInternal: boolean }>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const LONGEST_DAYS = 400;
const SUBJECTS = ['Kick-off', 'Demo', 'Pricing', 'Security review', 'Renewal', 'Next steps'];

/**
 * The activities of the days that are asked for, both included: whether the last one is, the vendor does not say. Without
 * dates: of the last 30 days.
 */
export function activitiesOf(
	organisation: Organisation,
	customers: Customer[],
	body: ActivityExportBody,
	dates: 'number' | 'text',
): Activity[] {
	const until =
		body.endDate === undefined ? +organisation.now() : startOfDay(body.endDate) + DAY_MS;
	const since = body.startDate === undefined ? until - 30 * DAY_MS : startOfDay(body.startDate);
	const first = Math.floor(Math.max(since, until - LONGEST_DAYS * DAY_MS) / DAY_MS);
	const days = Array.from(
		{ length: Math.max(0, Math.ceil(until / DAY_MS) - first) },
		(_, day) => first + day,
	);
	const types = body.activityTypes ?? [];
	return days
		.flatMap((day) => activitiesOn(day, organisation, customers))
		.filter(({ at }) => at >= since && at < until)
		.filter(({ activity }) => types.length === 0 || types.includes(activity.activityType))
		.map(({ at, activity }) => ({ ...activity, date: dates === 'text' ? String(at) : at }));
}

/** Midnight of the day that a text names, in the zone that it names; its time does not count. */
function startOfDay(text: string): number {
	return Date.parse(text.replace(/T\d\d:\d\d:\d\d(\.\d+)?/i, 'T00:00:00'));
}

function activitiesOn(day: number, { seed }: Organisation, customers: Customer[]) {
	return customers.flatMap((customer, index) => {
		const random = randomFrom(seed, 'activity', day, index);
		if (!random.chance(0.4)) return [];
		const { accountId, accountName, owner, deals, contacts } = customer;
		const at = day * DAY_MS + random.between(7, 17) * HOUR_MS;
		const guests = contacts.slice(0, random.between(1, contacts.length));
		const deal = random.pick(deals);
		const activity: Omit<Activity, 'date'> = {
			activityId: crmStyleId('act', day * 100 + index),
			activityType: random.pick(ACTIVITY_TYPES) ?? 'MEETING',
			subject: `${random.pick(SUBJECTS) ?? ''} with ${accountName}`,
			activityOwnerId: owner.crmId,
			activityOrganiserId: owner.crmId,
			accounts: [{ accountId, accountName, accountOwnerId: owner.crmId }],
			// Not every activity is about a deal.
			opportunities:
				deal && random.chance(0.7) ? [{ ...deal, opportunityOwnerId: owner.crmId }] : [],
			participants: [
				{ name: owner.name, email: owner.email, sfdcUserId: owner.crmId, isInternal: true },
				...guests.map((guest) => ({ ...guest, sfdcUserId: '', isInternal: false })),
			],
		};
		return { at, activity };
	});
}
