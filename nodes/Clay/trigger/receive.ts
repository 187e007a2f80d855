import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { readText, toItemData } from '../../shared/json/read';
import { readJsonObject } from '../../shared/webhook/jsonBody';
import type { Step } from '../../shared/webhook/receive';
import { receive } from '../../shared/webhook/receive';
import type { EventDelivery } from '../../shared/webhook/startOnce';
import { turnAway } from '../../shared/webhook/turnAway';
import { CALLBACK_CREDENTIAL, readAdmission } from './admission';
import { findColumnNames } from './body/placeholders';
import type { ClayEvent, KeyedEvent } from './event/clayEvent';
import { placeholderWarnings, readColumnEvent, readRunEvent, TEST_EVENT } from './event/clayEvent';
import { ANY_OTHER, knownEvent } from './event/eventNames';
import { ROUTES, routeLead } from './event/route';
import type { TriggerSettings } from './settings';
import { readSettings } from './settings';

const BODY_REFUSALS = {
	contentType: ['content_type', 'Send the header Content-Type: application/json.'],
	notUtf8: ['not_json', 'The body is not UTF-8 text.'],
	notJson: [
		'not_json',
		'The body is not valid JSON. Put quotes around columns that hold text, and leave no comma at the end.',
	],
	notObject: [
		'not_an_object',
		'Send one JSON object for each row, not a list and not a single value.',
	],
	tooDeep: ['too_deep', 'The body is nested too deep.'],
} as const;

/** Receives what Clay sends. What is said about a refusal goes to Clay, which shows it in the cell. */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receive(context, () => {
		const settings = readSettings(context);
		return {
			maxBodyBytes: settings.maxBodyBytes,
			credential: CALLBACK_CREDENTIAL,
			readAdmission: async () => await readAdmission(context, settings),
			read: (body) => {
				const read = readEvent(context, settings, body);
				return 'answer' in read ? read : { value: toDelivery(context, settings, read.value) };
			},
		};
	});
}

function readEvent(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	bytes: Buffer,
): Step<KeyedEvent> {
	const { headers } = context.getRequestObject();
	const parsed = readJsonObject(bytes, readText(headers['content-type']));
	if (!parsed.ok) {
		const [reason, message] = BODY_REFUSALS[parsed.refusal];
		return { answer: turnAway(context, 400, reason, message, { message }) };
	}
	const receivedAt = new Date().toISOString();
	if (settings.triggerOn === 'apiWebhook') {
		return { value: readRunEvent(parsed.body, { receivedAt }) };
	}
	const placeholders = findColumnNames(parsed.body);
	const warnings = placeholderWarnings(placeholders);
	if (placeholders.length > 0 && settings.refusePlaceholders) {
		const fields = placeholders.map(({ field }) => field);
		const log = `Columns were typed instead of chosen: ${fields.join(', ')}`;
		const shown = { message: warnings.join(' '), fields };
		return { answer: turnAway(context, 400, 'unresolved_placeholders', log, shown) };
	}
	const { key, event } = readColumnEvent(parsed.body, { ...settings, receivedAt });
	const { raw, ...known } = event;
	const routing = settings.routing && routeLead(event.data, settings.routing);
	return {
		value: {
			key,
			event: {
				...known,
				...(routing && { routing }),
				...(warnings.length > 0 && { warnings }),
				raw,
			},
		},
	};
}

function toDelivery(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	{ key, event }: KeyedEvent,
): EventDelivery {
	return {
		key,
		isWanted: isWanted(context, settings, event),
		answer: { correlationId: event.correlationId },
		outputs: toOutputs(event, settings),
		...(settings.skipDuplicates && { remember: settings.limits }),
	};
}

function isWanted(
	context: IWebhookFunctions,
	{ triggerOn, events, startOnTest }: TriggerSettings,
	{ event }: ClayEvent,
): boolean {
	// In a test run the user waits to see something arrive.
	if (event === TEST_EVENT && triggerOn === 'apiWebhook') {
		return startOnTest || context.getMode() === 'manual';
	}
	return triggerOn !== 'events' || events.includes(knownEvent(event ?? '') ?? ANY_OTHER);
}

function toOutputs(event: ClayEvent, { routing }: TriggerSettings): INodeExecutionData[][] {
	const json: IDataObject = toItemData(event);
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	if (!routing) return [[item]];
	return ROUTES.map((route) => (route === event.routing?.route ? [item] : []));
}
