import type { Outcome } from '../sendBytes';
import { Sender } from '../sendBytes';
import type { ClarkyEventName } from './events';
import type { Occurrence } from './occurrence';
import { occurrenceOf } from './occurrence';
import type { PayloadForm, TemplateHabits } from './payload';
import { payloadQuery, payloadText } from './payload';

export interface ClarkyOptions {
	/** The same seed gives the same people and conversations. Default 1. */
	seed?: number;
}

/** A webhook as it is set up in Clarky, and what may vary from one delivery to the next. */
export interface ClarkyWebhook extends TemplateHabits {
	/** Where to. */
	url: string;
	/** Default `POST`. */
	method?: 'POST' | 'PUT' | 'PATCH' | 'GET' | 'DELETE';
	/** Default `nested`. */
	payload?: PayloadForm;
	/** Sent as a bearer token; `undefined` for a webhook without one. */
	token?: string;
	/** How often it is sent more than once, at the same time. Default 0. */
	duplicates?: number;
	/** The name that the event is sent under; default: the event. */
	name?: string;
	/** Whether GET and DELETE carry a body; not documented. Default false: the flat values are the query. */
	hasBody?: boolean;
}

/** One request that was sent. */
export interface ClarkyDelivery {
	event: string;
	method: string;
	/** Without the query. */
	url: string;
	/** What was sent; a query stands here, too. The token is in none of it. */
	payload: string;
	outcome: Outcome;
}

/** What one event has come to. */
export interface SentEvent {
	occurrence: Occurrence;
	/** One for each request: the first, and its duplicates. */
	outcomes: Outcome[];
}

/** A Clarky that sends. It has no API here: webhooks are set up by hand. */
export interface ClarkyService {
	/** Sends the next event of the workspace. */
	send(event: ClarkyEventName, webhook: ClarkyWebhook): Promise<SentEvent>;
	/** Sends what has happened before once more, with the same content: as a retry of the vendor's does. */
	sendAgain(occurrence: Occurrence, webhook: ClarkyWebhook): Promise<SentEvent>;
	/** Every request in the order of its answer. */
	journal: ClarkyDelivery[];
	close(): Promise<void>;
}

const TIMEOUT_MS = 30_000;

export async function startClarky({ seed = 1 }: ClarkyOptions = {}): Promise<ClarkyService> {
	const sender = new Sender();
	const journal: ClarkyDelivery[] = [];
	let count = 0;

	const deliver = async (occurrence: Occurrence, webhook: ClarkyWebhook): Promise<SentEvent> => {
		const { url, method = 'POST', payload: form = 'nested', token, duplicates = 0 } = webhook;
		const isQuery = (method === 'GET' || method === 'DELETE') && webhook.hasBody !== true;
		const payload = isQuery ? payloadQuery(occurrence) : payloadText(occurrence, form, webhook);
		const contentType = form === 'text' ? 'text/plain' : 'application/json';
		const request = {
			method,
			url: isQuery ? `${url}?${payload}` : url,
			...(!isQuery && { bytes: Buffer.from(payload) }),
			headers: {
				...(!isQuery && { 'content-type': contentType }),
				...(token !== undefined && { authorization: `Bearer ${token}` }),
			},
			timeoutMs: TIMEOUT_MS,
		};
		const outcomes = await Promise.all(
			Array.from({ length: duplicates + 1 }, async () => {
				const outcome = await sender.send(request);
				journal.push({ event: occurrence.event, method, url, payload, outcome });
				return outcome;
			}),
		);
		return { occurrence, outcomes };
	};

	return {
		journal,
		async send(event, webhook) {
			count += 1;
			const name = webhook.name ?? event;
			return await deliver({ ...occurrenceOf(seed, count, event), event: name }, webhook);
		},
		async sendAgain(occurrence, webhook) {
			return await deliver(occurrence, webhook);
		},
		async close() {
			sender.close();
		},
	};
}
