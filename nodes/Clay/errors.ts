import type { NodeApiError } from 'n8n-workflow';

import { explain, explanationsOf } from '../shared/errors/explanations';
import { toRequestError } from '../shared/errors/requestError';
import type { Explanation } from '../shared/errors/vendorError';
import type { HttpFailure } from '../shared/http/outcome';
import { mayHaveActed } from '../shared/http/request';
import { isRecord, readText } from '../shared/json/read';
import type { ClaySession } from './transport';

export { sessionError } from '../shared/errors/sessionError';

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
	401: {
		what: 'Clay does not accept the API key',
		todo: 'Make a new key in Clay under Settings, Account, API keys, and put it in the credential. If it is new, the API may not be available in your workspace.',
	},
	402: {
		what: 'The credits or the quota of the workspace are used up',
		todo: 'See Settings, Plans & Billing in Clay for what is left and when it starts again.',
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
		what: 'Clay understands the request and cannot fulfill it',
		todo: 'Check the parameters of the node.',
	},
	429: {
		what: 'Clay asks for fewer requests and did not let up in time',
		todo: 'Run the workflow less often, or at another time than your other integrations.',
	},
};

const EXPLANATIONS = explanationsOf('Clay', {
	byStatus: BY_STATUS,
	keptBack: 'the API key is',
	whenUnexpected:
		'Check that the base URL in the credential is the one of the public API, e.g. https://api.clay.com/public/v0.',
});

/** The one place where a failed request to Clay's API becomes an n8n error: what was attempted, what happened, what to do. */
export function apiError(
	session: ClaySession,
	failure: HttpFailure,
	subject: ErrorSubject,
): NodeApiError {
	const { itemIndex, connection, context } = session;
	const message = isRecord(failure.answer) ? readText(failure.answer.message) : undefined;
	return toRequestError(context.getNode(), failure, {
		vendor: EXPLANATIONS.vendor,
		itemIndex,
		attempted: subject.attempted,
		explanation: explain(failure, EXPLANATIONS, subject),
		detail: subject.detail,
		todo: mayHaveActed(failure) ? subject.whenUncertain : undefined,
		says: { message },
		secrets: connection.secrets,
		credentialInvalid: failure.status === 401,
	});
}
