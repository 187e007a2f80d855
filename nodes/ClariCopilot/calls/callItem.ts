import { isRecord, readNumber, readRecords, readText, readTexts } from '../../shared/json/read';
import type { Call } from './callPages';
import type { Speaker } from './speakers';
import { speakerOf } from './speakers';
import type { Turn } from './transcript';
import { transcriptText, turnsOf } from './transcript';

/** How a transcript is given out. */
export type TranscriptForm = 'text' | 'turns' | 'none';

/** The status in which transcript, summary and analysis are complete; `PROCESSED` comes before it. */
const ANALYZED = 'POST_PROCESSING_DONE';

/** What lists know of a call, without what is for machines. Empty values are `null`; nothing is left out. */
export function simpleCall(call: Call): Record<string, unknown> {
	const metrics = isRecord(call.metrics) ? call.metrics : {};
	const crm = isRecord(call.crm_info) ? call.crm_info : {};
	const externalParticipants = readRecords(call.externalParticipants);
	const text = (value: unknown) => readText(value) ?? null;
	const number = (value: unknown) => readNumber(value) ?? null;
	return {
		id: text(call.id),
		title: text(call.title),
		time: text(call.time),
		status: text(call.status),
		isAnalyzed: call.status === ANALYZED,
		type: text(call.type),
		disposition: text(call.disposition),
		isExternal: externalParticipants.length > 0,
		durationSeconds: number(metrics.call_duration),
		users: readRecords(call.users).map((user) => ({
			id: text(user.userId),
			email: text(user.userEmail),
			isOrganizer: user.isOrganizer === true,
		})),
		externalParticipants: externalParticipants.map(({ name, email, phone }) => ({
			name: text(name),
			email: text(email),
			phone: text(phone),
		})),
		accountName: text(call.account_name),
		dealName: text(call.deal_name),
		dealValue: amount(call.deal_value),
		dealCloseDate: text(call.deal_close_date),
		dealStageBeforeCall: text(call.deal_stage_before_call),
		crm: {
			source: text(crm.source_crm),
			accountId: text(crm.account_id),
			dealId: text(crm.deal_id),
			contactIds: readTexts(crm.contact_ids),
		},
		topics: readRecords(metrics.categories).map(({ name, occurences, ai_detected }) => ({
			name: text(name),
			// The vendor spells it so.
			occurrences: number(occurences),
			aiDetected: ai_detected === true,
		})),
		talkListenRatio: number(metrics.talk_listen_ratio),
		questionsAsked: number(metrics.num_questions_asked),
		questionsAskedByReps: number(metrics.num_questions_asked_by_reps),
		longestMonologueSeconds: number(metrics.longest_monologue_duration),
		engagingQuestions: number(metrics.engaging_questions),
		lastModified: text(call.last_modified_time),
		sourceId: text(call.source_id),
		audioUrl: text(call.audio_url),
		videoUrl: text(call.video_url),
		url: text(call.call_review_page_url),
	};
}

/** What only details know: the summary, who said what, and what it was about. */
export function simpleDetails(
	call: Call,
	speakers: ReadonlyMap<string, Speaker>,
	form: TranscriptForm,
): Record<string, unknown> {
	const summary = isRecord(call.summary) ? call.summary : {};
	const text = (value: unknown) => readText(value) ?? null;
	return {
		dealStageLive: text(call.deal_stage_live),
		summary: text(summary.full_summary),
		actionItems: readRecords(summary.key_action_items).map((item) => ({
			text: text(item.action_item),
			speaker: text(item.speaker_name),
			start: text(item.start_timestamp),
			end: text(item.end_timestamp),
		})),
		topicsDiscussed: readRecords(summary.topics_discussed).map((topic) => ({
			name: text(topic.name),
			summary: text(topic.summary),
			start: text(topic.start_timestamp),
			end: text(topic.end_timestamp),
		})),
		competitors: readRecords(call.competitor_sentiments).map((one) => ({
			name: text(one.competitor_name),
			sentiment: text(one.sentiment),
			reasoning: text(one.reasoning),
			speaker: speakerOf(speakers, one.personId).name,
			startSeconds: amount(one.turn_start_time),
		})),
		speakers: [...speakers.values()],
		...(form !== 'none' && { transcript: transcriptIn(form, turnsOf(call, speakers)) }),
	};
}

function transcriptIn(form: TranscriptForm, turns: Turn[]): string | Turn[] {
	return form === 'turns' ? turns : transcriptText(turns);
}

/** A number that the vendor writes as text. */
function amount(value: unknown): number | null {
	const text = readText(value)?.trim();
	const number = text === undefined || text === '' ? readNumber(value) : Number(text);
	return number !== undefined && Number.isFinite(number) ? number : null;
}
