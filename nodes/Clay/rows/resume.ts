import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord, readText, toItemData } from '../../shared/json/read';
import { toText } from '../../shared/parameters/read';
import type { RequestHeaders } from '../../shared/security/header';
import { verifySharedHeader } from '../../shared/security/sharedHeader';
import { refusalLog } from '../../shared/webhook/admission';
import { refuse } from '../../shared/webhook/refuse';
import { turnAway } from '../../shared/webhook/turnAway';
import { CALLBACK_CREDENTIAL } from '../trigger/admission';
import { findColumnNames } from '../trigger/body/placeholders';
import { placeholderWarnings, readColumnEvent } from '../trigger/event/clayEvent';
import { readCallbackAdmission } from './callbackAdmission';
import { isOfRow } from './rowUrl';

const ANOTHER_ROW =
	'This execution waits for the callback of another row now, or the URL is not the one in the row as it stands there.';

/**
 * Takes the callback that a waiting execution is resumed with. n8n has checked the token in the URL before. What is
 * refused leaves the execution waiting; n8n itself refuses a body that is no valid JSON, and what comes while nothing waits
 * (409).
 * Nothing is thrown: n8n answers that with 500 and ends the execution.
 */
export async function resume(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await takeCallback(context);
	} catch (error) {
		return turnAway(context, 503, 'unavailable', `Nothing could be received: ${String(error)}`);
	}
}

async function takeCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const refusal = await refusalOf(context);
	if (refusal !== undefined) {
		const { status, log } = refusal;
		return turnAway(context, status, status === 401 ? 'unauthorized' : 'unavailable', log);
	}
	const parked = readParked(context);
	if (!isOfRow(context.getQueryData(), { nodeId: context.getNode().id, ...parked })) {
		return turnAway(context, 409, 'another_row', ANOTHER_ROW, { message: ANOTHER_ROW });
	}
	const body: unknown = context.getBodyData();
	if (!isJson(context) || !isRecord(body) || Object.keys(body).length === 0) {
		return refuse(context, 400, {
			reason: 'not_an_object',
			message: 'Send one JSON object with the header Content-Type: application/json.',
		});
	}
	const { event } = readColumnEvent(body, {
		correlationField: parked.correlationField,
		keyRule: 'automatic',
		receivedAt: new Date().toISOString(),
	});
	// The URL belongs to one row, so the row's own ID holds, whatever a column was filled with.
	const { correlationId } = parked;
	const warnings = placeholderWarnings(findColumnNames(body));
	const { raw, ...known } = event;
	return {
		workflowData: [
			[
				{
					json: toItemData({
						timedOut: false,
						...known,
						correlationId,
						waitedSeconds: waitedSeconds(parked.sentAt),
						...(warnings.length > 0 && { warnings }),
						raw,
					}),
					pairedItem: { item: 0 },
				},
			],
		],
		webhookResponse: { received: true, correlationId },
	};
}

/** Why a callback is not let in, if it is not. */
async function refusalOf(
	context: IWebhookFunctions,
): Promise<{ status: 401 | 503; log: string } | undefined> {
	// Unresolved: an expression could say something else now than when the row was sent.
	const chosen: unknown = context.getNodeParameter('callbackAuthentication', '', {
		rawExpressions: true,
	});
	const admission = await readCallbackAdmission(context, chosen);
	if (admission.by === 'none') return undefined;
	if (admission.by === 'nothing') return admission;
	const request: RequestHeaders = context.getRequestObject();
	const verdict = verifySharedHeader(request, admission.check);
	if (verdict.ok) return undefined;
	const log = refusalLog(verdict.refusal, admission.check, CALLBACK_CREDENTIAL);
	return { status: 401, log };
}

function isJson(context: IWebhookFunctions): boolean {
	const type = readText(context.getHeaderData()['content-type']) ?? '';
	return /^application\/(?:[\w.-]+\+)?json\b/i.test(type.trim());
}

/** What the node left behind when it began to wait: it is the input that n8n has kept. */
function readParked(context: IWebhookFunctions): {
	correlationId: string;
	sentAt?: string;
	correlationField: string;
} {
	const json: unknown = context.evaluateExpression('{{ $json }}', 0);
	const options: unknown = context.getNodeParameter('options', {});
	const field = isRecord(options) ? toText(options.correlationField, '').trim() : '';
	const record = isRecord(json) ? json : {};
	return {
		correlationId: readText(record.correlationId) ?? '',
		sentAt: readText(record.sentAt),
		correlationField: field || 'correlation_id',
	};
}

function waitedSeconds(sentAt: string | undefined): number | null {
	const since = Date.parse(sentAt ?? '');
	return Number.isNaN(since) ? null : Math.max(0, Math.round((Date.now() - since) / 1_000));
}
