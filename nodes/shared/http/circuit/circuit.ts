import type { CircuitPolicy, CircuitState, HalfOpenCircuit, OpenCircuit, Verdict } from './state';
import { afterProbe, afterRequest, agedState, CLOSED } from './state';

/** The circuit of one credential at one host, shared by all executions in this process. */
export class Circuit {
	private state: CircuitState = CLOSED;

	/** Milliseconds since the epoch; 0 when nothing was heard of the other side yet. */
	private lastUpAt = 0;

	private probeEnds: Promise<void> = Promise.resolve();

	/** The test run that was last let through although the cool-down was not over. */
	private lastEarlyBy?: string;

	/** The state at a time. */
	look(policy: CircuitPolicy, now: number): CircuitState {
		this.state = agedState(this.state, policy, now);
		return this.state;
	}

	/** Takes over what was remembered from before a restart or by another process, unless what is known here is newer. */
	recall(remembered: OpenCircuit): void {
		if (this.state.is === 'halfOpen' || remembered.openedAt <= this.lastUpAt) return;
		if (this.state.is === 'open' && remembered.openedAt <= this.state.openedAt) return;
		this.state = remembered;
	}

	/** Whether a test run may have its one try before the cool-down is over; counts it when it may. */
	takeEarlyTry(executionId: string): boolean {
		if (this.lastEarlyBy === executionId) return false;
		this.lastEarlyBy = executionId;
		return true;
	}

	/** Lets a request through that is one of many; call what comes back with what it tells. */
	letThrough(policy: CircuitPolicy, startedAt: number): (verdict: Verdict, now: number) => void {
		return (verdict, now) => {
			if (verdict === 'up') this.lastUpAt = now;
			this.state = afterRequest(this.state, verdict, policy, { startedAt, now });
		};
	}

	/** Lets the one request through that decides; all others wait until it has. */
	letProbe(before: OpenCircuit, isEarly: boolean): (verdict: Verdict, now: number) => void {
		const probing: HalfOpenCircuit = { is: 'halfOpen', before, isEarly };
		this.state = probing;
		let end = () => {};
		this.probeEnds = new Promise((resolve) => {
			end = resolve;
		});
		return (verdict, now) => {
			if (verdict === 'up') this.lastUpAt = now;
			this.state = afterProbe(probing, verdict, now);
			end();
		};
	}

	/** Waits until the probe has ended; `false` when the execution was cancelled before. */
	async waitForProbe(signal?: AbortSignal): Promise<boolean> {
		if (signal === undefined) {
			await this.probeEnds;
			return true;
		}
		let stop = () => {};
		const cancelled = new Promise<void>((resolve) => {
			stop = resolve;
		});
		signal.addEventListener('abort', stop);
		if (!signal.aborted) await Promise.race([this.probeEnds, cancelled]);
		signal.removeEventListener('abort', stop);
		return !signal.aborted;
	}
}

/** By credential and host, never by a secret. For all executions of this node in this process. */
export const CIRCUITS = new Map<string, Circuit>();

/** The circuit of a key. */
export function circuitAt(key: string): Circuit {
	const known = CIRCUITS.get(key);
	if (known) return known;
	const circuit = new Circuit();
	CIRCUITS.set(key, circuit);
	return circuit;
}
