import type { INode, NodeApiError } from 'n8n-workflow';

import { toRequestError } from '../../shared/errors/requestError';
import type { Explanation } from '../../shared/errors/vendorError';
import { lowerFirst } from '../../shared/errors/vendorError';
import type { HttpFailure } from '../../shared/http/outcome';
import { mayHaveActed } from '../../shared/http/request';
import { isRecord, readText } from '../../shared/json/read';

/** Why Clay did not take a row. */
export interface RowFailure {
	http: HttpFailure;
	/** The webhook that was asked last. */
	webhook: string;
	/** Set when the row was not sent at all, because Clay had refused the rows before it for the same reason. */
	notSent?: boolean;
}

/** What each status of a table webhook means. Source: Clay's webhook integration guide; 404 from working clients. */
const BY_STATUS: Record<number, Explanation> = {
	400: {
		what: 'Clay does not accept the row',
		todo: 'Check that it is a JSON object below 100 KB. Sending it again does not help.',
	},
	401: {
		what: 'Clay does not accept the token of the webhook',
		todo: "Put the token of the webhook source into 'Auth Token' of the credential. A new token can take a minute to work; the one before it stops at once.",
	},
	403: {
		what: 'The webhook has used up its 50,000 submissions',
		todo: "Add another webhook source to the table in Clay and put its URL under 'Overflow URLs' in the credential. Deleting rows gives no submissions back; on an Enterprise plan, auto-delete lifts the limit.",
	},
	404: {
		what: 'Clay knows no webhook at this URL',
		todo: 'The source or its table was deleted, or the URL is mistyped: copy it again from the webhook source in Clay.',
	},
	413: {
		what: 'The row is too large for Clay',
		todo: "Choose fewer fields under 'Row Data'. Sending it again does not help.",
	},
	429: {
		what: 'Clay asks for fewer requests and did not let up in time',
		todo: "Other senders use up the workspace's limit of 10 rows a second: lower 'Rows per Second' here or there, or ask Clay's support to raise the limit. The row was not made.",
	},
};

const REDIRECTED: Explanation = {
	what: 'The webhook URL redirects to another address',
	todo: 'Put the final address into the credential: rows and token are not sent along to another one.',
};

const UNCERTAIN_TODO =
	"Look for the correlation ID in the table before you send the row again. 'Repeat Uncertain Rows' under Options does it at once and accepts that the row may be there twice.";

const NOT_REACHED: Explanation = {
	what: 'No connection to the webhook can be made',
	todo: 'Check the host of the webhook URL and whether n8n can reach it. The row was not made.',
};

const CANCELLED: Explanation = {
	what: 'The execution was canceled',
	todo: 'If the row was being sent, it may have been made.',
};

/** Whether Clay may have made the row, although it gave no usable answer. */
export function isUncertain(failure: HttpFailure): boolean {
	return failure.networkCode !== 'CANCELLED' && mayHaveActed(failure);
}

/** Whether the failure says something about the webhook, and so about every row that would follow. */
export function concernsWebhook({ delivery, status }: HttpFailure): boolean {
	if (delivery === 'notSent') return true;
	return status === 401 || status === 404 || isRedirect(status);
}

/** What happened and what to do, for people. */
export function explainRow({ http, notSent }: RowFailure): Explanation {
	const { what, todo } = explanationOf(http);
	return notSent ? { what: `Not sent: ${lowerFirst(what, 'Clay')}`, todo } : { what, todo };
}

/**
 * The n8n error of a row.
 *
 * @param createdSoFar a sentence with how many rows of this run had been made, when the run stops
 */
export function toRowError(
	node: INode,
	failure: RowFailure,
	subject: {
		itemIndex: number;
		correlationId: string;
		secrets: readonly string[];
		createdSoFar?: string;
	},
): NodeApiError {
	return toRequestError(node, failure.http, {
		vendor: 'Clay',
		itemIndex: subject.itemIndex,
		attempted: 'Could not create the row',
		explanation: explainRow(failure),
		detail: subject.createdSoFar,
		hint: `Correlation ID ${subject.correlationId}, webhook '${failure.webhook}'.`,
		says: { message: vendorMessage(failure.http.answer) },
		response: { correlationId: subject.correlationId },
		secrets: subject.secrets,
		credentialInvalid: failure.http.status === 401,
	});
}

function explanationOf(http: HttpFailure): Explanation {
	const { status, networkCode, delivery } = http;
	if (networkCode === 'CANCELLED') return CANCELLED;
	if (delivery === 'notSent') return NOT_REACHED;
	if (networkCode === 'UNEXPECTED_ANSWER') {
		return {
			what: 'A web page came back instead of the answer of Clay, which may have made the row',
			todo: `${UNCERTAIN_TODO} Check what stands between n8n and Clay (proxy, gateway).`,
		};
	}
	if (isUncertain(http)) {
		return {
			what:
				status === undefined
					? 'The connection broke off, and Clay may have made the row'
					: `Clay answered with status ${status}, and may have made the row`,
			todo: UNCERTAIN_TODO,
		};
	}
	if (isRedirect(status)) return REDIRECTED;
	return (
		BY_STATUS[status ?? 0] ?? {
			what: `Clay does not accept the row (status ${status ?? 'unknown'})`,
			todo: 'Check the row and the webhook in Clay.',
		}
	);
}

function isRedirect(status: number | undefined): boolean {
	return status !== undefined && status >= 300 && status < 400;
}

/** Clay's own words, of a JSON answer only: a gateway's page helps nobody. */
function vendorMessage(answer: unknown): string | undefined {
	return isRecord(answer) ? readText(answer.message) : undefined;
}
