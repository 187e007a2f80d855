interface Waiting {
	count: number;
	resolve: () => void;
}

/** Things in the order in which they came, and a way to wait until enough of them are there. */
export class Arrivals<T> {
	readonly all: T[] = [];
	private readonly waiting = new Set<Waiting>();

	/** @param what for the message of a wait in vain, e.g. `rows` */
	constructor(private readonly what: string) {}

	add(one: T): void {
		this.all.push(one);
		for (const waiting of this.waiting) {
			if (this.all.length >= waiting.count) waiting.resolve();
		}
	}

	/**
	 * Everything that is there as soon as there are `count` of them; at once when there are already.
	 *
	 * @param timeoutMs how long to wait, in milliseconds
	 * @throws Error when there are fewer by then
	 */
	async waitFor(count: number, timeoutMs: number): Promise<T[]> {
		if (this.all.length >= count) return this.all;
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => {
				this.waiting.delete(waiting);
				const there = this.all.length;
				reject(new Error(`${there} of ${count} ${this.what} came within ${timeoutMs} ms`));
			}, timeoutMs);
			const waiting: Waiting = {
				count,
				resolve: () => {
					clearTimeout(timer);
					this.waiting.delete(waiting);
					resolve();
				},
			};
			this.waiting.add(waiting);
		});
		return this.all;
	}

	clear(): void {
		this.all.length = 0;
	}
}
