import type { IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../json/read';
import type { HmacHeader } from '../security/hmac';
import type { SharedHeader } from '../security/sharedHeader';
import type { Refusal } from '../security/verdict';

/** What a delivery has to prove. There is one way, and no other is tried when it does not succeed. */
export type Admission =
	| { by: 'none' }
	| { by: 'header'; check: SharedHeader }
	| { by: 'hmac'; check: HmacHeader }
	| NobodyAdmitted;

/** Nothing can be let in. */
export interface NobodyAdmitted {
	by: 'nothing';
	status: 401 | 503;
	/** Why, and what to do; for n8n's log. */
	log: string;
}

/** The kind of credential that a trigger checks deliveries with. */
export interface AdmissionCredential {
	/** Name of its type. */
	type: string;
	displayName: string;
	/** Display name of the field that holds the secret. */
	secretField: string;
}

/** Nobody is let in until the user has changed something. */
export function closed(log: string): NobodyAdmitted {
	return { by: 'nothing', status: 401, log };
}

/** What the credential of a trigger holds; never throws. */
export async function readAdmissionCredential(
	context: Pick<IWebhookFunctions, 'getCredentials' | 'getNode'>,
	{ type, displayName }: AdmissionCredential,
): Promise<{ data: Record<string, unknown> } | { admission: NobodyAdmitted }> {
	if (context.getNode().credentials?.[type] === undefined) {
		return { admission: closed(`Choose a credential of the kind '${displayName}'.`) };
	}
	try {
		const data: unknown = await context.getCredentials(type);
		if (isRecord(data)) return { data };
	} catch {
		// Said below: what was thrown may tell of the credential.
	}
	const log = `The credential '${displayName}' could not be read.`;
	return { admission: { by: 'nothing', status: 503, log } };
}

/** What n8n's log says about a delivery that was turned away; nothing of the delivery is in it. */
export function refusalLog(
	refusal: Refusal,
	{ headerName }: { headerName: string },
	{ displayName, secretField }: AdmissionCredential,
): string {
	const texts: Record<Refusal, string> = {
		notConfigured: `The credential '${displayName}' has no secret. Put one into '${secretField}'.`,
		missing: `The header ${headerName} is missing. Add it at the sender.`,
		repeated: `The header ${headerName} was sent more than once. Send it once.`,
		malformed: `The header ${headerName} has another form. Compare 'Prefix' of the credential with what is sent.`,
		mismatch: `The header ${headerName} does not match. Compare the secrets of the sender and of the credential.`,
		stale:
			'The signed time is too far from now. Check the clocks, or the delivery was recorded and sent again.',
	};
	return texts[refusal];
}
