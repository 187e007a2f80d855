import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { verifyHmac } from '../security/hmac';
import type { RequestHeaders } from '../security/header';
import { verifySharedHeader } from '../security/sharedHeader';
import type { Verdict } from '../security/verdict';
import type { Admission, AdmissionCredential } from './admission';
import { refusalLog } from './admission';
import type { BodySource } from './rawBody';
import { announcesTooMuch, readBody } from './rawBody';
import type { EventDelivery } from './startOnce';
import { startOnce } from './startOnce';
import { turnAway } from './turnAway';

/** What a trigger knows of its deliveries, and this module does not. */
export interface Reception {
	maxBodyBytes: number;
	credential: AdmissionCredential;
	/** How a delivery is checked; must not throw. */
	readAdmission(): Promise<Admission>;
	/** Reads the body of somebody who has been let in. */
	read(body: Buffer): Step<EventDelivery>;
}

/** What comes of a step: something to go on with, or the answer. */
export type Step<T> = { value: T } | { answer: IWebhookResponseData };

/**
 * Receives a delivery: size, secret, body, event, duplicate, answer, in this order. What is refused starts nothing, and
 * nothing is thrown, since n8n answers that with 500 and a failed execution.
 *
 * @param prepare reads the parameters of the node
 */
export async function receive(
	context: IWebhookFunctions,
	prepare: () => Reception,
): Promise<IWebhookResponseData> {
	try {
		const reception = prepare();
		const body = await admit(context, reception);
		if ('answer' in body) return body.answer;
		const read = reception.read(body.value);
		return 'answer' in read ? read.answer : await startOnce(context, read.value);
	} catch (error) {
		return turnAway(context, 503, 'unavailable', `Nothing could be received: ${String(error)}`);
	}
}

/** The bytes of the body, of somebody who has the secret. */
async function admit(context: IWebhookFunctions, reception: Reception): Promise<Step<Buffer>> {
	const request: RequestHeaders & BodySource = context.getRequestObject();
	const { maxBodyBytes, credential } = reception;
	if (announcesTooMuch(request, maxBodyBytes)) return { answer: tooLarge(context) };

	const admission = await reception.readAdmission();
	if (admission.by === 'nothing') {
		const reason = admission.status === 401 ? 'unauthorized' : 'unavailable';
		return { answer: turnAway(context, admission.status, reason, admission.log) };
	}
	const unauthorized = (verdict: Verdict & { ok: false }, check: { headerName: string }) => {
		const log = refusalLog(verdict.refusal, check, credential);
		return { answer: turnAway(context, 401, 'unauthorized', log) };
	};
	// Before the body is read: a stranger without the secret fills no memory.
	if (admission.by === 'header') {
		const verdict = verifySharedHeader(request, admission.check);
		if (!verdict.ok) return unauthorized(verdict, admission.check);
	}

	const body = await readBody(request, maxBodyBytes);
	if (!body.ok) {
		return body.refusal === 'tooLarge'
			? { answer: tooLarge(context) }
			: { answer: turnAway(context, 400, 'unreadable', 'The body broke off or is badly packed.') };
	}
	if (admission.by === 'hmac') {
		const verdict = verifyHmac(request, body.bytes, admission.check, Date.now());
		if (!verdict.ok) return unauthorized(verdict, admission.check);
	}
	return { value: body.bytes };
}

function tooLarge(context: IWebhookFunctions): IWebhookResponseData {
	const log = "The body is larger than 'Max Body Size (MB)', or than n8n accepts.";
	return turnAway(context, 413, 'too_large', log);
}
