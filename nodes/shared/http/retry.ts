/** How often and how long to try again. Times in milliseconds. */
export interface RetryPolicy {
	/** Attempts in all, the first one included. */
	maxAttempts: number;
	/** Upper bound of the first pause; doubles with each attempt. */
	baseMs: number;
	/** Upper bound of any pause that the vendor did not ask for. */
	capMs: number;
	/** Longest pause that a vendor may ask for by Retry-After before the request is given up. */
	maxRetryAfterMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
	maxAttempts: 5,
	baseMs: 1_000,
	capMs: 20_000,
	maxRetryAfterMs: 120_000,
};

/**
 * Reads a Retry-After header in either of its two forms: seconds or an HTTP date (RFC 9110 §10.2.3).
 *
 * @param header the header's value
 * @param now milliseconds since the epoch
 * @returns milliseconds to wait, never negative; `undefined` when there is no usable header
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim();
	if (!text) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * The pause before the next attempt: what the vendor asks for, else full jitter, i.e. a random time between zero and an
 * exponentially growing bound, so that many workflows that failed together do not come back together.
 *
 * @param attempt the attempt that has just failed, counted from 1
 * @param random a number from 0 (included) to 1 (excluded)
 * @returns milliseconds, or `undefined` when no further attempt should be made
 */
export function nextDelay(
	policy: RetryPolicy,
	attempt: number,
	retryAfterMs: number | undefined,
	random: number,
): number | undefined {
	if (attempt >= policy.maxAttempts) return undefined;
	if (retryAfterMs !== undefined) {
		return retryAfterMs <= policy.maxRetryAfterMs ? retryAfterMs : undefined;
	}
	return Math.round(random * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1)));
}
