import { startReceiver, type ReceiverOptions, type ReceiverService } from './service';

type Where = Pick<ReceiverOptions, 'host' | 'port'>;

/** A CRM that creates a contact for each POST. */
export async function startCrm(where: Where = {}): Promise<ReceiverService> {
	return await startReceiver({
		name: 'crm',
		path: '/contacts',
		answer: (_body, n) => ({ status: 201, body: { id: `contact_${n}` } }),
		...where,
	});
}

/** A catch hook as Zapier gives them out; it says yes to everything. */
export async function startZapier(where: Where = {}): Promise<ReceiverService> {
	return await startReceiver({
		name: 'zapier',
		path: '/hooks/catch/123/abc/',
		answer: (_body, n) => ({ status: 200, body: { status: 'success', id: `attempt_${n}` } }),
		...where,
	});
}
