import { Sender } from '../sendBytes';
import type { Calls } from './calls';
import { callObject } from './callObject';
import type { CopilotWebhook } from './routesWebhooks';

/** An event that was sent to a registered webhook. */
export interface CopilotDelivery {
	webhookId: string;
	event: string;
	callId: string;
	/** `null` when there was no answer. */
	status: number | null;
	/** Parsed JSON, or text. */
	answer?: unknown;
}

/** How an event is sent. No source says what the vendor does. */
export interface DeliveryHabits {
	/** How often it is sent at the same time; default once. */
	copies?: number;
	/** How often it is sent again when it was answered with 5xx, or not at all; default never. */
	retries?: number;
	/** ISO date-time of the event; default now. */
	at?: string;
}

interface Event {
	event: string;
	callId: string;
	at: string;
}

const TIMEOUT_MS = 10_000;

/** Sends events to the webhooks that want them; what proves a delivery is in the URL that was registered. */
export class Deliveries {
	private readonly sender = new Sender();

	constructor(
		private readonly webhooks: readonly CopilotWebhook[],
		private readonly calls: Calls,
	) {}

	/** Sends an event about a call to every webhook that wants it, and gives each answer. */
	async send(event: Event, habits: DeliveryHabits = {}): Promise<CopilotDelivery[]> {
		const body = this.bodyOf(event);
		const { copies = 1, retries = 0 } = habits;
		const wanting = this.webhooks.filter(({ events }) => events.includes(event.event));
		const sendings = wanting.flatMap((webhook) => Array.from({ length: copies }, () => webhook));
		const answers = await Promise.all(
			sendings.map(async (webhook) => await this.sendTo(webhook, event, body, retries)),
		);
		return answers.flat();
	}

	close(): void {
		this.sender.close();
	}

	private async sendTo(
		webhook: CopilotWebhook,
		event: Event,
		body: Buffer,
		retries: number,
	): Promise<CopilotDelivery[]> {
		const headers = { 'content-type': 'application/json' };
		const { status, body: answer } = await this.sender.post(webhook.url, body, headers, TIMEOUT_MS);
		const { callId } = event;
		const delivery = { webhookId: webhook.id, event: event.event, callId, status, answer };
		if (retries === 0 || (status !== null && status < 500)) return [delivery];
		return [delivery, ...(await this.sendTo(webhook, event, body, retries - 1))];
	}

	/** The envelope is ours: no source documents one. */
	private bodyOf({ event, callId, at }: Event): Buffer {
		const call = this.calls.get(callId);
		if (!call) throw new Error(`No call ${callId}`);
		const media = { includeAudio: false, includeVideo: false, padding: 0 };
		const data = { call: callObject(call.plan, call.state, media) };
		return Buffer.from(JSON.stringify({ event, timestamp: at, data }));
	}
}
