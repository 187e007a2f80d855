import type { HttpFailure } from '../../shared/http/outcome';
import type { ExportJob, ExportLimits } from '../jobs';
import { hintOnce, log } from '../sessionReport';
import type { ClariSession } from '../transport';
import { getLimits, listJobs } from '../transport';

/** How long the limits may take: they save a refusal, and the export can go on without them. */
const LIMITS_WITHIN_MS = 15_000;

/** What Clari says before an export is queued; absent where it does not say. */
export interface Survey {
	limits?: ExportLimits;
	/** The jobs of the user who made the token. */
	jobs?: ExportJob[];
	/** Why there is no list of jobs. */
	jobsFailure?: HttpFailure;
}

/** Asks what is left and what is running. Neither can fail: an export must not depend on it. */
export async function takeSurvey(session: ClariSession): Promise<Survey> {
	// The jobs last: what is in the list before the request to queue is certainly not of that request.
	const limits = await readLimits(session);
	return await withJobs(session, limits);
}

/**
 * The same while a slot is waited for. As long as none is free and the organization has the same jobs under way, the list
 * of jobs has no other running ones than before, and is not read again.
 */
export async function retakeSurvey(session: ClariSession, before: Survey): Promise<Survey> {
	const limits = await readLimits(session);
	const isFull = limits !== undefined && limits.availableConcurrentLimit === 0;
	if (isFull && before.jobs !== undefined && underWay(limits) === underWay(before.limits)) {
		return { ...before, limits };
	}
	return await withJobs(session, limits);
}

async function withJobs(session: ClariSession, limits?: ExportLimits): Promise<Survey> {
	const jobs = await listJobs(session);
	return jobs.ok ? { limits, jobs: jobs.value } : { limits, jobsFailure: jobs };
}

/** The jobs that hold a slot, as one text. */
function underWay(limits?: ExportLimits): string | undefined {
	return limits && [...limits.runningJobIds, ...limits.submittedJobIds].sort().join();
}

/** The limits, where they can be had. Profile v1 has none. */
export async function readLimits(session: ClariSession): Promise<ExportLimits | undefined> {
	if (session.connection.profile === 'v1') return undefined;
	const answer = await getLimits(session, Date.now() + LIMITS_WITHIN_MS);
	if (answer.ok) return answer.value;
	log(
		session,
		`The export limits could not be read (${answer.status ?? answer.networkCode ?? ''})`,
	);
	if (answer.networkCode !== 'CANCELLED') {
		hintOnce(
			session,
			`Clari's export limits could not be read [item ${session.itemIndex}]: quota and slots were not looked at before queueing.`,
		);
	}
	return undefined;
}
