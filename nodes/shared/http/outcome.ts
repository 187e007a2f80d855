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
	/** Node's word for a broken connection (`ECONNRESET`, …) or `CANCELLED`, `INVALID_JSON`, `NO_TURN`. */
	networkCode?: string;
	/** The vendor's answer: parsed JSON, or the first characters of a text. */
	answer?: unknown;
	retryAfterMs?: number;
	/** The header Date of an answer: what the other side's clock says. */
	date?: string;
	/**
	 * Set when nothing was sent, because requests before this one found the vendor down; `networkCode` is `CIRCUIT_OPEN`.
	 * Times in milliseconds since the epoch.
	 */
	circuit?: { since: number; nextTryAt: number };
	attempts: number;
	/** Set when the vendor may have acted on an attempt before the last: what is gone now may have been removed by it. */
	hasActedPerhaps?: boolean;
}

/** When an answer came, by both clocks. Own times in milliseconds since the epoch. */
export interface AnswerTime {
	sentAt: number;
	receivedAt: number;
	/** The header Date, which has whole seconds; absent when the answer has none. */
	date?: string;
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
