import type { ExportJob, ExportLimits } from '../jobs';
import type { AdoptableJob, KnownBy } from './adopt';

/** The checks of a result, by the name that a report gives them. */
export type CheckName =
	| 'expected_rows'
	| 'not_empty'
	| 'not_truncated'
	| 'period_is_current'
	| 'period_matches'
	| 'request_matches'
	| 'rows_readable';

/**
 * What is known so far of one export, filled in while it goes on: a report can be made of it at any moment, also when
 * the export fails. All times in milliseconds.
 */
export class ExportProgress {
	readonly startedAt = Date.now();

	jobId?: string;

	/** The vendor's word, as it was seen last. */
	jobStatus?: string;

	/** Waiting for a free slot, or for another execution that is about to queue the same. */
	slotWaitMs = 0;

	/** Asking for a job, waiting for a slot aside. */
	queueMs = 0;

	/** From the start of the job to its end, by the vendor's clock where it tells both. */
	runMs = 0;

	/** Whether the vendor's clock tells it: otherwise it is the time that the job was watched. */
	isRunTold = false;

	downloadMs = 0;

	/** When the job was queued, as far as it is known, before it was asked for; milliseconds since the epoch. */
	queuedAt?: number;

	/** When Clari began to make the export, or else when it was asked for; milliseconds since the epoch. */
	madeAt?: number;

	/** Requests for the status of a job. */
	polls = 0;

	/** Jobs that were queued for this export: more than one when it was queued again. */
	attempts = 0;

	/** How it is known that a running job was of the same request; absent when it is its own. */
	adopted?: KnownBy;

	/** Whether the job is known by its looks in the list only, so that its file has to prove what it is of. */
	byLooks = false;

	/** What the organization has left, as Clari said before the job was queued, less that job. */
	limits?: ExportLimits;

	rows?: number;

	bytes?: number;

	truncated?: boolean;

	/** Named after tab and quarter, which nobody may have asked for: the current one, or those of a job that is fetched. */
	fileName?: string;

	readonly checks = new Map<CheckName, boolean>();

	/** Whether the job has ended without a result. */
	hasEnded = false;

	/** The jobs that did not do for this export. */
	readonly givenUp = new Set<string>();

	/**
	 * Notes a job that was queued for this export.
	 *
	 * @param queuedAt milliseconds since the epoch
	 * @param byLooks whether it was found in the list, since the request for it was not answered
	 */
	queued(jobId: string, queuedAt: number, byLooks: boolean): void {
		this.drop();
		this.byLooks = byLooks;
		this.jobId = jobId;
		this.queuedAt = queuedAt;
		this.attempts++;
	}

	/** Notes a job that was running already. */
	adopt({ jobId, knownBy, queuedAt }: AdoptableJob): void {
		this.jobId = jobId;
		this.adopted = knownBy;
		this.byLooks = knownBy === 'list';
		this.queuedAt = queuedAt;
	}

	/** Forgets a job that is given up: cancelled, ended, or another export than it seemed. Its figures are not the next one's. */
	drop(): void {
		if (this.jobId !== undefined) this.givenUp.add(this.jobId);
		this.jobId = undefined;
		this.jobStatus = undefined;
		this.adopted = undefined;
		this.byLooks = false;
		this.hasEnded = false;
		this.runMs = 0;
		this.isRunTold = false;
		this.queuedAt = undefined;
		this.madeAt = undefined;
		this.rows = undefined;
		this.bytes = undefined;
		this.truncated = undefined;
		this.fileName = undefined;
		this.checks.clear();
	}

	/** Notes what a request for the status said. */
	seen(job: ExportJob, watchedMs: number): void {
		this.jobStatus = job.status;
		this.fileName = job.fileName ?? this.fileName;
		this.hasEnded = job.state === 'ended';
		const { startTime, endTime } = job;
		const told =
			startTime !== undefined && endTime !== undefined && endTime >= startTime
				? endTime - startTime
				: undefined;
		this.madeAt = startTime ?? this.queuedAt;
		this.isRunTold = told !== undefined;
		this.runMs = told ?? watchedMs;
		if (job.state === 'done') this.truncated = job.truncated;
	}

	check(name: CheckName, passed: boolean): void {
		this.checks.set(name, passed);
	}

	/** The names of the checks that passed or failed, as one text. */
	checksThat(passed: boolean): string {
		return [...this.checks]
			.flatMap(([name, result]) => (result === passed ? name : []))
			.sort()
			.join(', ');
	}
}
