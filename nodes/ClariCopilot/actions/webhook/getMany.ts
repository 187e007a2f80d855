import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { apiError } from '../../errors';
import { registrationSubject, unconfirmedNotice } from '../../registration/registration';
import type { CopilotSession } from '../../transport';
import { callCopilot } from '../../transport';
import { listUnder } from '../../listUnder';
import { optionsParameter } from '../session';

const displayOptions = { show: { resource: ['webhook'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	unconfirmedNotice(displayOptions),
	...limitParameters(displayOptions),
	optionsParameter(displayOptions),
];

/** Lists the webhooks that are registered, as only integration guides describe. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const answer = await callCopilot(session, {
		method: 'GET',
		path: '/webhooks',
		repeat: 'safe',
		read: listUnder('webhooks', 'data'),
	});
	if (!answer.ok) {
		throw apiError(session, answer, registrationSubject('Could not list the webhooks'));
	}
	return takeLimit(context, itemIndex, answer.value).map((webhook) => ({
		json: toItemData(webhook),
	}));
}
