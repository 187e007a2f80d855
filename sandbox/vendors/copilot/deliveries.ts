import axios from 'axios';
import type { Calls } from './calls';
import { callObject } from './callObject';
import type { CopilotWebhook } from './routesWebhooks';

/** An event that was sent to a registered webhook. */
export interface CopilotDelivery {
	webhookId: string;
	event: string;
	callId: string;
	/** `null` when there was no answer. */
	status: number | null;
}

/**
 * Sends an event about a call to every webhook that wants it. The envelope is ours: no source documents one.
 *
 * @param at ISO date-time of the event
 */
export async function deliver(
	webhooks: readonly CopilotWebhook[],
	calls: Calls,
	{ event, callId, at }: { event: string; callId: string; at: string },
): Promise<CopilotDelivery[]> {
	const call = calls.get(callId);
	if (!call) throw new Error(`No call ${callId}`);
	const media = { includeAudio: false, includeVideo: false, padding: 0 };
	const body = {
		event,
		timestamp: at,
		data: { call: callObject(call.plan, call.state, media) },
	};
	const wanting = webhooks.filter(({ events }) => events.includes(event));
	return await Promise.all(
		wanting.map(async ({ id, url }) => {
			const answer = await axios
				.post(url, body, { validateStatus: () => true, proxy: false, timeout: 10_000 })
				.catch(() => undefined);
			return { webhookId: id, event, callId, status: answer?.status ?? null };
		}),
	);
}
