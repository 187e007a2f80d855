import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, readNumber, readRecords, readText, toItemData } from '../../../shared/json/read';
import { limitParameters, readLimit } from '../../../shared/parameters/limit';
import { collectionParameter, flagParameter, toText } from '../../../shared/parameters/read';
import { MAX_SKIP } from '../../calls/callList';
import { apiError, sessionError } from '../../errors';
import type { QueryValues } from '../../query';
import type { CopilotSession } from '../../transport';
import { callCopilot } from '../../transport';
import { toUtc } from '../../dateTime';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';

const displayOptions = { show: { resource: ['scorecard'], operation: ['getMany'] } };

/** Scorecards of one request at the most. Source: Copilot's OpenAPI file. */
const PAGE_SIZE = 100;

type Scorecard = Record<string, unknown>;

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'After',
				name: 'after',
				type: 'dateTime',
				default: '',
				description: 'Only scorecards from after this time',
			},
			{
				displayName: 'Before',
				name: 'before',
				type: 'dateTime',
				default: '',
				description: 'Only scorecards from before this time',
			},
			{
				displayName: 'Rep ID',
				name: 'repId',
				type: 'string',
				default: '',
				description: "ID of the user whose call was scored, from 'User: Get Many'",
			},
			{
				displayName: 'Scorer ID',
				name: 'scorerId',
				type: 'string',
				default: '',
				description: "ID of the user who scored, from 'User: Get Many'",
			},
		],
	},
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions),
];

/** Gives an item for each scorecard. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const limit = readLimit(context, itemIndex);
	const filters = readFilters(session);
	const found = new Map<string, Scorecard>();
	for (let skip = 0; found.size < limit; ) {
		const page = await readPage(session, { ...filters, skip }, limit - found.size);
		for (const card of page.cards) found.set(readText(card.id) ?? `unknown ${found.size}`, card);
		skip += page.cards.length;
		if (page.isLast || page.cards.length === 0) break;
		// A scorecard has no time, so there is nothing to go on from.
		if (skip > MAX_SKIP && found.size < limit) throw tooMany(session);
	}
	const simplify = flagParameter(context, 'simplify', itemIndex, true);
	return [...found.values()].slice(0, limit).map((card) => ({
		json: toItemData(simplify ? simpleScorecard(card) : card),
	}));
}

function readFilters(session: CopilotSession): QueryValues {
	const { context, itemIndex } = session;
	const filters = collectionParameter(context, 'filters', itemIndex);
	return {
		filterTimeGt: toUtc(session, filters.after, 'After'),
		filterTimeLt: toUtc(session, filters.before, 'Before'),
		filterRepId: toText(filters.repId, '').trim() || undefined,
		filterScorerId: toText(filters.scorerId, '').trim() || undefined,
	};
}

async function readPage(session: CopilotSession, query: QueryValues, wanted: number) {
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
			const hasMore = pagination.hasMore ?? pagination.nextPageSkip !== undefined;
			return { cards, isLast: hasMore !== true };
		},
	});
	if (answer.ok) return answer.value;
	throw apiError(session, answer, { attempted: 'Could not list the scorecards' });
}

function tooMany(session: CopilotSession) {
	return sessionError(
		session,
		'There are more scorecards than the 10,000 that Clari Copilot gives for one question',
		"Ask for a shorter time with the filters 'After' and 'Before', e.g. month by month.",
	);
}

function simpleScorecard(card: Scorecard): Record<string, unknown> {
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
