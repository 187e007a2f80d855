import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { secretAdvice } from '../../shared/security/secrets';
import { headerOf, hmacOf } from './admission';

/** Checks what can be checked of a secret that only others send: that it is there, long enough, and fits its header. */
export async function callbackCredentialTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const data = credential.data ?? {};
	const { headerName, secrets } = data.method === 'hmac' ? hmacOf(data) : headerOf(data);
	const advice = secretAdvice(...secrets);
	if (advice !== undefined) return refusal(advice);
	if (!/^[\w!#$%&'*+.^`|~-]+$/.test(headerName)) {
		return refusal('A header name has no blanks and no colon, e.g. x-webhook-secret.');
	}
	return {
		status: 'OK',
		message: 'The settings fit. Whether Clay sends this secret shows with its first request.',
	};
}

function refusal(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}
