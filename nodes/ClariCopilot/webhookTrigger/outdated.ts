import type { IWebhookFunctions } from 'n8n-workflow';

import { readText } from '../../shared/json/read';
import { COPILOT_WEBHOOK_API, getCopilotConnection } from '../connection';
import { isAt, RegistrationMemory } from '../registration/memory';
import { secretsOf } from './admission';
import { keyProblem } from './urlKey';

/** What has been told in this process, so that it is told once and not with each delivery. */
const told = new Set<string>();

/**
 * Says in n8n's log that the registration is no longer what the credential asks for. n8n tells a node nothing of a change of
 * its credential, so that the first delivery after it is the earliest occasion. Never throws.
 */
export async function tellIfOutdated(
	context: IWebhookFunctions,
	authentication: string,
): Promise<void> {
	if (context.getMode() === 'manual') return;
	try {
		const text = await outdatedText(context, authentication);
		const workflowId = context.getWorkflow().id ?? '';
		const key = `${workflowId} ${context.getNode().id} ${text}`;
		if (text === undefined || told.has(key)) return;
		told.add(key);
		context.logger.warn(`${context.getNode().name}: ${text}`, { workflowId });
	} catch {
		// A credential that cannot be read is told where it is needed.
	}
}

async function outdatedText(
	context: IWebhookFunctions,
	authentication: string,
): Promise<string | undefined> {
	const { current } = new RegistrationMemory(context);
	const connection = await getCopilotConnection(context, COPILOT_WEBHOOK_API);
	if (current && !isAt(current, connection)) {
		return `The credential has another base URL or token than when webhook ${current.id} was registered at ${current.baseUrl}. Unpublish and publish the workflow, or start n8n anew, so that it is registered with the new ones.`;
	}
	if (authentication !== 'urlKey') return undefined;
	const request: { url?: unknown } = context.getRequestObject();
	const owner = { workflowId: context.getWorkflow().id ?? '', nodeId: context.getNode().id };
	const [secret = ''] = secretsOf(connection.credential);
	if (keyProblem(readText(request.url) ?? '', [secret], owner) === undefined) return undefined;
	return "The registered URL still has the key of 'Previous Shared Secret'. Unpublish and publish the workflow, or start n8n anew; then empty that field of the credential.";
}
