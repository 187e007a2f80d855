import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { isRecord, toItemData } from '../../../shared/json/read';
import { listParameter, textParameter } from '../../../shared/parameters/read';
import { apiError, sessionError } from '../../errors';
import {
	WEBHOOK_EVENTS,
	registrationSubject,
	unconfirmedNotice,
} from '../../registration/registration';
import type { CopilotSession } from '../../transport';
import { callCopilot } from '../../transport';
import { optionsParameter } from '../session';

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
		description: 'What is to be called, e.g. the production URL of a Webhook node',
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
	optionsParameter(displayOptions),
];

/** Registers a webhook, as only integration guides describe. */
export async function execute(session: CopilotSession): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = session;
	const url = textParameter(context, 'url', itemIndex).trim();
	const events = listParameter(context, 'events', itemIndex);
	if (!/^https?:\/\//.test(url) || events.length === 0) {
		throw sessionError(
			session,
			'A webhook needs a URL and at least one event',
			"Fill in 'URL' and 'Events'.",
		);
	}
	const answer = await callCopilot(session, {
		method: 'POST',
		path: '/webhooks',
		body: { url, events },
		repeat: 'onlyIfNotTaken',
		read: (data) => (isRecord(data) ? data : undefined),
	});
	if (answer.ok) return [{ json: toItemData(answer.value) }];
	const uncertain =
		"It may be registered: look with 'Webhook: Get Many' before you run this again.";
	throw apiError(session, answer, registrationSubject('Could not register the webhook', uncertain));
}
