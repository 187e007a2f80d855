import type { HttpFailure } from '../http/outcome';
import type { Explanation } from './vendorError';

/** What to say about each way in which a request to a vendor can fail. */
export interface Explanations {
	/** As it begins sentences. */
	vendor: string;
	byStatus: Readonly<Record<number, Explanation>>;
	byNetwork: Readonly<Record<string, Explanation>>;
	redirected: Explanation;
	client: Explanation;
	server: Explanation;
	notReached: Explanation;
	noAnswer: Explanation;
}

/** What a vendor has of its own. */
export interface OwnExplanations {
	byStatus: Readonly<Record<number, Explanation>>;
	/** By Node's word for a broken connection; they come before the common ones. */
	byNetwork?: Readonly<Record<string, Explanation>>;
	/** The subject and verb of what a redirect does not get, e.g. `the token is`. */
	keptBack: string;
	/** What to check when the answer cannot be read. */
	whenUnexpected: string;
	/** What to do when the vendor itself fails. */
	whenServerFails?: string;
}

/** What a caller knows better than the tables. */
export interface ParticularExplanations {
	byStatus?: Readonly<Record<number, Explanation>>;
	/** What to say when the host is not there at all. */
	notReached?: Explanation;
}

/** Completes the explanations of a vendor with those that differ by its name only. */
export function explanationsOf(vendor: string, own: OwnExplanations): Explanations {
	return {
		vendor,
		byStatus: own.byStatus,
		byNetwork: {
			ECONNABORTED: {
				what: `${vendor} did not answer in time`,
				todo: "Raise 'Request Timeout' under Options, or run the workflow again later.",
			},
			INVALID_JSON: {
				what: `The answer of ${vendor} was cut off or is no JSON`,
				todo: `Run the workflow again. If it stays, check what stands between n8n and ${vendor} (proxy, gateway).`,
			},
			UNEXPECTED_ANSWER: {
				what: `${vendor} answered with something this node cannot read`,
				todo: own.whenUnexpected,
			},
			CANCELLED: { what: 'The execution was canceled', todo: 'Nothing needs to be done.' },
			...own.byNetwork,
		},
		redirected: {
			what: 'The base URL redirects to another address',
			todo: `Put the final address in the credential: ${own.keptBack} not sent along to another one.`,
		},
		client: {
			what: `${vendor} does not accept the request`,
			todo: 'Check the parameters of the node.',
		},
		server: {
			what: `${vendor} could not process the request`,
			todo: own.whenServerFails ?? 'This passes in most cases: run the workflow again later.',
		},
		notReached: {
			what: 'No connection to the base URL can be made',
			todo: 'Check the base URL in the credential, its certificate, and whether n8n can reach it.',
		},
		noAnswer: {
			what: `The connection to ${vendor} broke off`,
			todo: 'Run the workflow again later.',
		},
	};
}

/** What a failure means and what helps. */
export function explain(
	{ status, networkCode = '', delivery, circuit }: HttpFailure,
	known: Explanations,
	particular: ParticularExplanations = {},
): Explanation {
	if (circuit) return explainCircuit(known.vendor, circuit);
	if (status === undefined) {
		const named = known.byNetwork[networkCode];
		if (named) return named;
		return delivery === 'notSent' ? (particular.notReached ?? known.notReached) : known.noAnswer;
	}
	if (status >= 300 && status < 400) return known.redirected;
	return (
		particular.byStatus?.[status] ??
		known.byStatus[status] ??
		(status < 500 ? known.client : known.server)
	);
}

function explainCircuit(
	vendor: string,
	{ since, nextTryAt }: NonNullable<HttpFailure['circuit']>,
): Explanation {
	const iso = (ms: number) => new Date(ms).toISOString();
	return {
		what: `${vendor} has been failing since ${iso(since)}, so nothing was sent`,
		todo: `Run the workflow again after ${iso(nextTryAt)}: then one request is let through to see whether ${vendor} is up. To try at once, execute the workflow in the editor. 'Circuit Breaker' under Options switches this off.`,
	};
}
