import { randomFrom } from '../random';

/** Something that has happened in a Clarky workspace, with all that a payload may tell of it. */
export interface Occurrence {
	/** As it is sent. */
	event: string;
	/** ISO 8601. */
	timestamp: string;
	agent: { id: string; name: string };
	conversation: { id: string; url: string; type: string; firstMessage: string };
	contact: { id: string; firstName: string; lastName: string; email: string; phoneNumber: string };
	message?: { id: string; text: string };
	booking?: { id: string; status: string; startsAt: string; endsAt: string };
	sentiment: { score: number; summary: string };
}

const FIRST_NAMES = [
	'Ada',
	'Bruno',
	'Chiara',
	'Dev',
	'Elin',
	'Farid',
	'Greta',
	'Hana',
	'Ivo',
	'Jo',
];
const LAST_NAMES = ['Abara', 'Berg', 'Costa', 'Dahl', 'Engel', 'Fofana', 'Grimm', 'Holt', 'Ito'];
const AGENTS = [
	{ id: 'bot_101', name: 'Sales assistant' },
	{ id: 'bot_102', name: 'Support desk' },
	{ id: 'bot_103', name: 'Booking line' },
];
const TYPES = ['chat', 'text', 'voice', 'email'];
/** With what breaks a payload when nobody escapes it. */
const MESSAGES = [
	'Can somebody call me back?',
	'I was told "tomorrow", twice.',
	'Two things:\n1. the invoice\n2. the date',
	'C:\\orders\\2026 is empty',
	'Danke schön 👋',
];

/**
 * The n-th thing that happens: the same for the same seed and number.
 *
 * @param event as it is sent
 */
export function occurrenceOf(seed: number, n: number, event: string): Occurrence {
	const random = randomFrom(seed, 'clarky', n);
	const pick = <T>(list: readonly T[], fallback: T): T => random.pick(list) ?? fallback;
	const firstName = pick(FIRST_NAMES, 'Jo');
	const lastName = pick(LAST_NAMES, 'Holt');
	const at = Date.UTC(2026, 8, 1, 8) + n * 61_000;
	const type = pick(TYPES, 'chat');
	const text = pick(MESSAGES, '');
	const startsAt = at + random.between(1, 200) * 3_600_000;
	const [subject, verb = ''] = event.toLowerCase().split('.');
	return {
		event,
		timestamp: new Date(at).toISOString(),
		agent: pick(AGENTS, { id: 'bot_101', name: 'Sales assistant' }),
		conversation: {
			id: `conv_${1000 + n}`,
			url: `https://app.clarky.example/inbox/conv_${1000 + n}`,
			type,
			firstMessage: text,
		},
		contact: {
			id: `ct_${5000 + n}`,
			firstName,
			lastName,
			email: `${firstName}.${lastName}.${n}@example.test`.toLowerCase(),
			phoneNumber:
				type === 'voice' || type === 'text' ? `+1555${String(1_000_000 + n).slice(1)}` : '',
		},
		...(subject === 'message' && { message: { id: `msg_${9000 + n}`, text: `${text} (${n})` } }),
		...(subject === 'booking' && {
			booking: {
				id: `bk_${7000 + n}`,
				status: verb,
				startsAt: new Date(startsAt).toISOString(),
				endsAt: new Date(startsAt + 1_800_000).toISOString(),
			},
		}),
		sentiment: {
			score: event.includes('sentiment') ? random.between(5, 40) : random.between(61, 95),
			summary: event.includes('sentiment') ? 'Waited "too long" for an answer' : 'Friendly',
		},
	};
}
