import { setMaxListeners } from 'node:events';
import { Agent } from 'node:http';
import axios from 'axios';

/** How a request that a vendor made has ended. */
export interface Outcome {
	/** ISO date-time of the end, the real clock. */
	at: string;
	/** `null` when there was no answer. */
	status: number | null;
	/** Parsed JSON, the text when it is not JSON, `undefined` without an answer. */
	body?: unknown;
	/** Why there was no answer, e.g. `ECONNREFUSED` or `ETIMEDOUT`. */
	networkCode?: string;
}

export interface SentRequest {
	method: string;
	url: string;
	/** `undefined` for a request without a body. */
	bytes?: Buffer;
	headers: Record<string, string>;
	timeoutMs: number;
}

/** Sends requests as vendors do, and can be told to stop. */
export class Sender {
	private readonly agent = new Agent({ keepAlive: true });
	private readonly ending = new AbortController();

	constructor() {
		// Each request under way listens: hundreds of them are no leak.
		setMaxListeners(0, this.ending.signal);
	}

	/** POSTs these bytes with these headers. */
	async post(
		url: string,
		bytes: Buffer,
		headers: Record<string, string>,
		timeoutMs: number,
	): Promise<Outcome> {
		return await this.send({ method: 'POST', url, bytes, headers, timeoutMs });
	}

	/** Sends one request. Never throws: an answer that does not come is an outcome, too. */
	async send({ method, url, bytes, headers, timeoutMs }: SentRequest): Promise<Outcome> {
		const at = () => new Date().toISOString();
		try {
			const { status, data } = await axios.request<string>({
				method,
				url,
				data: bytes,
				headers,
				timeout: timeoutMs,
				transitional: { clarifyTimeoutError: true },
				responseType: 'text',
				transformResponse: (text: string) => text,
				validateStatus: () => true,
				maxRedirects: 0,
				proxy: false,
				httpAgent: this.agent,
				signal: this.ending.signal,
			});
			return { at: at(), status, body: parsed(data) };
		} catch (error) {
			const code = axios.isAxiosError(error) ? error.code : undefined;
			return { at: at(), status: null, networkCode: code ?? String(error) };
		}
	}

	get isClosed(): boolean {
		return this.ending.signal.aborted;
	}

	/** Breaks off what is under way. */
	close(): void {
		this.ending.abort();
		this.agent.destroy();
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
