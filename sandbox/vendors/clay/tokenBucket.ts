interface Limits {
	/** Tokens per second. */
	rate: number;
	/** Most tokens that there can be. */
	burst: number;
}

/** A token bucket on the real clock. The limits are read at each request, so that they can be changed. */
export class TokenBucket {
	private tokens?: number;
	private filledAt = performance.now();

	constructor(private readonly limits: Limits) {}

	/** Takes a token; false when there is none. */
	take(): boolean {
		const { rate, burst } = this.limits;
		const now = performance.now();
		const gained = ((now - this.filledAt) / 1000) * rate;
		this.tokens = Math.min(burst, (this.tokens ?? burst) + gained);
		this.filledAt = now;
		if (this.tokens < 1) return false;
		this.tokens--;
		return true;
	}
}
