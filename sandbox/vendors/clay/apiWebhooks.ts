import { createHmac } from 'node:crypto';
import { Arrivals } from '../arrivals';
import { randomFrom } from '../random';
import type { Outcome, Sender } from '../sendBytes';

/** A webhook as Clay's CLI registers one; there is no request that does. */
export interface ApiWebhook {
	/** `wh_…` */
	id: string;
	/** `whsec_…`; the key of the signature is this whole text. */
	secret: string;
	url: string;
}

/** One envelope that was sent, and its answer. */
export interface Delivery extends Outcome {
	webhookId: string;
	/** Absent for a ping. */
	routineRunId?: string;
}

const TIMEOUT_MS = 30_000;

/** The signature of a body, as the header `X-Clay-Signature` carries it. */
export function claySignature(bytes: Buffer | string, secret: string): string {
	return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
}

/** The signed webhooks that tell about the end of routine runs. Each envelope is sent once: no repeats are documented. */
export class ApiWebhooks {
	readonly deliveries = new Arrivals<Delivery>('deliveries');
	private readonly byId = new Map<string, ApiWebhook>();
	/** The bytes of each run's envelope, for those who want the same again. */
	private readonly sent = new Map<string, { webhook: ApiWebhook; bytes: Buffer }>();

	constructor(
		private readonly seed: string,
		private readonly sender: Sender,
	) {}

	create(url: string): ApiWebhook {
		const random = randomFrom(this.seed, 'webhook', this.byId.size);
		const letters = (count: number) =>
			Array.from({ length: count }, () => random.between(0, 35).toString(36)).join('');
		const webhook = { id: `wh_${letters(16)}`, secret: `whsec_${letters(32)}`, url };
		this.byId.set(webhook.id, webhook);
		return webhook;
	}

	has(id: string): boolean {
		return this.byId.has(id);
	}

	/** Tells a webhook that a run has ended. */
	async notify(id: string, routineRunId: string): Promise<Delivery> {
		const webhook = this.get(id);
		const bytes = envelope(webhook, { routine_run_id: routineRunId });
		this.sent.set(routineRunId, { webhook, bytes });
		return await this.deliver(webhook, bytes, routineRunId);
	}

	/** Sends the envelope of a run again, byte for byte. @throws Error when it has not been sent before */
	async redeliver(routineRunId: string): Promise<Delivery> {
		const sent = this.sent.get(routineRunId);
		if (!sent) throw new Error(`Nothing has been sent about ${routineRunId}`);
		return await this.deliver(sent.webhook, sent.bytes, routineRunId);
	}

	/** Sends an envelope without data, as a test of a webhook does. */
	async ping(id: string): Promise<Delivery> {
		const webhook = this.get(id);
		return await this.deliver(webhook, envelope(webhook, {}));
	}

	private get(id: string): ApiWebhook {
		const webhook = this.byId.get(id);
		if (!webhook) throw new Error(`There is no webhook ${id}`);
		return webhook;
	}

	private async deliver(
		{ id, secret, url }: ApiWebhook,
		bytes: Buffer,
		routineRunId?: string,
	): Promise<Delivery> {
		const headers = {
			'content-type': 'application/json',
			'X-Clay-Signature': claySignature(bytes, secret),
		};
		const outcome = await this.sender.post(url, bytes, headers, TIMEOUT_MS);
		const delivery = { webhookId: id, ...(routineRunId && { routineRunId }), ...outcome };
		this.deliveries.add(delivery);
		return delivery;
	}
}

function envelope({ id }: ApiWebhook, data: Record<string, string>): Buffer {
	const createdAt = new Date().toISOString();
	return Buffer.from(JSON.stringify({ webhookId: id, createdAt, data }));
}
