import type { NodeApiError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Explanation } from '../shared/errors/vendorError';
import {
	buildVendorError,
	lowerFirst,
	redactSecrets,
	technicalLine,
} from '../shared/errors/vendorError';
import type { HttpFailure } from '../shared/http/outcome';
import { mayHaveActed } from '../shared/http/request';
import { isRecord, readText } from '../shared/json/read';
import type { ClaySession } from './transport';

/** What the text of an error needs besides the failure itself. */
export interface ErrorSubject {
	/** What was being done, e.g. `Could not start routine 'function:t_1'`. */
	attempted: string;
	/** A sentence with what is known besides, e.g. the id of a run that goes on. */
	detail?: string;
	/** What to do, for statuses that mean something particular here. */
	byStatus?: Readonly<Record<number, Explanation>>;
	/** What to do when it is not certain whether Clay acted. */
	whenUncertain?: string;
}

/** What each status means. Source: Clay's OpenAPI; its errors hold a message and nothing else. */
const BY_STATUS: Record<number, Explanation> = {
	400: { what: 'Clay does not accept the request', todo: 'Check the parameters of the node.' },
	401: {
		what: 'Clay does not accept the API key',
		todo: 'Make a new key in Clay under Settings, Account, API keys, and put it in the credential. If it is new, the API may not be available in your workspace.',
	},
	402: {
		what: 'The credits or the quota of the workspace are used up',
		todo: 'See Settings, Plans & Billing in Clay for what is left and when it starts anew.',
	},
	403: {
		what: 'Clay does not allow this to the user who made the API key, or not on this plan',
		todo: 'Use a key of a user who may do it, and check what your plan includes.',
	},
	404: {
		what: 'Clay knows nothing at this address',
		todo: 'Check the ID, and the base URL in the credential: host, and version at its end.',
	},
	413: { what: 'Clay says that the request is too large', todo: 'Ask for less at a time.' },
	422: {
		what: 'Clay understands the request and cannot fulfil it',
		todo: 'Check the parameters of the node.',
	},
	429: {
		what: 'Clay asks for fewer requests and did not let up in time',
		todo: 'Run the workflow less often, or at another time than your other integrations.',
	},
};

const CLIENT: Explanation = {
	what: 'Clay does not accept the request',
	todo: 'Check the parameters of the node.',
};

const SERVER: Explanation = {
	what: 'Clay could not process the request',
	todo: 'This passes in most cases: run the workflow again later.',
};

const NO_ANSWER: Explanation = {
	what: 'The connection to Clay broke off',
	todo: 'Run the workflow again later.',
};

const NOT_REACHED: Explanation = {
	what: 'No connection to the base URL can be made',
	todo: 'Check the base URL in the credential, its certificate, and whether n8n can reach it.',
};

const BY_NETWORK: Record<string, Explanation> = {
	ECONNABORTED: {
		what: 'Clay did not answer in time',
		todo: "Raise 'Request Timeout' under Options, or run the workflow again later.",
	},
	INVALID_JSON: {
		what: 'The answer of Clay was cut off or is no JSON',
		todo: 'Run the workflow again. If it stays, check what stands between n8n and Clay (proxy, gateway).',
	},
	UNEXPECTED_ANSWER: {
		what: 'Clay answered with something this node cannot read',
		todo: 'Check that the base URL in the credential is the one of the public API, e.g. https://api.clay.com/public/v0.',
	},
	CANCELLED: { what: 'The execution was cancelled', todo: 'Nothing needs to be done.' },
};

/** The one place where a failed request to Clay's API becomes an n8n error: what was attempted, what happened, what to do. */
export function apiError(
	session: ClaySession,
	failure: HttpFailure,
	subject: ErrorSubject,
): NodeApiError {
	const { itemIndex, connection, context } = session;
	const { what, todo } = explain(failure, subject);
	const uncertain = mayHaveActed(failure) ? subject.whenUncertain : undefined;
	const says = isRecord(failure.answer) ? readText(failure.answer.message) : undefined;
	const redact = (text: string) => redactSecrets(text, connection.secrets);
	return buildVendorError(context.getNode(), failure, {
		message: redact(`${subject.attempted}: ${lowerFirst(what, 'Clay')} [item ${itemIndex}]`),
		description: redact(
			[subject.detail, uncertain ?? todo, says && `Clay says: ${says}`, technicalLine(failure)]
				.filter(Boolean)
				.join(' '),
		),
		itemIndex,
		response: {},
		credentialInvalid: failure.status === 401,
	});
}

/** An n8n error of something that is wrong before or after a request. */
export function sessionError(
	{ context, connection, itemIndex }: ClaySession,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		redactSecrets(`${message} [item ${itemIndex}]`, connection.secrets),
		{ itemIndex, description: redactSecrets(description, connection.secrets) },
	);
}

function explain(failure: HttpFailure, { byStatus = {} }: ErrorSubject): Explanation {
	const { status, networkCode = '', delivery } = failure;
	if (status === undefined) {
		return BY_NETWORK[networkCode] ?? (delivery === 'notSent' ? NOT_REACHED : NO_ANSWER);
	}
	if (status >= 300 && status < 400) {
		return {
			what: 'The base URL redirects to another address',
			todo: 'Put the final address in the credential: the API key is not sent along to another one.',
		};
	}
	return byStatus[status] ?? BY_STATUS[status] ?? (status < 500 ? CLIENT : SERVER);
}
