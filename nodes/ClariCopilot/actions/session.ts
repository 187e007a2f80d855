import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEFAULT_RETRY } from '../../shared/http/retry';
import { collectionParameter, textParameter, toNumber } from '../../shared/parameters/read';
import { COPILOT_API, COPILOT_WEBHOOK_API, getCopilotConnection } from '../connection';
import type { CopilotRun, CopilotSession } from '../transport';
import { DEFAULT_PACE } from '../transport';

/** The entries of Options that every operation has. */
const REQUEST_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Request Attempts',
		name: 'attempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 5,
		description:
			'How often to try a request that changes nothing, and one that Clari Copilot throttles. Pauses follow Retry-After or grow at random.',
	},
	{
		displayName: 'Request Timeout',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'Seconds to wait for the answer to one request',
	},
	{
		displayName: 'Requests per Second',
		name: 'requestsPerSecond',
		type: 'number',
		typeOptions: { minValue: 0.1, numberPrecision: 2 },
		default: 8,
		description:
			'Clari Copilot allows an account 10. Lower it when other integrations use the same account; all executions in this n8n process share the pace.',
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
	run: CopilotRun,
): Promise<CopilotSession> {
	const options = collectionParameter(context, 'options', itemIndex);
	const attempts = Math.trunc(toNumber(options.attempts, DEFAULT_RETRY.maxAttempts));
	const isWebhook = textParameter(context, 'resource', itemIndex) === 'webhook';
	const api = isWebhook ? COPILOT_WEBHOOK_API : COPILOT_API;
	const perSecond = toNumber(options.requestsPerSecond, DEFAULT_PACE.perSecond);
	return {
		context,
		connection: await getCopilotConnection(context, api, itemIndex),
		itemIndex,
		run,
		pace: { ...DEFAULT_PACE, perSecond: Math.max(0.1, perSecond) },
		timeoutMs: Math.max(100, toNumber(options.requestTimeout, 60) * 1_000),
		retry: { ...DEFAULT_RETRY, maxAttempts: Math.max(1, attempts) },
		signal: context.getExecutionCancelSignal(),
	};
}
