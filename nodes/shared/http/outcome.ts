/**
 * What is known about whether the vendor has acted on a request.
 *
 * - `answered`: it answered, with the status at hand.
 * - `notSent`: the connection was never made, so it cannot have acted.
 * - `unknown`: the connection broke or timed out, or the answer was unreadable; it may have acted.
 */
export type Delivery = 'answered' | 'notSent' | 'unknown';

/** A request that got a usable answer. */
export interface HttpAnswer {
	ok: true;
	status: number;
	/** Header names in lower case. */
	headers: Record<string, string>;
	body: Buffer;
}

/** A request that did not. Holds no secret: neither headers that were sent nor the body. */
export interface HttpFailure {
	ok: false;
	method: string;
	/** Path without query. */
	path: string;
	delivery: Delivery;
	status?: number;
	/** Node's word for a broken connection (`ECONNRESET`, …) or `CANCELLED`, `INVALID_JSON`. */
	networkCode?: string;
	/** The vendor's answer: parsed JSON, or the first characters of a text. */
	answer?: unknown;
	retryAfterMs?: number;
	attempts: number;
}

export type HttpOutcome = HttpAnswer | HttpFailure;

/** An answer whose body is JSON. */
export interface JsonAnswer {
	ok: true;
	status: number;
	data: unknown;
}

/** A downloaded file; `data` is there when its content is JSON. */
export interface FileAnswer {
	ok: true;
	body: Buffer;
	data?: unknown;
}
