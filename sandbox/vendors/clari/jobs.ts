import type { JobOutcome } from '../faults';
import { randomFrom, type Random } from '../random';
import type { ClariSettings } from './settings';

/** The vendor's six words, and one that it does not have. */
export type JobStatus =
	| 'SCHEDULED'
	| 'STARTED'
	| 'DONE'
	| 'FAILED'
	| 'CANCELLED'
	| 'ABORTED'
	| 'PAUSED';

/** The finished file of a job, and whether it is whole. */
export interface ResultFile {
	content: string;
	contentType: string;
	format: 'JSON' | 'CSV';
	rowsTruncated: boolean;
	cellsTruncated: boolean;
}

/** What a job is about. The vendor documents the name of the first only. */
type ExportModule = 'FORECAST' | 'ACTIVITY' | 'AUDIT';

/** What a job is made from. */
export interface NewJob {
	userId: number;
	/** Default `FORECAST`. */
	module?: ExportModule;
	/** The tab; of a forecast only. */
	forecastId?: string;
	/** `2026_Q1`: the quarter that is exported, which need not be the one asked for; of a forecast only. */
	timePeriod?: string;
	/** Of a forecast only. */
	currency?: string;
	outcome: JobOutcome;
	file: ResultFile;
}

export interface ExportJob extends NewJob {
	jobId: string;
	fileName: string;
	createdAt: Date;
	/** When the end was first seen. */
	endedAt?: Date;
	/** Status requests so far. */
	polls: number;
	pollsUntilDone: number;
	durationMs: number | null;
	/** On the real clock, which counts for `durationMs`. */
	bornAt: number;
	cancelledAs?: 'CANCELLED' | 'ABORTED';
	downloads: number;
}

/** The job as the API shows it; times in epoch milliseconds. Keys and their meaning: the vendor's specification. */
export interface JobView {
	jobId: string;
	userId: number;
	orgId: number;
	title: string;
	module: ExportModule;
	startTime?: number;
	endTime?: number;
	expiredTime?: number;
	version: number;
	fileName: string;
	fileType: 'JSON' | 'CSV';
	status: JobStatus;
	viewed: boolean;
	cellsTruncated: boolean;
	rowsTruncated: boolean;
	downloads: number;
	deliveryStatusMap: Record<string, never>;
	currency?: string;
}

/** Body of `GET /admin/limits`. `runningJobIds` is absent when nothing runs. */
export interface LimitsView {
	jobs: {
		concurrentLimit: number;
		monthlyQuota: number;
		submittedJobIds: string[];
		runningJobIds?: string[];
		availableConcurrentLimit: number;
		availableMonthlyQuota: number;
	};
}

export const ORG_ID = 12;
const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

const END: Record<JobOutcome, JobStatus> = {
	DONE: 'DONE',
	FAILED: 'FAILED',
	ABORTED: 'ABORTED',
	CANCELLED: 'CANCELLED',
	PAUSED: 'PAUSED',
	EXPIRED: 'DONE',
	TRUNCATED_ROWS: 'DONE',
	TRUNCATED_CELLS: 'DONE',
	EMPTY: 'DONE',
	MISSING_LOOKUPS: 'DONE',
	WRONG_PERIOD: 'DONE',
};

/** How the vendor names files of exports other than forecasts is not documented. */
const TITLES: Record<ExportModule, { title: string; file: string }> = {
	FORECAST: { title: 'Forecast Export', file: 'forecast' },
	ACTIVITY: { title: 'Activity Export', file: 'activity' },
	AUDIT: { title: 'Audit Export', file: 'audit_events' },
};

const isActive = (status: JobStatus) => ['SCHEDULED', 'STARTED', 'PAUSED'].includes(status);

/** The export jobs of the organisation and its limits. */
export class ExportJobs {
	/** Oldest first. */
	readonly all: ExportJob[] = [];
	private readonly random: Random;

	constructor(
		seed: string,
		private readonly settings: ClariSettings,
		private readonly now: () => Date,
	) {
		this.random = randomFrom(seed, 'jobs');
	}

	/** Whether one more job may be queued now. */
	hasRoom(): boolean {
		const { availableConcurrentLimit, availableMonthlyQuota } = this.limits().jobs;
		return availableConcurrentLimit > 0 && availableMonthlyQuota > 0;
	}

