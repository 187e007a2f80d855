import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { EventMemory } from '../../shared/events/eventMemory';
import { readText, toItemData } from '../../shared/json/read';
import type { RequestHeaders } from '../../shared/security/header';
import { verifyHmac } from '../../shared/security/hmac';
import { verifySharedHeader } from '../../shared/security/sharedHeader';
import { readJsonObject } from '../../shared/webhook/jsonBody';
import type { BodySource } from '../../shared/webhook/rawBody';
import { announcesTooMuch, readBody } from '../../shared/webhook/rawBody';
import { refuse } from '../../shared/webhook/refuse';
import { readAdmission, refusalLog } from './admission';
import { findPlaceholders } from './body/placeholders';
import type { ClayEvent, KeyedEvent } from './event/clayEvent';
import { placeholderWarnings, readColumnEvent, readRunEvent, TEST_EVENT } from './event/clayEvent';
import { ANY_OTHER, knownEvent } from './event/eventNames';
import { ROUTES, routeLead } from './event/route';
import type { TriggerSettings } from './settings';
import { readSettings } from './settings';

type Request = RequestHeaders & BodySource;

/** What comes of a step: something to go on with, or the answer. */
type Step<T> = { value: T } | { answer: IWebhookResponseData };

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

/**
 * Receives a delivery: size, secret, body, event, duplicate, answer, in this order. What is refused starts nothing, and
 * nothing is thrown, since n8n answers that with 500 and a failed execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const settings = readSettings(context);
		const body = await admitted(context, settings);
		if ('answer' in body) return body.answer;
		const read = readEvent(context, settings, body.value);
		return 'answer' in read ? read.answer : await start(context, settings, read.value);
	} catch (error) {
		return turnAway(context, 503, 'unavailable', `Nothing could be received: ${String(error)}`);
	}
}

/** The bytes of the body, of somebody who has the secret. */
async function admitted(
	context: IWebhookFunctions,
	settings: TriggerSettings,
): Promise<Step<Buffer>> {
	const request: Request = context.getRequestObject();
	const { maxBodyBytes } = settings;
	if (announcesTooMuch(request, maxBodyBytes)) return { answer: tooLarge(context) };

	const admission = await readAdmission(context, settings);
	if (admission.by === 'nothing') {
		const reason = admission.status === 401 ? 'unauthorized' : 'unavailable';
		return { answer: turnAway(context, admission.status, reason, admission.log) };
	}
	// Before the body is read: a stranger without the secret fills no memory.
	if (admission.by === 'header') {
		const verdict = verifySharedHeader(request, admission.check);
		if (!verdict.ok) {
			const log = refusalLog(verdict.refusal, admission.check);
			return { answer: turnAway(context, 401, 'unauthorized', log) };
		}
	}

	const body = await readBody(request, maxBodyBytes);
	if (!body.ok) {
		return body.refusal === 'tooLarge'
			? { answer: tooLarge(context) }
			: { answer: turnAway(context, 400, 'unreadable', 'The body broke off or is badly packed.') };
	}
	if (admission.by === 'hmac') {
		const verdict = verifyHmac(request, body.bytes, admission.check, Date.now());
		if (!verdict.ok) {
			const log = refusalLog(verdict.refusal, admission.check);
			return { answer: turnAway(context, 401, 'unauthorized', log) };
		}
	}
	return { value: body.bytes };
}

function readEvent(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	bytes: Buffer,
): Step<KeyedEvent> {
	const request: Request = context.getRequestObject();
	const parsed = readJsonObject(bytes, readText(request.headers['content-type']));
	if (!parsed.ok) {
		const [reason, message] = BODY_REFUSALS[parsed.refusal];
		return { answer: turnAway(context, 400, reason, message, { message }) };
	}
	const receivedAt = new Date().toISOString();
	if (settings.triggerOn === 'apiWebhook') {
		return { value: readRunEvent(parsed.body, { receivedAt }) };
	}
	const placeholders = findPlaceholders(parsed.body);
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

/** Starts the workflow, unless nobody asked for the event or it is there already. */
async function start(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	{ key, event }: KeyedEvent,
): Promise<IWebhookResponseData> {
	const { correlationId } = event;
	if (!isWanted(context, settings, event)) {
		return { webhookResponse: { received: true, correlationId, duplicate: false, ignored: true } };
	}
	if (settings.skipDuplicates) {
		const memory = new EventMemory(context, settings.limits);
		const isNew = memory.claim(key);
		if (isNew) releaseWhenAnswerFails(context, memory, key);
		await memory.store();
		if (!isNew) return { webhookResponse: { received: true, correlationId, duplicate: true } };
	}
	return {
		workflowData: toOutputs(event, settings),
		webhookResponse: { received: true, correlationId, duplicate: false },
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

/**
 * A sender that was told 5xx may try again, and must not hear that its event is there already: n8n answers so when it
 * could not start the execution, and when a workflow that answers at its end has failed.
 */
function releaseWhenAnswerFails(
	context: IWebhookFunctions,
	memory: EventMemory,
	key: string,
): void {
	const response = context.getResponseObject();
	response.once('finish', () => {
		if (response.statusCode >= 500) memory.release(key);
	});
}

function toOutputs(event: ClayEvent, { routing }: TriggerSettings): INodeExecutionData[][] {
	const json: IDataObject = toItemData(event);
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	if (!routing) return [[item]];
	return ROUTES.map((route) => (route === event.routing?.route ? [item] : []));
}

function tooLarge(context: IWebhookFunctions): IWebhookResponseData {
	const log = "The body is larger than 'Max Body Size (MB)', or than n8n accepts.";
	return turnAway(context, 413, 'too_large', log);
}

/**
 * Refuses, and says why in n8n's log. Strangers learn nothing but the reason's name; `shown` is for those who have proved
 * who they are: Clay puts it into the cell.
 */
function turnAway(
	context: IWebhookFunctions,
	status: 400 | 401 | 413 | 503,
	reason: string,
	log: string,
	shown: { message?: string; fields?: string[] } = {},
): IWebhookResponseData {
	const { name } = context.getNode();
	context.logger.warn(`${name}: a request was refused with ${status}. ${log}`, {
		workflowId: context.getWorkflow().id,
	});
	return refuse(context, status, { reason, ...shown });
}
