import { VendorError } from './errors';
import type { ExportJob, ExportJobs } from './jobs';

/** The job, if it exists and belongs to this user. */
export function findJob(jobs: ExportJobs, jobId: string, userId: number): ExportJob {
	const job = jobs.get(jobId);
	if (!job) throw new VendorError(400, 'invalid_jobId', `There is no job ${jobId}.`);
	if (job.userId !== userId) throw new VendorError(403, 'SWW', 'The job belongs to another user.');
	return job;
}

/** Refuses to hand out a file that is not there (yet, or any more). How the vendor words an expired file is unknown. */
export function checkDownloadable(jobs: ExportJobs, job: ExportJob): void {
	const status = jobs.status(job);
	if (status !== 'DONE') {
		const reason = job.endedAt ? `ended as ${status}` : 'has not finished executing';
		throw new VendorError(400, 'invalid_jobId', `The job has no data to retrieve: it ${reason}.`);
	}
	if (jobs.isExpired(job)) {
		throw new VendorError(400, 'invalid_jobId', 'The file of the job has expired.');
	}
}
