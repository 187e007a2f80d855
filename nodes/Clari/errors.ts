import type { INode, NodeApiError } from 'n8n-workflow';

import type { Explanation } from '../shared/errors/vendorError';
import {
	buildVendorError,
	lowerFirst,
	redactSecrets,
	technicalLine,
} from '../shared/errors/vendorError';
import type { HttpFailure } from '../shared/http/outcome';
import { isRecord, readText } from '../shared/json/read';

/** What the text of an error needs besides the failure itself. */
export interface ErrorSubject {
	itemIndex: number;
	/** The sentence of what was being done, e.g. `Could not queue the export of forecast tab 'forecast'`. */
	attempted: string;
	/** The export job, once there is one: it can be resumed, so every later error names it. */
	jobId?: string;
	/** A sentence with what was found out, e.g. which of two limits is used up. */
	detail?: string;
	/** What to do, where the caller knows better than the table. */
	todo?: string;
	/** Words that must not appear in the text, whoever put them there. */
	secrets: string[];
}

/** The vendor's error body, whichever of its shapes it came in. */
interface VendorAnswer {
	code?: string;
	message?: string;
	/** What Clari support asks for. */
	errorId?: string;
}

const TOKEN_HELP =
	'Generate a new token in Clari (avatar, Settings, API Token) and put it in the credential. Tokens end when they are revoked or when the user who made them is deactivated.';

/**
 * What each error code means and what helps. Source: Clari API Reference 5.0.0; that a used-up quota comes as 400 and
 * that `no_optin` comes as 401 is documented there too.
 */
const BY_CODE: Record<string, Explanation> = {
	export_monthly_quota_reached: {
		what: 'Clari refused the export: the quota or the number of jobs at a time is used up',
		todo: "Use 'Account: Get Limits' to see which one. Jobs at a time free up as jobs end; the quota is counted over the last 30 days and can be raised by your Clari customer success manager.",
	},
	no_such_forecast_config: {
		what: 'Clari knows no forecast tab with this ID',
		todo: "Open the forecast tab in Clari and copy the ID from the address of the page into 'Forecast Tab'. It is an ID such as net_new, not the tab's title.",
	},
	missing_forecast_id: {
		what: 'Clari got no forecast tab ID',
		todo: "Fill in 'Forecast Tab'.",
	},
	bad_request: {
		what: 'Clari does not accept the parameters of the export',
		todo: "Check 'Currency', 'Time Periods' and 'Types to Export'.",
	},
	type_not_supported: {
		what: 'This Clari organization cannot export one of the chosen types',
		todo: "Remove CRM Total and CRM Closed from 'Types to Export' and try again.",
	},
	invalid_jobId: {
		what: 'Clari has no result for this job: it has not finished, is unknown, or its file has expired',
		todo: "Use 'Export Job: Get' to see its status and when its file expires.",
	},
	export_failed_to_cancel: {
		what: 'The job has already ended, so there is nothing to cancel',
		todo: "Use 'Export Job: Get' to see how it ended.",
	},
	no_optin: {
		what: 'The token is valid, but its user is not opted in to this forecast or scope',
		todo: "In Clari, opt the user who made the token in to this forecast (best at the top of the hierarchy), or choose another 'Scope ID'. A new token does not help.",
	},
};

const BY_STATUS: Record<number, Explanation> = {
	400: { what: 'Clari does not accept the request', todo: 'Check the parameters of the node.' },
	401: { what: 'Clari does not accept the API token', todo: TOKEN_HELP },
	403: {
		what: 'Clari does not show this to the user who made the token',
		todo: 'Export jobs are visible only to the user who queued them: use the token of that user.',
	},
	404: {
		what: 'Nothing answers at this address',
		todo: 'Check the base URL in the credential: host, and version at its end, e.g. https://api.clari.com/v4.',
	},
	429: {
		what: 'Clari asks for fewer requests and did not let up in time',
		todo: 'Run the workflow less often, or at another time than your other integrations.',
	},
};

const SERVER: Explanation = {
	what: 'Clari could not process the request',
	todo: 'This passes in most cases: run the workflow again later. If it stays, send the error ID to Clari support.',
};