	add(job: NewJob): ExportJob {
		const createdAt = this.now();
		const stamp = createdAt.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
		const extension = job.file.format.toLowerCase();
		const { module = 'FORECAST', forecastId = TITLES[module].file, timePeriod } = job;
		const about = [forecastId, timePeriod, stamp].filter((part) => part !== undefined).join('_');
		const added: ExportJob = {
			...job,
			jobId: this.newId(createdAt),
			fileName: `clari_export_${about}.${extension}`,
			createdAt,
			polls: 0,
			pollsUntilDone: this.settings.pollsUntilDone,
			durationMs: this.settings.jobDurationMs,
			bornAt: Date.now(),
			downloads: 0,
		};
		this.all.push(added);
		return added;
	}

	get(jobId: string): ExportJob | undefined {
		return this.all.find((job) => job.jobId === jobId);
	}

	/** A status request: what moves a job on, unless it runs by the clock. */
	poll(job: ExportJob): JobStatus {
		job.polls++;
		return this.status(job);
	}

	status(job: ExportJob): JobStatus {
		if (job.cancelledAs) return job.cancelledAs;
		const { polls, pollsUntilDone, durationMs, bornAt } = job;
		const progress = durationMs === null ? polls : Date.now() - bornAt;
		if (progress < (durationMs ?? pollsUntilDone)) {
			const isQueued = durationMs === null ? polls <= 1 : progress < durationMs / 3;
			return isQueued ? 'SCHEDULED' : 'STARTED';
		}
		const end = END[job.outcome];
		if (!isActive(end)) job.endedAt ??= this.now();
		return end;
	}

	/** Stops an unfinished job; its quota unit comes back. `undefined` when it has ended already. */
	cancel(job: ExportJob): JobStatus | undefined {
		const status = this.status(job);
		if (!isActive(status)) return undefined;
		job.cancelledAs = status === 'SCHEDULED' ? 'CANCELLED' : 'ABORTED';
		job.endedAt = this.now();
		return job.cancelledAs;
	}

	/** Whether the file can no longer be had; the vendor keeps files for 30 days. */
	isExpired(job: ExportJob): boolean {
		const { expiredTime } = this.view(job);
		return expiredTime !== undefined && +this.now() >= expiredTime;
	}

	view(job: ExportJob): JobView {
		const status = this.status(job);
		const ended = job.endedAt === undefined ? undefined : +job.endedAt;
		const life = job.outcome === 'EXPIRED' ? 0 : THIRTY_DAYS;
		return {
			jobId: job.jobId,
			userId: job.userId,
			orgId: ORG_ID,
			title: TITLES[job.module ?? 'FORECAST'].title,
			module: job.module ?? 'FORECAST',
			...(this.settings.jobsTellStart && { startTime: +job.createdAt }),
			...(ended !== undefined && { endTime: ended, expiredTime: ended + life }),
			version: 1,
			fileName: job.fileName,
			fileType: job.file.format,
			status,
			viewed: job.downloads > 0,
			cellsTruncated: status === 'DONE' && job.file.cellsTruncated,
			rowsTruncated: status === 'DONE' && job.file.rowsTruncated,
			downloads: job.downloads,
			deliveryStatusMap: {},
			...(job.currency !== undefined && { currency: job.currency }),
		};
	}

	/** The quota counts the last 30 days. Whether a failed job gives its unit back is unknown; here it does not. */
	limits(): LimitsView {
		const since = +this.now() - THIRTY_DAYS;
		const active = this.all.filter((job) => isActive(this.status(job)));
		const running = active.filter((job) => this.status(job) !== 'SCHEDULED');
		const submitted = this.all.filter(
			({ createdAt, cancelledAs }) => cancelledAs === undefined && +createdAt > since,
		);
		const { concurrentLimit, monthlyQuota } = this.settings;
		return {
			jobs: {
				concurrentLimit,
				monthlyQuota,
				submittedJobIds: submitted.map(({ jobId }) => jobId),
				...(running.length > 0 && { runningJobIds: running.map(({ jobId }) => jobId) }),
				availableConcurrentLimit: Math.max(0, concurrentLimit - active.length),
				availableMonthlyQuota: Math.max(0, monthlyQuota - submitted.length),
			},
		};
	}

	/** 24 hexadecimal digits that begin with the time, as the vendor's do. */
	private newId(createdAt: Date): string {
		const seconds = Math.floor(+createdAt / 1000);
		const digits = Array.from({ length: 16 }, () => this.random.between(0, 15).toString(16));
		return seconds.toString(16).padStart(8, '0') + digits.join('');
	}
}
