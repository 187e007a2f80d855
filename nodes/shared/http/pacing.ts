import { waitUnlessCancelled } from './wait';

/** How fast requests may follow each other. */
export interface Pace {
	/** Sustained rate. */
	perSecond: number;
	/** Requests that may go at once after a quiet time. */
	burst: number;
}

/** Hands out permissions to send, at a rate. Times in milliseconds. */
export class TokenBucket {
	private tokens: number;

	private countedAt: number;

	private pausedUntil = 0;

	constructor(
		private pace: Pace,
		private readonly now: () => number = Date.now,
	) {
		this.tokens = pace.burst;
		this.countedAt = now();
	}

	/** Changes the rate for everybody who shares the bucket. */
	setPace(pace: Pace): void {
		this.count();
		this.pace = pace;
		this.tokens = Math.min(this.tokens, pace.burst);
	}

	/**
	 * Takes a permission.
	 *
	 * @returns 0 when it was there, else how long to wait before asking again
	 */
	take(): number {
		const now = this.now();
		if (now < this.pausedUntil) return this.pausedUntil - now;
		this.count();
		if (this.tokens >= 1) {
			this.tokens -= 1;
			return 0;
		}
		// What rounding adds is not worth a millisecond.
		return Math.ceil(((1 - this.tokens) / this.pace.perSecond) * 1_000 - 1e-6) || 1;
	}

	/**
	 * Lets nobody send for a while, and begins anew without a burst: whoever asked for the pause has seen more requests
	 * than the ones from here.
	 */
	pause(ms: number): void {
		const until = this.now() + ms;
		if (until <= this.pausedUntil) return;
		this.pausedUntil = until;
		this.tokens = 0;
		this.countedAt = until;
	}

	/** Adds what has come in since the last time. A clock that was set back adds nothing. */
	private count(): void {
		const now = this.now();
		const seconds = Math.max(0, now - this.countedAt) / 1_000;
		this.tokens = Math.min(this.pace.burst, this.tokens + seconds * this.pace.perSecond);
		this.countedAt = Math.max(now, this.pausedUntil);
	}
}

/** What came of waiting for a permission: it is there, the execution was cancelled, or it would come too late. */
export type Turn = 'taken' | 'cancelled' | 'late';

/**
 * Waits for a permission.
 *
 * @param endBy milliseconds since the epoch after which it is of no use; nobody waits for one that comes later
 */
export async function waitForTurn(
	bucket: TokenBucket,
	signal?: AbortSignal,
	endBy = Infinity,
): Promise<Turn> {
	while (!signal?.aborted) {
		const ms = bucket.take();
		if (ms === 0) return 'taken';
		if (Date.now() + ms > endBy) return 'late';
		if (!(await waitUnlessCancelled(ms, signal))) return 'cancelled';
	}
	return 'cancelled';
}

/** One bucket for each host, for all executions in this process, since a limit is the account's at the vendor. */
const BUCKETS = new Map<string, TokenBucket>();

/** The bucket of a host. Of executions that set different rates, the one that started last decides. */
export function bucketOf(host: string, pace: Pace): TokenBucket {
	const known = BUCKETS.get(host);
	if (known) {
		known.setPace(pace);
		return known;
	}
	const bucket = new TokenBucket(pace);
	BUCKETS.set(host, bucket);
	return bucket;
}
