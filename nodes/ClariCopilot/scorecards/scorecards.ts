import { isRecord, readNumber, readRecords, readText } from '../../shared/json/read';
import type { CopilotAccess } from '../access';
import { apiError } from '../errors';
import type { QueryValues } from '../../shared/http/query';
import { callCopilot } from '../transport';

/** Scorecards of one request at the most. Source: Copilot's OpenAPI file. */
const PAGE_SIZE = 100;

/** What the list of templates stands under: as answers have it, and as the document has it. */
export const TEMPLATE_LISTS = ['scorecardTemplates', 'scoreCardTemplates'] as const;

export type Scorecard = Record<string, unknown>;

/**
 * Reads a page of scorecards.
 *
 * @param wanted how many are of use; a page has no more
 * @throws NodeApiError
 */
export async function readScorecards(session: CopilotAccess, query: QueryValues, wanted: number) {
	const limit = Math.min(PAGE_SIZE, wanted);
	const answer = await callCopilot(session, {
		method: 'GET',
		path: '/scorecard',
		query: { ...query, limit },
		repeat: 'safe',
		read: (data) => {
			if (!isRecord(data) || !Array.isArray(data.scorecards)) return undefined;
			const cards = readRecords(data.scorecards);
			const { pagination } = data;
			if (!isRecord(pagination)) return { cards, isLast: cards.length < limit };
			const { hasMore, nextPageSkip } = pagination;
			const isLast =
				typeof hasMore === 'boolean' ? !hasMore : readNumber(nextPageSkip) === undefined;
			return { cards, isLast };
		},
	});
	if (answer.ok) return answer.value;
	throw apiError(session, answer, { attempted: 'Could not list the scorecards' });
}

/** A scorecard with the names that this package gives its fields. Empty values are `null`. */
export function simpleScorecard(card: Scorecard): Record<string, unknown> {
	const text = (value: unknown) => readText(value) ?? null;
	return {
		id: text(card.id),
		type: text(card.type),
		callId: text(card.call_id),
		repId: text(card.rep),
		scorerId: text(card.scorer),
		templateId: text(card.template_id),
		totalScore: readNumber(card.total_score) ?? null,
		remark: text(card.remark),
		questions: readRecords(card.questions_score).map((question) => ({
			skill: text(question.skill),
			label: text(question.label),
			score: readNumber(question.score) ?? null,
		})),
	};
}
