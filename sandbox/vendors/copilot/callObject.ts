import { randomFrom } from '../random';
import type { CallPlan, CallState } from './callPlan';

const iso = (time: number) => new Date(time).toISOString();

/** Numbers that tell the people of a call apart; users come first. */
export function personsOf({ users, customer }: CallPlan) {
	const contacts = customer?.contacts ?? [];
	return {
		users: users.map((user, index) => ({ user, personId: index + 1 })),
		contacts: contacts.map((contact, index) => ({ contact, personId: users.length + index + 1 })),
	};
}

const dealValue = ({ id }: CallPlan) => String(randomFrom(id, 'metrics').between(5, 200) * 1_000);

interface Media {
	includeAudio: boolean;
	includeVideo: boolean;
	/** Bytes to add. */
	padding: number;
}

/** A call as lists and details give it. */
export function callObject(
	plan: CallPlan,
	{ status, changedAt }: CallState,
	{ includeAudio, includeVideo, padding }: Media,
): Record<string, unknown> {
	const { customer } = plan;
	const { users, contacts } = personsOf(plan);
	const participants = contacts.map(({ contact: { name, email, phone }, personId }) => ({
		name,
		email,
		phone,
		personId,
	}));
	const isDone = status === 'POST_PROCESSING_DONE';
	const media = (kind: string) => `https://media.copilot.example/${plan.id}.${kind}?signature=x`;
	return {
		id: plan.id,
		source_id: plan.sourceId,
		title: plan.title,
		users: users.map(({ user, personId }, index) => ({
			userId: user.id,
			userEmail: user.email,
			isOrganizer: index === 0,
			personId,
		})),
		externalParticipants: participants,
		joinedParticipants: isDone ? participants.slice(0, 1) : [],
		status,
		bot_not_join_reason: status === 'BOTJOIN_DENIED' ? ['RECORDING_PERMISSION_DENIED'] : [],
		type: plan.type,
		time: iso(plan.time),
		icaluid: `${plan.sourceId}@calendar`,
		calendar_id: plan.users[0]?.email ?? null,
		recurring_event_id: null,
		original_start_time: null,
		last_modified_time: iso(changedAt),
		audio_url: includeAudio && isDone ? media('mp3') : null,
		video_url: includeVideo && isDone ? media('mp4') : null,
		disposition: isDone ? 'CALL_CONNECTED_WITH_PROSPECT' : 'UNKNOWN_CALL_DISPOSITION',
		deal_name: customer ? `${customer.account} deal` : null,
		deal_value: customer ? dealValue(plan) : null,
		deal_close_date: customer ? '2026-03-31T00:00:00.000Z' : null,
		deal_stage_before_call: customer ? 'Discovery' : null,
		account_name: customer?.account ?? null,
		contact_names: contacts.map(({ contact }) => contact.name),
		crm_info: customer
			? {
					source_crm: 'SALESFORCE',
					deal_id: customer.dealId,
					account_id: customer.accountId,
					contact_ids: customer.contacts.map(({ crmId }) => crmId),
				}
			: null,
		bookmark_timestamps: [],
		metrics: isDone ? knownMetrics(plan) : null,
		call_review_page_url: `https://copilot.clari.com/call/${plan.id}`,
		...(padding > 0 && { padding: 'x'.repeat(padding) }),
	};
}

/** The figures of calls that have been asked for, so that thousands of calls are listed quickly. */
const metrics = new WeakMap<CallPlan, Record<string, unknown>>();

function knownMetrics(plan: CallPlan): Record<string, unknown> {
	const known = metrics.get(plan) ?? metricsOf(plan);
	metrics.set(plan, known);
	return known;
}

function metricsOf({ id, durationSeconds, topics, users }: CallPlan): Record<string, unknown> {
	const random = randomFrom(id, 'metrics');
	const [user] = users;
	return {
		talk_listen_ratio: random.between(30, 70) / 100,
		num_questions_asked: random.between(4, 20),
		num_questions_asked_by_reps: random.between(2, 4),
		call_duration: durationSeconds,
		total_speak_duration: durationSeconds * 0.9,
		longest_monologue_duration: random.between(30, 200) + 0.5,
		longest_monologue_start_time: 60.1,
		engaging_questions: random.between(0, 5),
		categories: topics.map((name) => ({
			name,
			occurences: 1,
			ai_detected: false,
			phrases_matched: [
				{ text: name.toLowerCase(), user_id: user?.id, name: user?.name, time: 30.5 },
			],
		})),
	};
}
