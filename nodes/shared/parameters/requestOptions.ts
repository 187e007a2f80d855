import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { AnswerTime } from '../http/outcome';
import type { CircuitPolicy } from '../http/circuit/state';
import type { RetryPolicy } from '../http/retry';
import { DEFAULT_RETRY } from '../http/retry';
import { collectionParameter, toNumber } from './read';

const DEFAULT_TIMEOUT_S = 60;

const DEFAULT_THRESHOLD = 5;

const DEFAULT_COOL_DOWN_S = 60;

/** What the user sets about requests. */
export interface RequestLimits {
	/** Milliseconds for one request. */
	timeoutMs: number;
	retry: RetryPolicy;
	/** Absent when the circuit breaker is switched off. */
	circuit?: CircuitPolicy;
}

/** What every request of an item has in common. */
export interface RequestOptions extends RequestLimits {
	context: IExecuteFunctions;
	itemIndex: number;
	signal?: AbortSignal;
	/** Called with the time of each answer. */
	onAnswer?: (time: AnswerTime) => void;
}

/** Who has a circuit breaker: an execution, a trigger that polls, or nobody. */
export type BreakerOwner = 'execution' | 'poll' | 'none';

/** What holds requests back means, by who asks. */
const HELD_BACK: Record<Exclude<BreakerOwner, 'none'>, string> = {
	execution:
		'requests then fail at once, and one at a time is let through to see whether it is up again. Counted for each credential and host, over all executions in this n8n process; after a restart production executions remember it.',
	poll: 'polls then ask nothing and start no execution, and one is let through after each cool-down. What happens meanwhile is told once it is up again. Counted for each credential and host, over all triggers of this kind in this n8n process.',
};

/** The entries of Options about the circuit breaker. */
function breakerOptions(vendor: string, owner: BreakerOwner): INodeProperties[] {
	if (owner === 'none') return [];
	return [
		{
			displayName: 'Circuit Breaker',
			name: 'circuitBreaker',
			type: 'boolean',
			default: true,
			description: `Whether to stop asking ${vendor} for a while when it is down: ${HELD_BACK[owner]}`,
		},
		{
			displayName: 'Circuit Breaker Cool-Down',
			name: 'circuitBreakerCoolDown',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_COOL_DOWN_S,
			description: `Seconds without requests until one is let through. They double each time that ${vendor} is still down, up to 5 minutes.`,
		},
		{
			displayName: 'Circuit Breaker Threshold',
			name: 'circuitBreakerThreshold',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: DEFAULT_THRESHOLD,
			description:
				'How many requests in a row must fail, each after all its attempts, with no connection, no answer in time or a status of 500 and above',
		},
	];
}

/** The entries of Options about each request. */
function requestOptions(vendor: string): INodeProperties[] {
	return [
		{
			displayName: 'Request Attempts',
			name: 'attempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 5,
			description: `How often to try a request that changes nothing, and one that ${vendor} throttles. Pauses follow Retry-After or grow at random.`,
		},
		{
			displayName: 'Request Timeout',
			name: 'requestTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_TIMEOUT_S,
			description: 'Seconds to wait for the answer to one request',
		},
	];
}

/**
 * Makes the Options of a vendor's operations, in alphabetical order; `more` are entries of one operation.
 *
 * @param own entries that all operations of this vendor have beside those about requests
 */
export function optionsParameterOf(vendor: string, own: INodeProperties[] = []) {
	return (
		displayOptions: IDisplayOptions,
		more: INodeProperties[] = [],
		{ breaker = 'execution' }: { breaker?: BreakerOwner } = {},
	): INodeProperties => ({
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: [...breakerOptions(vendor, breaker), ...requestOptions(vendor), ...own, ...more].sort(
			(a, b) => a.displayName.localeCompare(b.displayName),
		),
	});
}

/** Reads what the user set of it for an item. */
export function readRequestOptions(context: IExecuteFunctions, itemIndex: number): RequestOptions {
	return {
		context,
		itemIndex,
		...readRequestLimits(collectionParameter(context, 'options', itemIndex)),
		signal: context.getExecutionCancelSignal(),
	};
}

/** Reads what the values of Options say about requests. */
export function readRequestLimits(options: Record<string, unknown>): RequestLimits {
	const threshold = Math.trunc(toNumber(options.circuitBreakerThreshold, DEFAULT_THRESHOLD));
	const coolDown = toNumber(options.circuitBreakerCoolDown, DEFAULT_COOL_DOWN_S);
	const attempts = Math.trunc(toNumber(options.attempts, DEFAULT_RETRY.maxAttempts));
	return {
		timeoutMs: Math.max(100, toNumber(options.requestTimeout, DEFAULT_TIMEOUT_S) * 1_000),
		retry: { ...DEFAULT_RETRY, maxAttempts: Math.max(1, attempts) },
		...(options.circuitBreaker !== false && {
			circuit: { threshold: Math.max(1, threshold), coolDownMs: Math.max(100, coolDown * 1_000) },
		}),
	};
}
