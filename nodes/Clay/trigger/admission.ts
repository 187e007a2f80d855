import type { IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../../shared/json/read';
import { toNumber, toText } from '../../shared/parameters/read';
import type { HmacHeader } from '../../shared/security/hmac';
import type { SharedHeader } from '../../shared/security/sharedHeader';
import type { Refusal } from '../../shared/security/verdict';
import type { TriggerOn, TriggerSettings } from './settings';

/** Names that the credential leaves empty. Clay names the second one. */
const DEFAULT_HEADER = { header: 'x-webhook-secret', hmac: 'x-clay-signature' };

/** How each mode may be checked. What is not in its list lets nothing in. */
const CHOICES: Record<TriggerOn, string[]> = {
	httpApiColumn: ['header', 'none'],
	apiWebhook: ['hmac', 'none'],
	events: ['header', 'hmac', 'none'],
};

/** What a delivery has to prove. There is one way, and no other is tried when it does not succeed. */
export type Admission =
	| { by: 'none' }
	| { by: 'header'; check: SharedHeader }
	| { by: 'hmac'; check: HmacHeader }
	/** Nothing can be let in. */
	| { by: 'nothing'; status: 401 | 503; log: string };

/** Finds out how deliveries are checked; never throws. */
export async function readAdmission(
	context: IWebhookFunctions,
	{ triggerOn, authentication }: TriggerSettings,
): Promise<Admission> {
	if (!CHOICES[triggerOn].includes(authentication)) {
		return closed("Choose 'Authentication' again: what is chosen does not fit 'Trigger On'.");
	}
	if (authentication === 'none') return { by: 'none' };
	if (context.getNode().credentials?.clayCallbackApi === undefined) {
		return closed("Choose a credential of the kind 'Clay Callback API'.");
	}
	const credential = await readCredential(context);
	if (!credential) {
		return {
			by: 'nothing',
			status: 503,
			log: "The credential 'Clay Callback API' could not be read.",
		};
	}
	const method = toText(credential.method, 'header');
	if (method !== authentication) {
		return closed(
			"'Method' of the credential and 'Authentication' of the node differ. Choose the same in both.",
		);
	}
	return method === 'hmac'
		? { by: 'hmac', check: hmacOf(credential) }
		: { by: 'header', check: headerOf(credential) };
}

/** A shared header, as the credential describes it. */
export function headerOf(credential: Record<string, unknown>): SharedHeader {
	return {
		headerName: toText(credential.headerName, '').trim() || DEFAULT_HEADER.header,
		prefix: toText(credential.prefix, ''),
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

/** What n8n's log says about a delivery that was turned away; nothing of the delivery is in it. */
export function refusalLog(refusal: Refusal, { headerName }: { headerName: string }): string {
	const texts: Record<Refusal, string> = {
		notConfigured: "The credential 'Clay Callback API' has no secret. Put one into 'Secret'.",
		missing: `The header ${headerName} is missing. Add it to the column or the credential.`,
		repeated: `The header ${headerName} was sent more than once. Send it once.`,
		malformed: `The header ${headerName} has another form. Compare 'Prefix' of the credential with what is sent.`,
		mismatch: `The header ${headerName} does not match. Compare the secrets of Clay and of the credential.`,
		stale:
			'The signed time is too far from now. Check the clocks, or the delivery was recorded and sent again.',
	};
	return texts[refusal];
}

function secretsOf(credential: Record<string, unknown>): string[] {
	return [toText(credential.secret, ''), toText(credential.secondSecret, '')];
}

async function readCredential(
	context: IWebhookFunctions,
): Promise<Record<string, unknown> | undefined> {
	try {
		const credential: unknown = await context.getCredentials('clayCallbackApi');
		return isRecord(credential) ? credential : undefined;
	} catch {
		return undefined;
	}
}

function closed(log: string): Admission {
	return { by: 'nothing', status: 401, log };
}
