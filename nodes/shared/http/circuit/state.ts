/** When a circuit opens, and for how long. */
export interface CircuitPolicy {
	/** Failed requests in a row, each after its own repeats, after which no more are sent. */
	threshold: number;
	/** Milliseconds without a request, before one is let through as a probe. Doubles with each probe that fails. */
	coolDownMs: number;
}

/** Requests go through; `failures` in a row so far, the first at `since`. */
export interface ClosedCircuit {
	is: 'closed';
	failures: number;
	since?: number;
}

/** No request goes through. Times in milliseconds since the epoch. */
export interface OpenCircuit {
	is: 'open';
	/** When the first of the failures began that opened it. */
	since: number;
	openedAt: number;
	/** How often it has opened since it was last closed: once, and again with each probe that failed. */
	openings: number;
}

/** One request is under way as a probe, and decides for all. */
export interface HalfOpenCircuit {
	is: 'halfOpen';
	/** What it goes back to when the probe decides nothing. */
	before: OpenCircuit;
	/** Whether the cool-down was not over: such a probe can close the circuit, but makes no cool-down longer. */
	isEarly: boolean;
}

export type CircuitState = ClosedCircuit | OpenCircuit | HalfOpenCircuit;

/** What a request tells about the other side. `nothing`: e.g. because the execution was cancelled. */
export type Verdict = 'up' | 'down' | 'nothing';

export const CLOSED: ClosedCircuit = { is: 'closed', failures: 0 };

/** Longest cool-down that doubling leads to: an outage costs twelve requests an hour. */
const MAX_COOL_DOWN_MS = 300_000;

/** How long after its cool-down an open circuit still counts: of a workflow that runs once a day, yesterday's outage does not. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** When the next request is let through. */
export function nextTryAt(
	{ openedAt, openings }: Pick<OpenCircuit, 'openedAt' | 'openings'>,
	{ coolDownMs }: CircuitPolicy,
): number {
	const cap = Math.max(coolDownMs, MAX_COOL_DOWN_MS);
	return openedAt + Math.min(cap, coolDownMs * 2 ** (openings - 1));
}

/** The state as time has left it: an open circuit that nobody has asked for long is as good as closed. */
export function agedState(state: CircuitState, policy: CircuitPolicy, now: number): CircuitState {
	if (state.is !== 'open') return state;
	// The clock was set back.
	if (state.openedAt > now) return { ...state, openedAt: now };
	return now > nextTryAt(state, policy) + FORGOTTEN_AFTER_MS ? CLOSED : state;
}

/** The state after a request that was let through as one of many. */
export function afterRequest(
	state: CircuitState,
	verdict: Verdict,
	policy: CircuitPolicy,
	{ startedAt, now }: { startedAt: number; now: number },
): CircuitState {
	// A request from before it opened says nothing new: only the probe decides.
	if (state.is !== 'closed' || verdict === 'nothing') return state;
	if (verdict === 'up') return CLOSED;
	const failures = state.failures + 1;
	const since = state.since ?? startedAt;
	if (failures < policy.threshold) return { is: 'closed', failures, since };
	return { is: 'open', since, openedAt: now, openings: 1 };
}

/** The state after the probe. */
export function afterProbe(
	{ before, isEarly }: HalfOpenCircuit,
	verdict: Verdict,
	now: number,
): CircuitState {
	if (verdict === 'up') return CLOSED;
	if (verdict === 'nothing' || isEarly) return before;
	return { ...before, openedAt: now, openings: before.openings + 1 };
}
