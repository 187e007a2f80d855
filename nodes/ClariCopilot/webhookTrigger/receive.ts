import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { eventWords } from '../../shared/events/eventWords';
import { isRecord, toItemData } from '../../shared/json/read';
import { readJson } from '../../shared/webhook/jsonBody';
import type { Step } from '../../shared/webhook/receive';
import { receive } from '../../shared/webhook/receive';
import type { EventDelivery } from '../../shared/webhook/startOnce';
import { turnAway } from '../../shared/webhook/turnAway';
import { readAdmission, WEBHOOK_CREDENTIAL } from './admission';
import { readCallEvent } from './callEvent';
import { knownEvent } from './eventNames';
import { tellIfOutdated } from './outdated';
import type { TriggerSettings } from './settings';
import { ANY_OTHER, readSettings } from './settings';

const BODY_REFUSALS = {
	notUtf8: ['not_json', 'The body is not UTF-8 text.'],
	notJson: ['not_json', 'The body is not valid JSON.'],
	tooDeep: ['too_deep', 'The body is nested too deep.'],
	notObject: ['not_an_object', 'Send one JSON object for each event.'],
} as const;

/** Receives what a registered webhook is called with. */
export async function receiveCallEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receive(context, () => {
		const settings = readSettings(context);
		return {
			maxBodyBytes: settings.maxBodyBytes,
			credential: WEBHOOK_CREDENTIAL,
			readAdmission: async () => {
				const { authentication } = settings;
				const admission = await readAdmission(context, authentication);
				if (admission.by === 'none') await tellIfOutdated(context, authentication);
				return admission;
			},
			read: (bytes) => readDelivery(context, settings, bytes),
		};
	});
}

function readDelivery(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	bytes: Buffer,
): Step<EventDelivery> {
	const parsed = readJson(bytes);
	if (!parsed.ok || !isRecord(parsed.value)) {
		const [reason, message] = BODY_REFUSALS[parsed.ok ? 'notObject' : parsed.refusal];
		return { answer: turnAway(context, 400, reason, message, { message }) };
	}
	const receivedAt = new Date().toISOString();
	const { simplify, remember } = settings;
	const { key, event } = readCallEvent(parsed.value, { simplify, receivedAt });
	const isWanted = isChosen(event.event, settings.events);
	if (!isWanted) tellIgnored(context, event.event);
	return {
		value: {
			key,
			isWanted,
			answer: { id: event.id, event: event.event },
			outputs: [[{ json: toItemData(event), pairedItem: { item: 0 } }]],
			...(remember && { remember }),
		},
	};
}

/** By its name, whatever its case and separators, or as one of those that this node has no name for. */
function isChosen(event: string | null, chosen: string[]): boolean {
	const words = eventWords(event ?? '');
	if (event !== null && chosen.map(eventWords).includes(words)) return true;
	return chosen.includes(ANY_OTHER) && knownEvent(event ?? '') === undefined;
}

/** Names that were told in this process: each once, and not all that anybody may think of. */
const told = new Set<string>();
const MOST_TOLD = 100;

/** Says in n8n's log that a delivery starts nothing: the sender is told of success, and would not say so. */
function tellIgnored(context: IWebhookFunctions, event: string | null): void {
	const name = event === null ? 'without a name' : JSON.stringify(event.slice(0, 100));
	const workflowId = context.getWorkflow().id ?? '';
	const key = `${workflowId} ${context.getNode().id} ${name}`;
	if (told.has(key) || told.size >= MOST_TOLD) return;
	told.add(key);
	context.logger.warn(
		`${context.getNode().name}: events ${name} come in and start nothing. Choose them under 'Trigger On', name them under 'Other Event Names', or choose 'Any Other Event'.`,
		{ workflowId },
	);
}
