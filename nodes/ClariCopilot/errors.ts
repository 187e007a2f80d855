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
import type { CopilotSession } from './transport';

/** What the text of an error needs besides the failure itself. */
export interface ErrorSubject {
	/** What was being done, e.g. `Could not read call c1`. */
	attempted: string;
	/** What to do, for statuses that mean something particular here. */
	byStatus?: Readonly<Record<number, Explanation>>;
	/** What to say when the host is not there at all. */
	notReached?: Explanation;
	/** What to do when it is not certain whether Copilot acted. */
	whenUncertain?: string;
}

const CLIENT: Explanation = {
	what: 'Clari Copilot does not accept the request',
	todo: 'Check the parameters of the node.',
};

/** What each status means. The OpenAPI file documents 400, 404 and 500; 401 was seen live; 429 is what its limits suggest. */
const BY_STATUS: Record<number, Explanation> = {
	401: {
		what: 'Clari Copilot does not accept the key and password',
		todo: 'Copy both again from Workspace settings, Integrations, Clari Copilot API, into the credential.',
	},
	404: {
		what: 'Clari Copilot knows nothing at this address',
		todo: 'Check the ID, and the base URL in the credential.',
	},
	429: {
		what: 'Clari Copilot asks for fewer requests and did not let up in time',
		todo: "It allows 10 requests a second and 100,000 from Sunday to Sunday (UTC). Lower 'Requests per Second' under Options, or read less often.",
	},
};

const SERVER: Explanation = {
	what: 'Clari Copilot could not process the request',
	todo: 'This passes in most cases: run the workflow again later.',
};

const NO_ANSWER: Explanation = {
	what: 'The connection to Clari Copilot broke off',
	todo: 'Run the workflow again later.',
};

const NOT_REACHED: Explanation = {
	what: 'No connection to the base URL can be made',
	todo: 'Check the base URL in the credential, its certificate, and whether n8n can reach it.',
};

const REDIRECTED: Explanation = {
	what: 'The base URL redirects to another address',
	todo: 'Put the final address in the credential: key and password are not sent along to another one.',
};

const BY_NETWORK: Record<string, Explanation> = {
	ECONNABORTED: {
		what: 'Clari Copilot did not answer in time',
		todo: "Raise 'Request Timeout' under Options, or run the workflow again later.",
	},
	INVALID_JSON: {
		what: 'The answer of Clari Copilot was cut off or is no JSON',
		todo: 'Run the workflow again. If it stays, check what stands between n8n and Clari Copilot (proxy, gateway).',
	},
	UNEXPECTED_ANSWER: {
		what: 'Clari Copilot answered with something this node cannot read',
		todo: 'Check that the base URL in the credential is the one of the API, e.g. https://rest-api.copilot.clari.com.',
	},
	CANCELLED: { what: 'The execution was cancelled', todo: 'Nothing needs to be done.' },
};

/** The one place where a failed request to Copilot becomes an n8n error: what was attempted, what happened, what to do. */
export function apiError(
	session: CopilotSession,
	failure: HttpFailure,
	subject: ErrorSubject,
): NodeApiError {
	const { itemIndex, connection, context } = session;
	const { what, todo } = explain(failure, subject);
	const uncertain = mayHaveActed(failure) ? subject.whenUncertain : undefined;
	const says = messageOf(failure.answer);
	const redact = (text: string) => redactSecrets(text, connection.secrets);
	return buildVendorError(context.getNode(), failure, {
		message: redact(
			`${subject.attempted}: ${lowerFirst(what, 'Clari Copilot')} [item ${itemIndex}]`,
		),
		description: redact(
			[uncertain ?? todo, says && `Clari Copilot says: ${says}`, technicalLine(failure)]
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
	{ context, connection, itemIndex }: CopilotSession,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		redactSecrets(`${message} [item ${itemIndex}]`, connection.secrets),
		{ itemIndex, description: redactSecrets(description, connection.secrets) },
	);
}

function messageOf(answer: unknown): string | undefined {
	if (!isRecord(answer)) return undefined;
	return readText(answer.errorMessage) ?? readText(answer.message) ?? readText(answer.error);
}

function explain(failure: HttpFailure, { byStatus = {}, notReached }: ErrorSubject): Explanation {
	const { status, networkCode = '', delivery } = failure;
	if (status === undefined) {
		const known = BY_NETWORK[networkCode];
		if (known) return known;
		return delivery === 'notSent' ? (notReached ?? NOT_REACHED) : NO_ANSWER;
	}
	if (status >= 300 && status < 400) return REDIRECTED;
	return byStatus[status] ?? BY_STATUS[status] ?? (status < 500 ? CLIENT : SERVER);
}
