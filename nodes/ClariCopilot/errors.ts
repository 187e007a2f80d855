import type { NodeApiError } from 'n8n-workflow';

import type { ParticularExplanations } from '../shared/errors/explanations';
import { explain, explanationsOf } from '../shared/errors/explanations';
import { toRequestError } from '../shared/errors/requestError';
import type { ErrorSession } from '../shared/errors/sessionError';
import type { Explanation } from '../shared/errors/vendorError';
import type { HttpFailure } from '../shared/http/outcome';
import { mayHaveActed } from '../shared/http/request';
import { isRecord, readText } from '../shared/json/read';

export { sessionError } from '../shared/errors/sessionError';

/** What the text of an error needs besides the failure itself. */
export interface ErrorSubject extends ParticularExplanations {
	/** What was being done, e.g. `Could not read call c1`. */
	attempted: string;
	/** What to do when it is not certain whether Copilot acted. */
	whenUncertain?: string;
	/** A sentence that follows what to do. */
	hint?: string;
}

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

const EXPLANATIONS = explanationsOf('Clari Copilot', {
	byStatus: BY_STATUS,
	byNetwork: {
		NO_TURN: {
			what: 'There was no time left for the request in this poll',
			todo: "Clari Copilot has asked for a pause, or requests have to wait for each other. The next poll goes on there. If it stays, raise 'Requests per Second' under Options, up to 8.",
		},
	},
	keptBack: 'key and password are',
	whenUnexpected:
		'Check that the base URL in the credential is the one of the API, e.g. https://rest-api.copilot.clari.com.',
});

/** The one place where a failed request to Copilot becomes an n8n error: what was attempted, what happened, what to do. */
export function apiError(
	session: ErrorSession,
	failure: HttpFailure,
	subject: ErrorSubject,
): NodeApiError {
	const { itemIndex, connection, context } = session;
	return toRequestError(context.getNode(), failure, {
		vendor: EXPLANATIONS.vendor,
		itemIndex,
		attempted: subject.attempted,
		explanation: explain(failure, EXPLANATIONS, subject),
		todo: mayHaveActed(failure) ? subject.whenUncertain : undefined,
		hint: subject.hint,
		says: { message: messageOf(failure.answer) },
		secrets: connection.secrets,
		credentialInvalid: failure.status === 401,
	});
}

function messageOf(answer: unknown): string | undefined {
	if (!isRecord(answer)) return undefined;
	return readText(answer.errorMessage) ?? readText(answer.message) ?? readText(answer.error);
}
