import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { secretAdvice } from '../../shared/security/secrets';
import { bearerOf } from './admission';

/** Checks what can be checked of a token that only Clarky sends: that it is there, and long enough. */
export async function webhookCredentialTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const { secrets } = bearerOf(credential.data ?? {});
	const advice =
		secretAdvice(...secrets) ??
		(secrets.some((secret) => /[^\x20-\x7e]/.test(secret))
			? 'Take letters, digits and signs that a header can carry, without accents or line breaks.'
			: undefined);
	if (advice !== undefined) return { status: 'Error', message: advice };
	return {
		status: 'OK',
		message: 'The token fits. Whether Clarky sends the same shows with its first request.',
	};
}
