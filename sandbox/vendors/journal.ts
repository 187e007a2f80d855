/** Whether a request brought a secret, and the right one. The secret itself is never kept. */
export type CredentialsSeen = 'valid' | 'invalid' | 'none';

/** One request that a sandbox service received. */
export interface JournalEntry {
	/** ISO date-time, the real clock. */
	at: string;
	method: string;
	/** Without the query; secret parts of a path are masked. */
	path: string;
	/** Short name of the route, e.g. `queue`; `unknown` for paths that do not exist. */
	route: string;
	/** `null` while unanswered, and for ever when the connection was cut instead of answered. */
	status: number | null;
	/** Parsed JSON, the text when it is not JSON, `undefined` without a body. */
	requestBody?: unknown;
	/** Without the question mark; empty when there is none. */
	queryString: string;
	credentialsSeen: CredentialsSeen;
	/** Kind of the fault that was played, if one was. */
	fault?: string;
	jobId?: string;
}

export type JournalFilter = Partial<
	Pick<JournalEntry, 'method' | 'route' | 'status' | 'fault' | 'jobId' | 'credentialsSeen'>
>;

/** Every request in the order of arrival. */
export class Journal {
	readonly entries: JournalEntry[] = [];

	/** The entries in which each of these keys has this value. */
	filter(wanted: JournalFilter): JournalEntry[] {
		const { method, route, status, fault, jobId, credentialsSeen } = wanted;
		return this.entries.filter(
			(entry) =>
				(method === undefined || entry.method === method) &&
				(route === undefined || entry.route === route) &&
				(status === undefined || entry.status === status) &&
				(fault === undefined || entry.fault === fault) &&
				(jobId === undefined || entry.jobId === jobId) &&
				(credentialsSeen === undefined || entry.credentialsSeen === credentialsSeen),
		);
	}

	/** How many requests came to a route, faulted ones included. */
	count(route: string): number {
		return this.filter({ route }).length;
	}

	/** The latest request, of one route or of all. */
	last(route?: string): JournalEntry | undefined {
		return (route === undefined ? this.entries : this.filter({ route })).at(-1);
	}

	/** The routes in order, e.g. `['queue', 'job', 'job', 'results']`: the story of a run in one line. */
	routes(): string[] {
		return this.entries.map(({ route }) => route);
	}

	clear(): void {
		this.entries.length = 0;
	}
}
