import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isGone } from '../../../shared/http/request';
import { textParameter } from '../../../shared/parameters/read';
import { apiError, sessionError } from '../../errors';
import { registrationSubject, unconfirmedNotice } from '../../registration/registration';
import { callClay } from '../../transport';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['webhook'], operation: ['delete'] } };

export const description: INodeProperties[] = [
	unconfirmedNotice(displayOptions),
	{
		displayName: 'Webhook ID',
		name: 'webhookId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. webhook_123',
		description: 'From the output of Create or Get Many',
		displayOptions,
	},
	optionsParameter(displayOptions),
];

/** Removes a registered webhook, as only integration guides describe. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const id = textParameter(this, 'webhookId', itemIndex).trim();
	if (id === '') {
		throw sessionError(session, "'Webhook ID' is empty", "Take it from 'Webhook: Get Many'.");
	}
	const answer = await callClay(session, {
		method: 'DELETE',
		baseUrl: session.connection.registrationUrl,
		path: `/webhooks/${encodeURIComponent(id)}`,
		repeat: 'safe',
		read: () => true,
	});
	if (answer.ok || isGone(answer)) return [{ json: { deleted: true, id } }];
	throw apiError(session, answer, registrationSubject(`Could not delete webhook ${id}`));
}
