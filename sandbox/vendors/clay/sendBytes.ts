import { setMaxListeners } from 'node:events';
import { Agent } from 'node:http';
import axios from 'axios';

/** How a request that Clay made has ended. */
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

/** Sends requests as Clay does, and can be told to stop. */
export class Sender {
	private readonly agent = new Agent({ keepAlive: true });
	private readonly ending = new AbortController();

	constructor() {
		// Each request under way listens: hundreds of them are no leak.
		setMaxListeners(0, this.ending.signal);
	}

	/** POSTs these bytes with these headers. Never throws: an answer that does not come is an outcome, too. */
	async post(
		url: string,
		bytes: Buffer,
		headers: Record<string, string>,
		timeoutMs: number,
	): Promise<Outcome> {
		const at = () => new Date().toISOString();
		try {
			const { status, data } = await axios.post<string>(url, bytes, {
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
