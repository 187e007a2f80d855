import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readText, toItemData } from '../../../shared/json/read';
import { limitParameters, readLimit } from '../../../shared/parameters/limit';
import { collectionParameter, flagParameter } from '../../../shared/parameters/read';
import { MAX_SKIP } from '../../calls/callPages';
import { sessionError } from '../../errors';
import type { QueryValues } from '../../../shared/http/query';
import type { Scorecard } from '../../scorecards/scorecards';
import { readScorecards, simpleScorecard } from '../../scorecards/scorecards';
import type { CopilotSession } from '../../transport';
import { toUtc } from '../../dateTime';
import { readPlainText } from '../../textValues';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';

const displayOptions = { show: { resource: ['scorecard'], operation: ['getMany'] } };

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
				displayName: 'Rep Name or ID',
				name: 'repId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getUsers' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Scorer Name or ID',
				name: 'scorerId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getUsers' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
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
		const page = await readScorecards(session, { ...filters, skip }, limit - found.size);
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
	const id = (value: unknown, label: string) =>
		readPlainText(session, value, label)?.trim() || undefined;
	return {
		filterTimeGt: toUtc(session, filters.after, 'After'),
		filterTimeLt: toUtc(session, filters.before, 'Before'),
		filterRepId: id(filters.repId, 'Rep Name or ID'),
		filterScorerId: id(filters.scorerId, 'Scorer Name or ID'),
	};
}

function tooMany(session: CopilotSession) {
	return sessionError(
		session,
		'There are more scorecards than the 10,000 that Clari Copilot gives for one question',
		"Ask for a shorter time with the filters 'After' and 'Before', e.g. month by month.",
	);
}
