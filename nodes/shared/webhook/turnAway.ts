import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { RefusalStatus } from './refuse';
import { refuse } from './refuse';

/**
 * Refuses a delivery, and says why in n8n's log. Strangers learn nothing but the reason's name; `shown` is for those who
 * have proved who they are.
 *
 * @param log without anything of the delivery or the credential
 */
export function turnAway(
	context: Pick<IWebhookFunctions, 'getNode' | 'getResponseObject' | 'getWorkflow' | 'logger'>,
	status: RefusalStatus,
	reason: string,
	log: string,
	shown: { message?: string; fields?: string[] } = {},
): IWebhookResponseData {
	const { name } = context.getNode();
	context.logger.warn(`${name}: a request was refused with ${status}. ${log}`, {
		workflowId: context.getWorkflow().id,
	});
	return refuse(context, status, { reason, ...shown });
}
