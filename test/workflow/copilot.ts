import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import type { CopilotService } from '../../sandbox/vendors';
import type { EngineResult, EngineRun } from './engine';
import { runNode } from './engine';

/** Both credentials of the sandbox. */
export function copilotCredentials(
	copilot: CopilotService,
	over: ICredentialDataDecryptedObject = {},
): Record<string, ICredentialDataDecryptedObject> {
	const { origin: baseUrl, apiKey, apiPassword, webhookUrl, webhookToken } = copilot;
	return {
		clariCopilotApi: { baseUrl, apiKey, apiPassword, ...over },
		clariCopilotWebhookApi: { baseUrl: webhookUrl, accessToken: webhookToken },
	};
}

/**
 * Runs the node against the sandbox. Fast, unless the parameters set a pace: tests that are about something else do not
 * have to wait for it.
 */
export async function runCopilot(
	copilot: CopilotService,
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<EngineResult> {
	const { options = {}, ...rest } = parameters;
	return await runNode({
		type: 'clariCopilot',
		credentials: copilotCredentials(copilot),
		parameters: {
			resource: 'call',
			operation: 'getMany',
			...rest,
			options: { requestsPerSecond: 1_000, ...Object(options) },
		},
		...run,
	});
}

/** A call, chosen by its ID. */
export function callById(id: string): INodeParameters {
	return { callId: { __rl: true, mode: 'id', value: id } };
}
