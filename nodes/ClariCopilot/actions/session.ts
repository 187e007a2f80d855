import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionParameter, textParameter, toNumber } from '../../shared/parameters/read';
import { optionsParameterOf, readRequestOptions } from '../../shared/parameters/requestOptions';
import { COPILOT_API, COPILOT_WEBHOOK_API, getCopilotConnection } from '../connection';
import type { CopilotRun, CopilotSession } from '../transport';
import { DEFAULT_PACE } from '../transport';

const PACE_OPTION: INodeProperties = {
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0.1, numberPrecision: 2 },
	default: 8,
	description:
		'Clari Copilot allows an account 10. Lower it when other integrations use the same account; all executions in this n8n process share the pace.',
};

/** The Options of an operation. */
export const optionsParameter = optionsParameterOf('Clari Copilot', [PACE_OPTION]);

/** Opens the session of an item with what the user set. */
export async function readSession(
	context: IExecuteFunctions,
	itemIndex: number,
	run: CopilotRun,
): Promise<CopilotSession> {
	const options = collectionParameter(context, 'options', itemIndex);
	const isWebhook = textParameter(context, 'resource', itemIndex) === 'webhook';
	const api = isWebhook ? COPILOT_WEBHOOK_API : COPILOT_API;
	const perSecond = toNumber(options.requestsPerSecond, DEFAULT_PACE.perSecond);
	return {
		...readRequestOptions(context, itemIndex),
		connection: await getCopilotConnection(context, api, itemIndex),
		run,
		pace: { ...DEFAULT_PACE, perSecond: Math.max(0.1, perSecond) },
	};
}
