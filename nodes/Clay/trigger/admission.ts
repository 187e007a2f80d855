import type { IWebhookFunctions } from 'n8n-workflow';

import { toNumber, toText } from '../../shared/parameters/read';
import type { HmacHeader } from '../../shared/security/hmac';
import type { SharedHeader } from '../../shared/security/sharedHeader';
import type { Admission, AdmissionCredential } from '../../shared/webhook/admission';
import { closed, readAdmissionCredential } from '../../shared/webhook/admission';
import type { TriggerOn, TriggerSettings } from './settings';

/** Names that the credential leaves empty. Clay names the second one. */
const DEFAULT_HEADER = { header: 'x-webhook-secret', hmac: 'x-clay-signature' };

/** How each mode may be checked. What is not in its list lets nothing in. */
const CHOICES: Record<TriggerOn, string[]> = {
	httpApiColumn: ['header', 'none'],
	apiWebhook: ['hmac', 'none'],
	events: ['header', 'hmac', 'none'],
};

/** What deliveries are checked with. */
export const CALLBACK_CREDENTIAL: AdmissionCredential = {
	type: 'clayCallbackApi',
	displayName: 'Clay Callback API',
	secretField: 'Secret',
};

/** Finds out how deliveries are checked; never throws. */
export async function readAdmission(
	context: IWebhookFunctions,
	{ triggerOn, authentication }: TriggerSettings,
): Promise<Admission> {
	if (!CHOICES[triggerOn].includes(authentication)) {
		return closed("Choose 'Authentication' again: what is chosen does not fit 'Trigger On'.");
	}
	if (authentication === 'none') return { by: 'none' };
	const credential = await readAdmissionCredential(context, CALLBACK_CREDENTIAL);
	if ('admission' in credential) return credential.admission;
	const method = toText(credential.data.method, 'header');
	if (method !== authentication) {
		return closed(
			"'Method' of the credential and 'Authentication' of the node differ. Choose the same in both.",
		);
	}
	return method === 'hmac'
		? { by: 'hmac', check: hmacOf(credential.data) }
		: { by: 'header', check: headerOf(credential.data) };
}

/** A shared header, as the credential describes it. */
export function headerOf(credential: Record<string, unknown>): SharedHeader {
	return {
		headerName: toText(credential.headerName, '').trim() || DEFAULT_HEADER.header,
		prefix: toText(credential.headerPrefix, ''),
		secrets: secretsOf(credential),
	};
}

/** A signature, as the credential describes it. */
export function hmacOf(credential: Record<string, unknown>): HmacHeader {
	return {
		headerName: toText(credential.headerName, '').trim() || DEFAULT_HEADER.hmac,
		prefix: toText(credential.prefix, 'sha256='),
		secrets: secretsOf(credential),
		timestampHeader: toText(credential.timestampHeader, ''),
		toleranceSeconds: toNumber(credential.toleranceSeconds, 300),
	};
}

function secretsOf(credential: Record<string, unknown>): string[] {
	return [toText(credential.secret, ''), toText(credential.secondSecret, '')];
}
