/** A message that the webhook took. */
export interface SlackMessage {
	/** Position in the order of arrival, from 0. */
	index: number;
	/** ISO date-time, the real clock. */
	at: string;
	/** Empty when the message has blocks alone. */
	text: string;
	/** Block Kit as it came; empty when the message has text alone. */
	blocks: unknown[];
	/** The whole body. */
	body: Record<string, unknown>;
}

interface Waiting {
	predicate: (message: SlackMessage) => boolean;
	resolve: (message: SlackMessage) => void;
}

/** What a channel would show, in order. */
export class Inbox {
	readonly messages: SlackMessage[] = [];
	private readonly waiting = new Set<Waiting>();

	add(body: Record<string, unknown>): void {
		const { text, blocks } = body;
		const message: SlackMessage = {
			index: this.messages.length,
			at: new Date().toISOString(),
			text: typeof text === 'string' ? text : '',
			blocks: Array.isArray(blocks) ? blocks : [],
			body,
		};
		this.messages.push(message);
		for (const waiting of this.waiting) {
			if (waiting.predicate(message)) waiting.resolve(message);
		}
	}

	/**
	 * The first message that fits, one that is there already or one that comes in time.
	 *
	 * @param timeoutMs how long to wait, in milliseconds
	 * @throws Error when none has come by then
	 */
	async waitForMessage(
		predicate: (message: SlackMessage) => boolean,
		timeoutMs: number,
	): Promise<SlackMessage> {
		const there = this.messages.find(predicate);
		if (there) return there;
		return await new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.waiting.delete(waiting);
				const count = this.messages.length;
				reject(new Error(`No such Slack message within ${timeoutMs} ms (${count} others came)`));
			}, timeoutMs);
			const waiting: Waiting = {
				predicate,
				resolve: (message) => {
					clearTimeout(timer);
					this.waiting.delete(waiting);
					resolve(message);
				},
			};
			this.waiting.add(waiting);
		});
	}

	clear(): void {
		this.messages.length = 0;
	}
}
