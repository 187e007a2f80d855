import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { toItemData } from '../../../shared/json/read';
import { limitParameters, takeLimit } from '../../../shared/parameters/limit';
import { apiError } from '../../errors';
import {
	readRegistrations,
	registrationSubject,
	unconfirmedNotice,
} from '../../registration/registration';
import { callClay } from '../../transport';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['webhook'], operation: ['getMany'] } };

export const description: INodeProperties[] = [
	unconfirmedNotice(displayOptions),
	...limitParameters(displayOptions),
	optionsParameter(displayOptions),
];

/** Lists the webhooks that are registered, as only integration guides describe. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const answer = await callClay(session, {
		method: 'GET',
		baseUrl: session.connection.registrationUrl,
		path: '/webhooks',
		repeat: 'safe',
		read: readRegistrations,
	});
	if (!answer.ok) {
		throw apiError(session, answer, registrationSubject('Could not list the webhooks'));
	}
	return takeLimit(this, itemIndex, answer.value).map((webhook) => ({ json: toItemData(webhook) }));
}
