import type { IWebhookFunctions } from 'n8n-workflow';

import { toText } from '../../shared/parameters/read';
import type { SharedHeader } from '../../shared/security/sharedHeader';
import type { Admission, AdmissionCredential } from '../../shared/webhook/admission';
import { closed, readAdmissionCredential } from '../../shared/webhook/admission';

/** What deliveries are checked with. */
export const WEBHOOK_CREDENTIAL: AdmissionCredential = {
	type: 'clarkyWebhookApi',
	displayName: 'Clarky Webhook API',
	secretField: 'Bearer Token',
};

/** Finds out how deliveries are checked; never throws. What is not a known choice lets nothing in. */
export async function readAdmission(
	context: IWebhookFunctions,
	authentication: string,
): Promise<Admission> {
	if (authentication === 'none') return { by: 'none' };
	if (authentication !== 'bearer') return closed("Choose 'Authentication' again.");
	const credential = await readAdmissionCredential(context, WEBHOOK_CREDENTIAL);
	return 'admission' in credential
		? credential.admission
		: { by: 'header', check: bearerOf(credential.data) };
}

/** The header that Clarky sends when the webhook has a bearer token, as the credential describes it. */
export function bearerOf(credential: Record<string, unknown>): SharedHeader {
	const tokens = [credential.token, credential.secondToken];
	return {
		headerName: 'Authorization',
		prefix: 'Bearer',
		// Whoever copies a header copies its scheme.
		secrets: tokens.map((token) => toText(token, '').replace(/^\s*bearer\s+/i, '')),
	};
}
