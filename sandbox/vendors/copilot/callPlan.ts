import { randomFrom } from '../random';
import { COMPETITORS, TOPICS, type CopilotUser, type Customer } from './team';

/** What becomes of a call, or what it is at. The vendor's words. */
export const CALL_STATUSES = [
	...['SCHEDULED', 'INITIATED', 'INPROGRESS', 'WAITING_IN_QUEUE', 'PROCESSING', 'PROCESSED'],
	...['ERROR_IN_TRANSCRIBE', 'ERROR_IN_PROCESSING', 'ERROR_IN_RECORDING', 'UNABLE_TO_JOIN'],
	...['CALL_DID_NOT_HAPPEN', 'IGNORED_BY_USER', 'BOTJOIN_DISABLED', 'POST_PROCESSING_DONE'],
	...['NO_DATA_INCALL', 'NOBODY_JOINED_CALL', 'BOTJOIN_DENIED'],
] as const;

/** Types that can be asked for. */
export const DOCUMENTED_CALL_TYPES = [
	...['ZOOM', 'GOOGLE_MEET', 'FRESHCALLER', 'AIRCALL_RECORDING', 'RINGCENTRAL', 'GOTO_MEETING'],
	...['OUTREACH', 'HUBSPOT', 'BLUE_JEANS', 'SALESLOFT', 'MS_TEAMS', 'DIALPAD', 'FRONTSPIN'],
	'TALKDESK',
] as const;

/** A call as it is known from the start; what it is at follows from the time. Times in milliseconds since the epoch. */
export interface CallPlan {
	id: string;
	sourceId: string;
	title: string;
	type: string;
	time: number;
	/** When it appears in the list. */
	bookedAt: number;
	durationSeconds: number;
	/** Its status in the end. */
	fate: string;
	isPrivate: boolean;
	users: CopilotUser[];
	/** `undefined`: nobody from outside. */
	customer?: Customer;
	topics: string[];
	competitor?: string;
}

export interface CallState {
	status: string;
	/** Since when, in milliseconds since the epoch. */
	changedAt: number;
}

const MINUTE = 60_000;
const NEVER_HELD = [
	'NOBODY_JOINED_CALL',
	'UNABLE_TO_JOIN',
	'CALL_DID_NOT_HAPPEN',
	'BOTJOIN_DENIED',
];

/** The call of a number, the same for the same seed. */
export function planCall(
	seed: string,
	number: number,
	time: number,
	{ users, customers }: { users: CopilotUser[]; customers: Customer[] },
): CallPlan {
	const random = randomFrom(seed, 'call', number);
	const isInternal = random.chance(0.15);
	const customer = isInternal ? undefined : random.pick(customers);
	const rep = random.pick(users.filter(({ role }) => role === 'REP'));
	const manager = isInternal || random.chance(0.2) ? users[0] : undefined;
	const held = random.chance(0.9);
	const topics = TOPICS.filter(() => random.chance(0.35));
	const fate = held
		? random.chance(0.02)
			? 'ERROR_IN_TRANSCRIBE'
			: 'POST_PROCESSING_DONE'
		: (random.pick(NEVER_HELD) ?? 'NOBODY_JOINED_CALL');
	return {
		id: `${hex(random.between(0, 0xffffff), 8)}-0000-4000-8000-${hex(number, 12)}`,
		sourceId: `source-${number}`,
		title: customer
			? `${random.pick(['Discovery', 'Demo', 'Review'])} with ${customer.account}`
			: 'Team meeting',
		type: random.pick(['ZOOM', 'MS_TEAMS', 'GOOGLE_MEET']) ?? 'ZOOM',
		time,
		bookedAt: time - 24 * 60 * MINUTE,
		durationSeconds: random.between(300, 3_600),
		fate,
		isPrivate: random.chance(0.05),
		users: [rep, manager].filter((user) => user !== undefined),
		customer,
		topics,
		competitor: topics.includes('Competitors') ? random.pick(COMPETITORS) : undefined,
	};
}

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');

/** What a call is at; `undefined` while nobody knows of it. */
export function stateOf(plan: CallPlan, now: number): CallState | undefined {
	const { time, bookedAt, durationSeconds, fate } = plan;
	// A recording that is uploaded later is worked on from then.
	const end = Math.max(time + durationSeconds * 1_000, bookedAt);
	const steps: Array<[string, number]> = [['SCHEDULED', bookedAt]];
	if (NEVER_HELD.includes(fate)) steps.push([fate, time + 15 * MINUTE]);
	else {
		steps.push(['INPROGRESS', time], ['PROCESSING', end]);
		if (fate === 'POST_PROCESSING_DONE') {
			steps.push(['PROCESSED', end + 10 * MINUTE]);
			// Some calls take longer than others.
			steps.push([fate, end + (20 + (durationSeconds % 40)) * MINUTE]);
		} else steps.push([fate, end + 5 * MINUTE]);
	}
	if (now < bookedAt) return undefined;
	const last = steps.filter(([, at]) => at <= now).at(-1);
	return last && { status: last[0], changedAt: last[1] };
}
