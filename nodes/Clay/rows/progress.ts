import type { IExecuteFunctions } from 'n8n-workflow';

/** How often a long run says how far it is, in milliseconds. */
const EVERY_MS = 5_000;

/** Writes into n8n's log how far a run is, at most every few seconds. */
export class Progress {
	private done = 0;

	private saidAt = Date.now();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly total: number,
	) {}

	/** Counts a row that has been dealt with. */
	step(): void {
		this.done++;
		const now = Date.now();
		if (now - this.saidAt < EVERY_MS || this.done === this.total) return;
		this.saidAt = now;
		this.context.logger.info(`Clay: ${this.done} of ${this.total} rows sent`, {
			node: this.context.getNode().name,
		});
	}
}
