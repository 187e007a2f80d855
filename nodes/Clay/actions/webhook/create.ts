import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, toItemData } from '../../../shared/json/read';
import { listParameter, textParameter } from '../../../shared/parameters/read';
import { apiError, sessionError } from '../../errors';
import {
	WEBHOOK_EVENTS,
	registrationSubject,
	unconfirmedNotice,
} from '../../registration/registration';
import { callClay } from '../../transport';
import { optionsParameter, readSession } from '../session';

const displayOptions = { show: { resource: ['webhook'], operation: ['create'] } };

export const description: INodeProperties[] = [
	unconfirmedNotice(displayOptions),
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/…',
		description: 'What is to be called, usually the production URL of a Clay Trigger',
		displayOptions,
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: WEBHOOK_EVENTS,
		default: [],
		description: 'What to call it for',
		displayOptions,
	},
	{
		displayName: 'Table ID',
		name: 'tableId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. t_…',
		description: 'Table whose events are wanted. It stands in the address of the table in Clay.',
		displayOptions,
	},
	optionsParameter(displayOptions),
];

/** Registers a webhook, as only integration guides describe. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const session = await readSession(this, itemIndex);
	const url = textParameter(this, 'url', itemIndex).trim();
	const events = listParameter(this, 'events', itemIndex);
	const tableId = textParameter(this, 'tableId', itemIndex).trim();
	if (!/^https?:\/\//.test(url) || events.length === 0 || tableId === '') {
		throw sessionError(
			session,
			'A webhook needs a URL, at least one event and a table ID',
			"Fill in 'URL', 'Events' and 'Table ID'.",
		);
	}
	const answer = await callClay(session, {
		method: 'POST',
		baseUrl: session.connection.registrationUrl,
		path: '/webhooks',
		body: { url, events, table_id: tableId },
		repeat: 'onlyIfNotTaken',
		read: (data) => (isRecord(data) ? data : undefined),
	});
	if (answer.ok) return [{ json: toItemData(answer.value) }];
	throw apiError(session, answer, {
		...registrationSubject('Could not register the webhook'),
		whenUncertain: "It may be registered: look with 'Webhook: Get Many' before you run this again.",
	});
}
