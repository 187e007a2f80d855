import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { EventMemory } from '../events/eventMemory';
import type { WindowLimits } from '../events/eventWindow';

/** An event that has been read, and what is to come of it. */
export interface EventDelivery {
	/** Equal for each delivery of one event; `undefined` when nothing tells it from other events, and it is to run. */
	key?: string;
	/** Whether the user asked for it. */
	isWanted: boolean;
	/** What the sender is told about it, beside whether it is a duplicate. */
	answer: IDataObject;
	/** The items of each output. */
	outputs: INodeExecutionData[][];
	/** How long it is remembered; `undefined` when duplicates are to run. */
	remember?: WindowLimits;
}

/** Starts the workflow, unless nobody asked for the event or it is there already. */
export async function startOnce(
	context: IWebhookFunctions,
	{ key, isWanted, answer, outputs, remember }: EventDelivery,
): Promise<IWebhookResponseData> {
	const answered = (more: IDataObject) => ({ received: true, ...answer, ...more });
	if (!isWanted) return { webhookResponse: answered({ duplicate: false, ignored: true }) };
	if (remember && key !== undefined) {
		const memory = new EventMemory(context, remember);
		const isNew = memory.claim(key);
		if (isNew) releaseWhenAnswerFails(context, memory, key);
		if (!isNew || !isAnsweredByNode(context)) await memory.store();
		if (!isNew) return { webhookResponse: answered({ duplicate: true }) };
	}
	return { workflowData: outputs, webhookResponse: answered({ duplicate: false }) };
}

/**
 * Whether a node of the workflow gives the answer. n8n (2.41) ends that answer before it has written it when the memory
 * is to be saved first: the sender would get an empty body. So the process alone remembers the event, until a copy of it
 * or of another comes, which is not answered by the workflow.
 */
function isAnsweredByNode(context: IWebhookFunctions): boolean {
	return context.getNodeParameter('respond', 'onReceived') === 'responseNode';
}

/**
 * A sender that was told 5xx may try again, and must not hear that its event is there already: n8n answers so when it
 * could not start the execution, and when a workflow that answers at its end has failed.
 */
function releaseWhenAnswerFails(
	context: IWebhookFunctions,
	memory: EventMemory,
	key: string,
): void {
	const response = context.getResponseObject();
	response.once('finish', () => {
		if (response.statusCode >= 500) memory.release(key);
	});
}
