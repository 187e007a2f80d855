import type { IExecuteFunctions } from 'n8n-workflow';

import type { MemoryScope } from '../../state/staticData';
import type { Circuit } from './circuit';
import { circuitAt } from './circuit';
import { CircuitMemory } from './memory';
import type { CircuitPolicy, Verdict } from './state';
import { nextTryAt } from './state';

/** What a request is told that is not sent. Times in milliseconds since the epoch. */
export interface Refusal {
	/** Since when the other side has not answered. */
	since: number;
	nextTryAt: number;
}

/** What a request is told that wants to be sent. */
export type Admission =
	/** Call `end` once with what it tells; a probe has a single attempt. */
	| { is: 'admitted'; isProbe: boolean; end: (verdict: Verdict) => void }
	| { is: 'refused'; refusal: Refusal }
	| { is: 'cancelled' };

/** What the breaker needs of an execution, or of a poll. */
export type BreakerContext = Pick<
	IExecuteFunctions,
	| 'getChildNodes'
	| 'getExecutionId'
	| 'getMode'
	| 'getNode'
	| 'getParentNodes'
	| 'getWorkflow'
	| 'getWorkflowStaticData'
	| 'logger'
>;

/** Who asks. */
export interface BreakerSession {
	context: BreakerContext;
	/** Absent when the user has switched the breaker off. */
	circuit?: CircuitPolicy;
	/** Whose memory holds what is to outlive a restart; default: the workflow's. */
	circuitMemory?: MemoryScope;
}

/** The breaker of a request; none when the user has switched it off. */
export function breakerOf(
	{ context, circuit, circuitMemory }: BreakerSession,
	target: { credentialType: string; host: string },
): Breaker | undefined {
	return circuit && new Breaker(context, target, circuit, circuitMemory);
}

/**
 * Asked before each request of an execution whether it may be sent. The circuit is the process's; that it is open is also
 * written into a memory that n8n saves, so that it is known after a restart (not on workers, see `isMemoryGiven`).
 */
export class Breaker {
	private readonly memory: CircuitMemory;

	private readonly key: string;

	private readonly circuit: Circuit;

	constructor(
		private readonly context: BreakerContext,
		{ credentialType, host }: { credentialType: string; host: string },
		private readonly policy: CircuitPolicy,
		scope: MemoryScope = 'global',
	) {
		const id = context.getNode().credentials?.[credentialType]?.id ?? '';
		this.key = `${credentialType} ${id} ${host}`;
		this.circuit = circuitAt(this.key);
		this.memory = new CircuitMemory(context, scope);
	}

	/**
	 * Lets a request through, or says why not. While a probe is under way it waits for its end.
	 *
	 * @param signal the execution's cancel signal
	 * @param isLast whether the request is the last look of a long wait, which is worth a try before the cool-down is over
	 */
	async enter(signal?: AbortSignal, isLast = false): Promise<Admission> {
		this.recall();
		for (;;) {
			const now = Date.now();
			const state = this.circuit.look(this.policy, now);
			if (state.is === 'closed') {
				this.memory.keep(this.key, state);
				const end = this.circuit.letThrough(this.policy, now);
				return { is: 'admitted', isProbe: false, end: (verdict) => this.end(end, verdict) };
			}
			if (state.is === 'halfOpen') {
				if (!(await this.circuit.waitForProbe(signal))) return { is: 'cancelled' };
				continue;
			}
			const tryAt = nextTryAt(state, this.policy);
			const isEarly = now < tryAt;
			if (isEarly && !isLast && !this.mayTryEarly()) {
				this.memory.keep(this.key, state);
				return { is: 'refused', refusal: { since: state.since, nextTryAt: tryAt } };
			}
			const end = this.circuit.letProbe(state, isEarly);
			return { is: 'admitted', isProbe: true, end: (verdict) => this.end(end, verdict) };
		}
	}

	/**
	 * Why nothing would be sent now, for who asks again at regular times and need not wait: also while the probe of another
	 * one is under way. `undefined` when a request may go.
	 */
	heldBack(): Refusal | undefined {
		this.recall();
		const now = Date.now();
		const state = this.circuit.look(this.policy, now);
		if (state.is === 'closed') return undefined;
		const { since, ...open } = state.is === 'open' ? state : state.before;
		const tryAt = nextTryAt(open, this.policy);
		if (state.is === 'open' && now >= tryAt) return undefined;
		this.memory.keep(this.key, state);
		return { since, nextTryAt: tryAt };
	}

	/** Whether another request has found out meanwhile that the other side is down. */
	isOpen(): boolean {
		return this.circuit.look(this.policy, Date.now()).is === 'open';
	}

	/** Who clicks Execute wants to know whether it works now: each test run has one try. */
	private mayTryEarly(): boolean {
		return (
			this.context.getMode() === 'manual' &&
			this.circuit.takeEarlyTry(this.context.getExecutionId())
		);
	}

	private end(end: (verdict: Verdict, now: number) => void, verdict: Verdict): void {
		const wasOpen = this.isOpen();
		end(verdict, Date.now());
		this.memory.keep(this.key, this.circuit.look(this.policy, Date.now()));
		if (!wasOpen && this.isOpen()) this.context.logger.warn(`Circuit opened: ${this.key}`);
	}

	private recall(): void {
		const remembered = this.memory.read(this.key);
		if (remembered) this.circuit.recall(remembered);
	}
}
