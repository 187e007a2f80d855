import type { IWebhookFunctions } from 'n8n-workflow';

import { readText } from '../../shared/json/read';
import { toText } from '../../shared/parameters/read';
import type { Admission, AdmissionCredential } from '../../shared/webhook/admission';
import { closed, readAdmissionCredential } from '../../shared/webhook/admission';
import { COPILOT_WEBHOOK_API } from '../connection';
import { keyProblem } from './urlKey';

/** What deliveries are checked with. */
export const WEBHOOK_CREDENTIAL: AdmissionCredential = {
	type: COPILOT_WEBHOOK_API.credentialType,
	displayName: COPILOT_WEBHOOK_API.name,
	secretField: 'Shared Secret',
};

/**
 * Checks the key of the URL, which needs no body, so that nothing is read from a stranger; never throws. What is not a
 * known choice lets nothing in.
 */
export async function readAdmission(
	context: IWebhookFunctions,
	authentication: string,
): Promise<Admission> {
	if (authentication === 'none') return { by: 'none' };
	if (authentication !== 'urlKey') return closed("Choose 'Authentication' again.");
	const credential = await readAdmissionCredential(context, WEBHOOK_CREDENTIAL);
	if ('admission' in credential) return credential.admission;
	const request: { url?: unknown } = context.getRequestObject();
	const owner = { workflowId: context.getWorkflow().id ?? '', nodeId: context.getNode().id };
	const problem = keyProblem(readText(request.url) ?? '', secretsOf(credential.data), owner);
	return problem === undefined ? { by: 'none' } : closed(problem);
}

/** The secret, and the one before it as long as it counts. */
export function secretsOf(credential: Record<string, unknown>): string[] {
	return [toText(credential.sharedSecret, ''), toText(credential.previousSecret, '')];
}
