import type { INodeParameters } from 'n8n-workflow';
import { scriptLoop } from './scriptLoop';
import type { Sender } from './sender';
import { workflowSender, type SendingNode } from './workflowSender';

const rowCreate = workflowSender(
	{
		id: 'row-create',
		title: 'Clay, Row: Create',
		about: 'as it comes: no option is set.',
	},
	async ({ host, clay }) => {
		const name = `Benchmark ${clay.origin}`;
		const id = await host.api.importCredential({
			name,
			type: 'clayTableWebhookApi',
			data: {
				webhookUrl: clay.webhookUrl,
				authToken: '',
				overflowUrls: '',
				allowedHost: new URL(clay.origin).host,
			},
		});
		return {
			type: 'n8n-nodes-revops.clay',
			typeVersion: 1,
			parameters: { resource: 'row', operation: 'create', rowData: 'allFields', options: {} },
			credentials: { clayTableWebhookApi: { id, name } },
		};
	},
);

const httpBatched = workflowSender(
	{
		id: 'http-batched',
		title: 'HTTP Request, batches of 10',
		about:
			'10 items per batch, 1,000 ms between batches, On Error at Continue, as a careful user sets it.',
	},
	async ({ clay }) => ({
		...httpRequest(clay.webhookUrl, {
			batching: { batch: { batchSize: 10, batchInterval: 1_000 } },
		}),
		onError: 'continueRegularOutput',
	}),
);

const httpPlain = workflowSender(
	{
		id: 'http-plain',
		title: 'HTTP Request, as shipped',
		about: 'without batching: all requests at once.',
	},
	async ({ clay }) => httpRequest(clay.webhookUrl, {}),
);

/** In the order of the table. */
export const SENDERS: readonly Sender[] = [rowCreate, httpBatched, httpPlain, scriptLoop];

/** Whom the others are put in relation to. */
export const OURS = rowCreate.id;

function httpRequest(url: string, options: INodeParameters): SendingNode {
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ $json }}',
			options,
		},
	};
}
