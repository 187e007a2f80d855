import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import type { ClayService } from '../../sandbox/vendors';
import type { EngineResult, EngineRun } from './engine';
import { runNode } from './engine';

/** The credential of the sandbox's table webhooks; its host has to be named, since it is not Clay's. */
export function webhookCredential(
	clay: ClayService,
	over: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return {
		webhookUrl: clay.webhookUrl,
		authToken: clay.token ?? '',
		overflowUrls: '',
		allowedHost: new URL(clay.origin).host,
		...over,
	};
}

export function apiCredential(clay: ClayService): ICredentialDataDecryptedObject {
	return { apiKey: clay.apiKey, baseUrl: clay.apiUrl, registrationUrl: clay.registrationUrl };
}

/** Runs the Clay node against the sandbox, by default Row: Create. */
export async function runClay(
	clay: ClayService,
	parameters: INodeParameters = {},
	run: Partial<EngineRun> = {},
): Promise<EngineResult> {
	return await runNode({
		type: 'clay',
		credentials: { clayTableWebhookApi: webhookCredential(clay), clayApi: apiCredential(clay) },
		parameters: { resource: 'row', operation: 'create', options: {}, ...parameters },
		...run,
	});
}

/** So many leads, told apart by their number. */
export function leads(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, number) => ({
		number,
		email: `lead${number}@example.com`,
		company: { name: `Company ${number}`, employees: number * 10 },
		tags: ['a', 'b'],
		isCustomer: false,
	}));
}
