import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readRecords, readText, toItemData } from '../../../shared/json/read';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { flagParameter } from '../../../shared/parameters/read';
import { apiError } from '../../errors';
import { TEMPLATE_LISTS } from '../../scorecards/scorecards';
import type { CopilotSession } from '../../transport';
import { callCopilot } from '../../transport';
import { listUnder } from '../../listUnder';
import { optionsParameter } from '../session';
import { simplifyParameter } from '../simplify';

const displayOptions = { show: { resource: ['scorecardTemplate'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	...limitParameters(displayOptions),
	simplifyParameter(displayOptions),
	optionsParameter(displayOptions),
];

/** Gives an item for each template of scorecards. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const answer = await callCopilot(session, {
		method: 'GET',
		path: '/scorecard-template',
		repeat: 'safe',
		read: listUnder(...TEMPLATE_LISTS),
	});
	if (!answer.ok) {
		throw apiError(session, answer, { attempted: 'Could not list the scorecard templates' });
	}
	const simplify = flagParameter(context, 'simplify', itemIndex, true);
	return takeLimit(context, itemIndex, answer.value).map((template) => ({
		json: toItemData(simplify ? simpleTemplate(template) : template),
	}));
}

function simpleTemplate(template: Record<string, unknown>): Record<string, unknown> {
	const text = (value: unknown) => readText(value) ?? null;
	return {
		id: text(template.id),
		name: text(template.name),
		type: text(template.type),
		questions: readRecords(template.questions).map((question) => ({
			skill: text(question.skill),
			label: text(question.label),
		})),
	};
}
