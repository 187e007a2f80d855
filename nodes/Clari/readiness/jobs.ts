import type { Check } from '../../shared/readiness/check';
import { pass, warn } from '../../shared/readiness/check';
import { STUCK_AFTER_MS } from '../exports/adopt';
import type { ExportJob } from '../jobs';
import { readFileName } from '../jobs';
import { JOBS } from './names';

/** What the jobs of this token's user say about how exports go. */
export function checkJobs(jobs: readonly ExportJob[], now: number): Check {
	const stuck = jobs.filter(
		({ state, startTime }) =>
			state === 'running' && startTime !== undefined && now - startTime > STUCK_AFTER_MS,
	);
	if (stuck.length > 0) {
		return warn(
			JOBS,
			`${count(stuck.length, 'job')} still not ended after three hours: ${idsOf(stuck)}. Each holds one of the jobs at a time.`,
			"Stop what is not wanted with 'Export Job: Cancel'.",
		);
	}
	const failed = jobs.filter(({ status }) => status === 'FAILED');
	if (failed.length > 0) {
		return warn(
			JOBS,
			`${failed.length} of ${count(jobs.length, 'listed job')} FAILED, the newest of them ${idsOf(newestFirst(failed).slice(0, 1))}.`,
			'Look at these exports in Clari. See that an error workflow tells you of the next one.',
		);
	}
	return pass(
		JOBS,
		jobs.length === 0
			? 'The list of export jobs can be read, and is empty.'
			: `${count(jobs.length, 'job')} listed, none FAILED and none stuck.`,
	);
}

/** An export that can be fetched at no cost. */
export interface FinishedExport {
	job: ExportJob;
	/** e.g. `2026_Q1` */
	timePeriod: string;
}

/** The finished exports of a tab whose files Clari still has, newest first. Their files are named after tab and period. */
export function finishedExports(
	jobs: readonly ExportJob[],
	forecastId: string,
	now: number,
): FinishedExport[] {
	return newestFirst(jobs).flatMap((job) => {
		const name = readFileName(job.fileName ?? '');
		const isThere = job.state === 'done' && (job.expiredTime ?? Infinity) > now;
		return isThere && name?.tab === forecastId ? [{ job, timePeriod: name.period }] : [];
	});
}

function newestFirst(jobs: readonly ExportJob[]): ExportJob[] {
	return [...jobs].sort((a, b) => (b.startTime ?? 0) - (a.startTime ?? 0));
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function idsOf(jobs: readonly ExportJob[]): string {
	return jobs.map(({ jobId }) => jobId).join(', ');
}
