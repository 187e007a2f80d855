import type { INode, NodeApiError } from 'n8n-workflow';

import { explain, explanationsOf } from '../shared/errors/explanations';
import { toRequestError } from '../shared/errors/requestError';
import type { Explanation } from '../shared/errors/vendorError';
import type { HttpFailure } from '../shared/http/outcome';
import { isRecord, readText } from '../shared/json/read';
import type { ExportKind } from './exports/exportRequest';

/** What the text of an error needs besides the failure itself. */
export interface ErrorSubject {
	itemIndex: number;
	/** The sentence of what was being done, e.g. `Could not queue the export of forecast tab 'forecast'`. */
	attempted: string;
	/** The export job, once there is one: it can be resumed, so every later error names it. */
	jobId?: string;
	/** What the job exports; it decides which operation can resume it. */
	kind?: ExportKind;
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

const NOT_IN_TIME: Explanation = {
	what: 'Clari did not answer in time',
	todo: "Raise 'Request Timeout' under Options, or run the workflow again later.",
};

const EXPLANATIONS = explanationsOf('Clari', {
	byStatus: BY_STATUS,
	byNetwork: {
		ENOTFOUND: {
			what: 'The host of the base URL cannot be found',
			todo: 'Check the base URL in the credential.',
		},
		ECONNREFUSED: {
			what: 'The host of the base URL refuses the connection',
			todo: 'Check the base URL in the credential, and whether the gateway is up.',
		},
		ETIMEDOUT: NOT_IN_TIME,
	},
	keptBack: 'the token is',
	whenUnexpected: 'Check that the base URL and the API profile in the credential belong together.',
	whenServerFails:
		'This passes in most cases: run the workflow again later. If it stays, send the error ID to Clari support.',
});

/** Reads the parts of an error body that help people. Source for the shapes: Clari API Reference 5.0.0, §errors. */
export function readVendorAnswer(answer: unknown): VendorAnswer {
	const body = Array.isArray(answer) ? answer[0] : answer;
	if (!isRecord(body)) return {};
	const nested = Array.isArray(body.errors) && isRecord(body.errors[0]) ? body.errors[0] : body;
	return {
		code: readText(nested.code),
		message: sentenceOf(nested),
		errorId: readText(nested.errorId) ?? readText(body.request_id),
	};
}

/** The audit log and the opportunities have the particulars under a key of their own. */
function sentenceOf(error: Record<string, unknown>): string | undefined {
	const parts = [readText(error.message) ?? readText(error.description), readText(error.details)];
	return parts.filter((part) => part !== undefined).join(': ') || undefined;
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
	const vendor = readVendorAnswer(failure.answer);
	const { itemIndex, attempted, jobId, kind, detail, todo, secrets } = subject;
	return toRequestError(node, failure, {
		vendor: EXPLANATIONS.vendor,
		itemIndex,
		attempted,
		explanation: explainCode(vendor.code) ?? explain(failure, EXPLANATIONS),
		detail,
		todo,
		hint: jobId && resumeHint(jobId, kind),
		says: vendor,
		secrets,
		credentialInvalid: failure.status === 401 && vendor.code !== 'no_optin',
	});
}

/** The operation that fetches the result of a job that is there already. */
export const GET_RESULT: Readonly<Record<ExportKind, string>> = {
	activity: "'Activity Export: Get Result'",
	auditEvents: "'Audit Event: Get Result'",
	forecast: "'Forecast Export: Get Result'",
};

/** What to do with a job that was queued before something went wrong: fetch it, instead of paying for another. */
export function resumeHint(jobId: string, kind: ExportKind = 'forecast'): string {
	return `The export job is ${jobId}: fetch it with ${GET_RESULT[kind]}, which costs no further export.`;
}

function explainCode(code: string | undefined): Explanation | undefined {
	return code !== undefined && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
}
