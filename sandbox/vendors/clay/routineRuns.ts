import type { ApiWebhooks } from './apiWebhooks';
import { enrich } from './enrich';
import type { ClaySettings } from './settings';

/** One item of a routine run, as it was sent. */
export interface RoutineItem {
	id: string;
	inputs: Record<string, unknown>;
}

/** A routine run. */
export interface RoutineRun {
	/** `run_…` */
	id: string;
	routineId: string;
	items: RoutineItem[];
	/** The signed webhook that is told about the end. */
	webhookId?: string;
	/** How often its results have been asked for. */
	polls: number;
	isComplete: boolean;
}

/** The routine runs of the workspace. A run is complete after some polls, or some time if it named a webhook. */
export class RoutineRuns {
	readonly all: RoutineRun[] = [];
	private readonly timers = new Set<NodeJS.Timeout>();

	constructor(
		private readonly seed: string,
		private readonly settings: ClaySettings,
		private readonly webhooks: ApiWebhooks,
	) {}

	/** Starts a run; each call is another one, as there are no idempotency keys. */
	start(routineId: string, items: RoutineItem[], webhookId?: string): RoutineRun {
		const id = `run_${String(this.all.length + 1).padStart(8, '0')}`;
		const run: RoutineRun = { id, routineId, items, webhookId, polls: 0, isComplete: false };
		this.all.push(run);
		if (webhookId !== undefined) {
			const timer = setTimeout(() => {
				this.timers.delete(timer);
				this.complete(run);
			}, this.settings.runMs);
			this.timers.add(timer);
		}
		return run;
	}

	get(id: string): RoutineRun | undefined {
		return this.all.find((run) => run.id === id);
	}

	/** Counts a request for the results, which may be the one that finds them. */
	poll(run: RoutineRun): void {
		run.polls++;
		if (run.polls > this.settings.pollsUntilComplete) this.complete(run);
	}

	/** How many items are done. */
	finished({ isComplete, items, polls }: RoutineRun): number {
		if (isComplete) return items.length;
		return Math.floor((items.length * polls) / (this.settings.pollsUntilComplete + 1));
	}

	/** The result of one item. */
	resultOf(item: RoutineItem): Record<string, unknown> {
		if (this.settings.failingItems?.(item)) {
			return { id: item.id, status: 'failed', error: { message: 'No provider has data for it' } };
		}
		return { id: item.id, status: 'complete', result: enrich(this.seed, item.inputs) };
	}

	close(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
	}

	private complete(run: RoutineRun): void {
		if (run.isComplete) return;
		run.isComplete = true;
		if (run.webhookId !== undefined) void this.webhooks.notify(run.webhookId, run.id);
	}
}
