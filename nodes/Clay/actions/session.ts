import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEFAULT_RETRY } from '../../shared/http/retry';
import { collectionParameter, toNumber } from '../../shared/parameters/read';
import { getClayConnection } from '../connection';
import type { ClaySession } from '../transport';

/** The entries of Options that every operation of the API has. */
const REQUEST_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Request Attempts',
		name: 'attempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 5,
		description:
			'How often to try a request that changes nothing, and one that Clay throttles. Pauses follow Retry-After or grow at random.',
	},
	{
		displayName: 'Request Timeout',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'Seconds to wait for the answer to one request',
	},
];

/**
 * The Options of an operation, in alphabetical order.
 *
 * @param more entries beside those about requests
 */
export function optionsParameter(
	displayOptions: IDisplayOptions,
	more: INodeProperties[] = [],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: [...REQUEST_OPTIONS, ...more].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}

/** Opens the session of an item with what the user set. */
export async function readSession(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ClaySession> {
	const options = collectionParameter(context, 'options', itemIndex);
	const attempts = Math.trunc(toNumber(options.attempts, DEFAULT_RETRY.maxAttempts));
	return {
		context,
		connection: await getClayConnection(context, itemIndex),
		itemIndex,
		timeoutMs: Math.max(100, toNumber(options.requestTimeout, 60) * 1_000),
		retry: { ...DEFAULT_RETRY, maxAttempts: Math.max(1, attempts) },
		signal: context.getExecutionCancelSignal(),
	};
}
