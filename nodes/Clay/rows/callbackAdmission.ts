import { toText } from '../../shared/parameters/read';
import type { Admission } from '../../shared/webhook/admission';
import { closed, readAdmissionCredential } from '../../shared/webhook/admission';
import { CALLBACK_CREDENTIAL, headerOf } from '../trigger/admission';

/**
 * What a callback to a parked execution has to prove. Only an explicit `none` does without a secret:
 * whatever else is chosen, an expression too, lets nobody in.
 *
 * @param chosen the raw parameter 'Callback Authentication', not resolved
 */
export async function readCallbackAdmission(
	context: Parameters<typeof readAdmissionCredential>[0],
	chosen: unknown,
): Promise<Exclude<Admission, { by: 'hmac' }>> {
	if (chosen === 'none') return { by: 'none' };
	if (chosen !== 'header') {
		return closed(
			"Choose 'Callback Authentication' from its list: nothing else lets a callback in.",
		);
	}
	const credential = await readAdmissionCredential(context, CALLBACK_CREDENTIAL);
	if ('admission' in credential) return credential.admission;
	if (toText(credential.data.method, 'header') !== 'header') {
		return closed(
			"'Method' of the credential is not 'Shared Header', and an HTTP API column cannot sign.",
		);
	}
	const check = headerOf(credential.data);
	if (check.secrets.some((secret) => secret !== '')) return { by: 'header', check };
	return closed("The credential 'Clay Callback API' has no secret. Put one into 'Secret'.");
}
