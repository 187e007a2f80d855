import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readWebhookAddress } from './webhookAddress';

export const TABLE_WEBHOOK_CREDENTIAL = 'clayTableWebhookApi';

/** A webhook source that takes rows. The URL is a secret: texts name the webhook by its label. */
export interface TableWebhook {
	/** `primary`, `overflow 1`, … */
	label: string;
	/** Scheme and host, without a slash at the end. */
	origin: string;
	/** Path and query. */
	path: string;
	/** Stands for the URL where it must not be written, e.g. in the workflow's memory. */
	key: string;
}

/** The webhooks of the credential, in the order in which they are used. */
export interface RowConnection {
	/** What it was read from. */
	credential: ICredentialDataDecryptedObject;
	webhooks: TableWebhook[];
	/** Host with port: what requests are paced by. */
	host: string;
	/** Words that must never show up in a text. */
	secrets: string[];
}

/**
 * Reads the credential.
 *
 * @throws NodeOperationError when a URL leads to a host that is not Clay's and was not named; says which, not the URL
 */
export async function getRowConnection(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<RowConnection> {
	const credential = await context.getCredentials(TABLE_WEBHOOK_CREDENTIAL, itemIndex);
	const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
	const overflow = text(credential.overflowUrls).split(/[\s,]+/);
	const urls = [text(credential.webhookUrl), ...overflow.filter((url) => url !== '')];

	const webhooks = new Map<string, TableWebhook>();
	urls.forEach((url, index) => {
		const address = readWebhookAddress(url, text(credential.allowedHost));
		if (!address.ok) {
			const which = index === 0 ? "'Webhook URL'" : `Entry ${index} of 'Overflow URLs'`;
			throw new NodeOperationError(
				context.getNode(),
				`${which} in the Clay Table Webhook API credential ${address.reason}`,
				{ itemIndex, description: address.todo },
			);
		}
		const { origin, pathname, search } = address.url;
		const key = createHash('sha256').update(address.url.href).digest('hex').slice(0, 16);
		// The same URL twice would be asked twice after its limit.
		if (webhooks.has(key)) return;
		const label = index === 0 ? 'primary' : `overflow ${index}`;
		webhooks.set(key, { label, origin, path: `${pathname}${search}`, key });
	});
	const token = text(credential.authToken);
	const list = [...webhooks.values()];
	return {
		credential,
		webhooks: list,
		host: new URL(list[0]?.origin ?? '').host,
		secrets: [token, ...list.map(({ path }) => path)].filter((secret) => secret !== ''),
	};
}

/**
 * Reads the credential of another item of a run: an expression in it may give each item a token of its own, but the webhooks
 * are those of the run, which shares pace, order and count.
 *
 * @throws NodeOperationError when the credential leads to other webhooks than for the first item
 */
export async function getRowConnectionOfItem(
	context: IExecuteFunctions,
	itemIndex: number,
	ofRun: RowConnection,
): Promise<RowConnection> {
	const own = await getRowConnection(context, itemIndex);
	const keysOf = ({ webhooks }: RowConnection) => webhooks.map(({ key }) => key).join();
	if (keysOf(own) === keysOf(ofRun)) return own;
	throw new NodeOperationError(
		context.getNode(),
		`The credential leads to another webhook than for the first item [item ${itemIndex}]`,
		{
			itemIndex,
			description:
				"The rows of one run go to the same webhooks, so this row was not sent. Split the items before this node, e.g. with 'Loop Over Items' or 'Switch', or use a credential for each table.",
		},
	);
}