const BY_NETWORK: Record<string, Explanation> = {
	ENOTFOUND: {
		what: 'The host of the base URL cannot be found',
		todo: 'Check the base URL in the credential.',
	},
	ECONNREFUSED: {
		what: 'The host of the base URL refuses the connection',
		todo: 'Check the base URL in the credential, and whether the gateway is up.',
	},
	ECONNABORTED: {
		what: 'Clari did not answer in time',
		todo: "Raise 'Request Timeout' under Options, or run the workflow again later.",
	},
	INVALID_JSON: {
		what: 'The answer of Clari was cut off or is no JSON',
		todo: 'Run the workflow again. If it stays, check what stands between n8n and Clari (proxy, gateway).',
	},
	UNEXPECTED_ANSWER: {
		what: 'Clari answered with something this node cannot read',
		todo: 'Check that the base URL and the API profile in the credential belong together.',
	},
	CANCELLED: { what: 'The execution was cancelled', todo: 'Nothing needs to be done.' },
};
BY_NETWORK.ETIMEDOUT = BY_NETWORK.ECONNABORTED ?? SERVER;

const NOT_REACHED: Explanation = {
	what: 'No connection to the base URL can be made',
	todo: 'Check the base URL in the credential, its certificate, and whether n8n can reach it.',
};

const NO_ANSWER: Explanation = {
	what: 'The connection to Clari broke off',
	todo: 'Run the workflow again later.',
};

/** Reads the parts of an error body that help people. Source for the shapes: Clari API Reference 5.0.0, §errors. */
export function readVendorAnswer(answer: unknown): VendorAnswer {
	const body = Array.isArray(answer) ? answer[0] : answer;
	if (!isRecord(body)) return {};
	const nested = Array.isArray(body.errors) && isRecord(body.errors[0]) ? body.errors[0] : body;
	return {
		code: readText(nested.code),
		message: readText(nested.message) ?? readText(nested.description),
		errorId: readText(nested.errorId) ?? readText(body.request_id),
	};
}

/**
 * The one place where a failed request becomes an n8n error: what was attempted, what happened, what to do, and the
 * job's id and the vendor's error id where there are any.
 */
export function toClariError(
	node: INode,
	failure: HttpFailure,
	subject: ErrorSubject,
): NodeApiError {
	const redact = (value: string) => redactSecrets(value, subject.secrets);
	const vendor = redacted(readVendorAnswer(failure.answer), redact);
	const { what, todo } = explain(failure, vendor);

	const message = redact(
		`${subject.attempted}: ${lowerFirst(what, 'Clari')} [item ${subject.itemIndex}]`,
	);
	const description = redact(
		[
			subject.detail,
			subject.todo ?? todo,
			subject.jobId && resumeHint(subject.jobId),
			vendor.message && `Clari says: ${vendor.message}`,
			technicalLine(failure, vendor),
		]
			.filter(Boolean)
			.join(' '),
	);
	return buildVendorError(node, failure, {
		message,
		description,
		itemIndex: subject.itemIndex,
		response: {
			...(vendor.code && { code: vendor.code }),
			...(vendor.errorId && { errorId: vendor.errorId }),
		},
		credentialInvalid: failure.status === 401 && vendor.code !== 'no_optin',
	});
}

/** What to do with a job that was queued before something went wrong: fetch it, instead of paying for another. */
export function resumeHint(jobId: string): string {
	return `The export job is ${jobId}: fetch it with 'Forecast Export: Get Result', which costs no further export.`;
}

/** n8n keeps the parts of the answer beside the text, so they are cleaned as well. */
function redacted(vendor: VendorAnswer, redact: (value: string) => string): VendorAnswer {
	const { code, message, errorId } = vendor;
	return {
		...(code !== undefined && { code: redact(code) }),
		...(message !== undefined && { message: redact(message) }),
		...(errorId !== undefined && { errorId: redact(errorId) }),
	};
}

function explain(failure: HttpFailure, vendor: VendorAnswer): Explanation {
	if (vendor.code !== undefined && Object.hasOwn(BY_CODE, vendor.code)) {
		const known = BY_CODE[vendor.code];
		if (known) return known;
	}
	if (failure.status !== undefined) {
		if (failure.status >= 300 && failure.status < 400) {
			return {
				what: 'The base URL redirects to another address',
				todo: 'Put the final address in the credential: the token is not sent along to another one.',
			};
		}
		return BY_STATUS[failure.status] ?? (failure.status < 500 ? STATUS_4XX : SERVER);
	}
	if (failure.delivery === 'notSent') return BY_NETWORK[failure.networkCode ?? ''] ?? NOT_REACHED;
	return BY_NETWORK[failure.networkCode ?? ''] ?? NO_ANSWER;
}

const STATUS_4XX: Explanation = {
	what: 'Clari does not accept the request',
	todo: 'Check the parameters of the node.',
};
