import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, readText, readTexts, toItemData } from '../../../shared/json/read';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { collectionParameter, flagParameter } from '../../../shared/parameters/read';
import { apiError } from '../../errors';
import type { CopilotSession } from '../../transport';
import { callCopilot } from '../../transport';
import { toUtc } from '../../dateTime';
import { listUnder } from '../../listUnder';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';

const displayOptions = { show: { resource: ['topic'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions, [
		{
			displayName: 'Modified After',
			name: 'modifiedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only topics that were changed since',
		},
		{
			displayName: 'Modified Before',
			name: 'modifiedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only topics that have not been changed since',
		},
	]),
];

/** Gives an item for each topic, with the words or the question behind it. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const options = collectionParameter(context, 'options', itemIndex);
	const answer = await callCopilot(session, {
		method: 'GET',
		path: '/v2/topics',
		query: {
			filterModifiedGt: toUtc(session, options.modifiedAfter, 'Modified After'),
			filterModifiedLt: toUtc(session, options.modifiedBefore, 'Modified Before'),
		},
		repeat: 'safe',
		read: listUnder('topics'),
	});
	if (!answer.ok) throw apiError(session, answer, { attempted: 'Could not list the topics' });
	const simplify = flagParameter(context, 'simplify', itemIndex, true);
	return takeLimit(context, itemIndex, answer.value).map((topic) => ({
		json: toItemData(simplify ? simpleTopic(topic) : topic),
	}));
}

function simpleTopic(topic: Record<string, unknown>): Record<string, unknown> {
	const text = (value: unknown) => readText(value) ?? null;
	const custom = isRecord(topic.custom_topic) ? topic.custom_topic : {};
	const keyword = isRecord(topic.keyword_topic) ? topic.keyword_topic : {};
	return {
		id: text(topic.topic_id),
		name: text(topic.topic_name),
		type: text(topic.type),
		teamIds: readTexts(topic.team_ids),
		description: text(custom.description),
		status: text(custom.status),
		keywords: readTexts(keyword.trackers),
	};
}
