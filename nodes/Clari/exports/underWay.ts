import { contentHash } from '../../shared/events/eventId';
import { waitUnlessCancelled } from '../../shared/http/wait';
import type { ClariSession } from '../transport';
import type { ExportRequest } from './exportRequest';

/** More requests than a process has under way; the oldest are forgotten first. */
const AT_MOST = 500;

/** How often somebody who waits looks at the clock. */
const LOOK_EVERY_MS = 500;

/** A job that this process has queued for a request. */
export interface QueuedHere {
	jobId: string;
	/** Milliseconds since the epoch, before it was asked for. */
	queuedAt: number;
}

/** What an execution has got for its request: a job of its own, or one that was running. */
export interface Obtained {
	jobId: string;
	/** Not when it was taken over by its looks. */
	isCertain: boolean;
	/** When it was queued, where that is known; milliseconds since the epoch. */
	queuedAt?: number;
}

/** How long to wait for another execution that is about to queue the same. */
export interface Patience {
	/** The execution's cancel signal. */
	signal?: AbortSignal;
	/** Milliseconds since the epoch. */
	deadline: number;
}

/**
 * The jobs that executions of this process have queued and not fetched yet, by their request. Together with the turns it
 * is what two executions know of each other before n8n has saved the memory of either workflow.
 */
export const QUEUED_HERE = new Map<string, QueuedHere>();

/** Requests that are being queued at this moment. */
const TURNS = new Map<string, Promise<Obtained | undefined>>();

type Account = Pick<ClariSession, 'connection'>;

/** The same for the same token at the same address; the token is in the hash only. IDs of jobs are unique within. */
function accountKey({ connection: { baseUrl, secrets } }: Account): string {
	return contentHash({ secrets, baseUrl });
}

/** The same for the same request of the same account. */
export function requestKey(account: Account, { kind, path, body }: ExportRequest): string {
	return `${accountKey(account)} ${contentHash({ kind, path, body })}`;
}

/** Notes a job that was queued. */
export function rememberHere(key: string, queued: QueuedHere): void {
	QUEUED_HERE.delete(key);
	QUEUED_HERE.set(key, queued);
	for (const oldest of QUEUED_HERE.keys()) {
		if (QUEUED_HERE.size <= AT_MOST) return;
		QUEUED_HERE.delete(oldest);
	}
}

/** Forgets a job that has ended, or whose file was fetched. */
export function forgetHere(account: Account, jobId: string): void {
	for (const [key, queued] of queuedFor(account)) {
		if (queued.jobId === jobId) QUEUED_HERE.delete(key);
	}
}

/** The jobs that were queued for other requests of the account. */
export function jobsOfOtherRequests(account: Account, request: ExportRequest): string[] {
	const own = requestKey(account, request);
	return queuedFor(account).flatMap(([key, { jobId }]) => (key === own ? [] : jobId));
}

function queuedFor(account: Account): Array<[string, QueuedHere]> {
	const ofAccount = `${accountKey(account)} `;
	return [...QUEUED_HERE].filter(([key]) => key.startsWith(ofAccount));
}

/**
 * Lets one execution at a time look for a job and queue one. Those that come meanwhile wait, and get what it got; when it
 * has failed, the next one tries.
 *
 * @param suits whether the job of another will do
 * @param obtain what to do when it is one's turn; told whether somebody else's end was waited for
 * @returns `isShared`: the job is what another execution got; or why there is none
 * @throws what `obtain` throws
 */
export async function obtainInTurn(
	key: string,
	{ signal, deadline }: Patience,
	suits: (job: Obtained) => boolean,
	obtain: (hasWaited: boolean) => Promise<Obtained>,
): Promise<(Obtained & { isShared: boolean }) | 'cancelled' | 'late'> {
	let hasWaited = false;
	for (let ahead = TURNS.get(key); ahead !== undefined; ahead = TURNS.get(key)) {
		hasWaited = true;
		while (TURNS.get(key) === ahead) {
			if (signal?.aborted) return 'cancelled';
			if (Date.now() >= deadline) return 'late';
			await Promise.race([ahead, waitUnlessCancelled(LOOK_EVERY_MS, signal)]);
		}
		const job = await ahead;
		if (job !== undefined && suits(job)) return { ...job, isShared: true };
	}
	// Nothing is awaited from the look at the turns up to here: nobody else can have taken this one.
	let end: (job?: Obtained) => void = () => {};
	TURNS.set(
		key,
		new Promise((resolve) => {
			end = resolve;
		}),
	);
	let job: Obtained | undefined;
	try {
		job = await obtain(hasWaited);
		return { ...job, isShared: false };
	} finally {
		TURNS.delete(key);
		end(job);
	}
}
