import { planCall, stateOf, type CallPlan, type CallState } from './callPlan';
import { customersOf, usersOf, type CopilotUser, type Customer } from './team';

export interface CallsOptions {
	/** How many calls are planned; default 60. */
	count?: number;
	/** Start of the first call, ISO date-time. */
	from?: string;
	/** Minutes from one call to the next; default 30. */
	everyMinutes?: number;
	/** How many calls start at the same time; default 1. */
	atOnce?: number;
}

/** The calls of the workspace, which appear and change as the clock goes on. */
export class Calls {
	readonly users: CopilotUser[];

	readonly customers: Customer[];

	private readonly plans: CallPlan[];

	private readonly byId = new Map<string, CallPlan>();

	/** What does not change any more, so that thousands of calls are listed quickly. */
	private readonly final = new WeakMap<CallPlan, CallState>();

	/** Statuses that were set by hand. */
	private readonly set = new Map<string, CallState>();

	constructor(
		private readonly seed: string,
		private readonly now: () => number,
		options: CallsOptions,
	) {
		const { count = 60, from = '2026-01-05T09:00:00Z', everyMinutes = 30, atOnce = 1 } = options;
		this.users = usersOf(seed);
		this.customers = customersOf(seed);
		const first = Date.parse(from);
		this.plans = Array.from({ length: count }, (_none, number) => {
			const time = first + Math.floor(number / atOnce) * everyMinutes * 60_000;
			return planCall(seed, number, time, this);
		});
		for (const plan of this.plans) this.byId.set(plan.id, plan);
	}

	/** Calls that are known by now, with what they are at. */
	known(): Array<{ plan: CallPlan; state: CallState }> {
		return this.plans.flatMap((plan) => {
			const state = this.state(plan);
			return state ? [{ plan, state }] : [];
		});
	}

	get(id: string): { plan: CallPlan; state: CallState } | undefined {
		const plan = this.byId.get(id);
		const state = plan && this.state(plan);
		return plan && state && { plan, state };
	}

	bySource(sourceId: string): CallPlan | undefined {
		return this.plans.find((plan) => plan.sourceId === sourceId);
	}

	/** Adds a call like the planned ones, with other features where given. */
	add(changes: Partial<CallPlan>): CallPlan {
		const time = changes.time ?? this.now();
		const plan = { ...planCall(this.seed, this.plans.length, time, this), ...changes };
		this.plans.push(plan);
		this.byId.set(plan.id, plan);
		return plan;
	}

	/** Removes a call, as an overwriting upload does. */
	remove(id: string): void {
		this.byId.delete(id);
		const index = this.plans.findIndex((plan) => plan.id === id);
		if (index >= 0) this.plans.splice(index, 1);
	}

	/** Sets what a call is at, as of now. */
	setStatus(id: string, status: string): void {
		this.set.set(id, { status, changedAt: this.now() });
	}

	private state(plan: CallPlan): CallState | undefined {
		const known = this.set.get(plan.id) ?? this.final.get(plan);
		if (known) return known;
		const state = stateOf(plan, this.now());
		if (state?.status === plan.fate) this.final.set(plan, state);
		return state;
	}
}
