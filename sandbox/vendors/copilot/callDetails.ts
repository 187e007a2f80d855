import { personsOf } from './callObject';
import type { CallPlan, CallState } from './callPlan';

const LINES = [
	'Thanks for taking the time today.',
	'Glad to be here.',
	'What would make this a success for you?',
	'We need it to work with our CRM before the quarter ends.',
	'That is something we do for most of our customers.',
	'How does the pricing work?',
	'It depends on the number of seats.',
	'Send us a quote and we will look at it.',
];

/** What `/call-details` adds to a call: nothing before it is analysed but the live stage of the deal. */
export function detailsOf(
	plan: CallPlan,
	{ status }: CallState,
	textPersonIds: boolean,
): Record<string, unknown> {
	const live = { deal_stage_live: plan.customer ? 'Proposal' : null };
	const isDone = status === 'POST_PROCESSING_DONE';
	if (!isDone && status !== 'PROCESSED') return { ...live, transcript: [] };
	const transcript = transcriptOf(plan, textPersonIds);
	if (!isDone) return { ...live, transcript };
	return { ...live, transcript, ...analysisOf(plan) };
}

function transcriptOf(plan: CallPlan, textPersonIds: boolean): Array<Record<string, unknown>> {
	const { users, contacts } = personsOf(plan);
	const ours = users[0]?.personId ?? 1;
	const theirs = contacts[0]?.personId ?? users[1]?.personId ?? ours;
	return LINES.map((text, index) => {
		const personId = index % 2 === 0 ? ours : theirs;
		return {
			text,
			start: index * 8 + 0.4,
			end: index * 8 + 7.2,
			personId: textPersonIds ? String(personId) : personId,
			annotations: text.endsWith('?')
				? [{ label: 'Question', phrase: text }]
				: text.includes('quote')
					? [{ tracker: 'Pricing', phrase: 'quote', category: 'Pricing' }]
					: [],
		};
	});
}

function analysisOf(plan: CallPlan): Record<string, unknown> {
	const { users, contacts } = personsOf(plan);
	const speaker = users[0]?.user.name ?? 'Unknown';
	const about = plan.customer?.account ?? 'the week';
	return {
		summary: {
			full_summary: `${speaker} spoke about ${about}: ${plan.topics.join(', ') || 'nothing in particular'}.`,
			topics_discussed: plan.topics.map((name) => ({
				name,
				start_timestamp: '00:00:30',
				end_timestamp: '00:01:00',
				summary: `${name} was discussed.`,
			})),
			key_action_items: [
				{
					action_item: 'Send the quote',
					speaker_name: speaker,
					start_timestamp: '00:00:56',
					end_timestamp: '00:01:03',
				},
			],
		},
		competitor_sentiments: plan.competitor
			? [
					{
						competitor_name: plan.competitor,
						sentiment: 'negative',
						reasoning: 'They found it hard to set up.',
						// Texts here, numbers in the transcript: as the vendor has it.
						personId: String(contacts[0]?.personId ?? 1),
						turn_start_time: '24.4',
					},
				]
			: [],
	};
}
