import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toItemData } from '../../shared/json/read';
import { receive } from '../../shared/webhook/receive';
import { turnAway } from '../../shared/webhook/turnAway';
import { readAdmission, WEBHOOK_CREDENTIAL } from './admission';
import { readPayload } from './body/payload';
import type { ReadEvent } from './event/clarkyEvent';
import { readClarkyEvent } from './event/clarkyEvent';
import { EVENT_GROUPS } from './event/eventNames';
import { isChosen, isFilteredOut } from './event/filters';
import { readSettings } from './settings';

/** Receives what Clarky sends. Of somebody who has the token, nothing is turned away because of its form. */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receive(context, () => {
		const { authentication, filters, ...settings } = readSettings(context);
		return {
			maxBodyBytes: settings.maxBodyBytes,
			credential: WEBHOOK_CREDENTIAL,
			readAdmission: async () => await readAdmission(context, authentication),
			read: (bytes) => {
				const payload = readPayload(bytes, context.getRequestObject());
				if (payload === undefined) {
					return { answer: turnAway(context, 400, 'too_deep', 'The body is nested too deep.') };
				}
				const receivedAt = new Date().toISOString();
				const read = readClarkyEvent(payload, { keyRule: settings.keyRule, receivedAt });
				const { event } = read;
				const isEventChosen = isChosen(event, filters);
				if (!isEventChosen && event.label === null) warnOfUnknown(context, event.event);
				return {
					value: {
						key: read.key,
						isWanted: isEventChosen && !isFilteredOut(event, filters),
						answer: { id: event.id, event: event.event },
						outputs: toOutputs(read, settings),
						...(settings.remember && { remember: settings.remember }),
					},
				};
			},
		};
	});
}

function toOutputs(
	{ event, group }: ReadEvent,
	{ routeByGroup }: { routeByGroup: boolean },
): INodeExecutionData[][] {
	const item: INodeExecutionData = { json: toItemData(event), pairedItem: { item: 0 } };
	return routeByGroup ? EVENT_GROUPS.map((one) => (one === group ? [item] : [])) : [[item]];
}

/** Most names of Clarky's events are not published: one that was chosen may come under another name. */
function warnOfUnknown(context: IWebhookFunctions, name: string | null): void {
	const what = name === null ? 'A request without an event' : `The event ${name.slice(0, 100)}`;
	context.logger.warn(
		`${context.getNode().name}: ${what} was not run. To run it, choose 'Any Other Event', or name it under 'Other Event IDs'.`,
		{ workflowId: context.getWorkflow().id },
	);
}
