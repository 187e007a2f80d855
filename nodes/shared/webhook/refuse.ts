import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

export type RefusalStatus = 400 | 401 | 409 | 413 | 503;

/**
 * Answers a delivery that is not let in. The answer is written here: an error that is thrown makes n8n answer 500 and
 * leave a failed execution behind, and a stranger must not be able to do that.
 *
 * @returns what the webhook method returns: nothing starts
 */
export function refuse(
	context: Pick<IWebhookFunctions, 'getResponseObject'>,
	status: RefusalStatus,
	answer: { reason: string; message?: string; fields?: string[] },
): IWebhookResponseData {
	const body = Buffer.from(JSON.stringify({ received: false, ...answer }));
	const response = context.getResponseObject();
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
	});
	response.end(body);
	return { noWebhookResponse: true };
}
