import type { JobReport, Phase } from './jobReport';

/** All that was reported of one job: an export that timed out and was fetched later is one, and it has completed. */
export interface ReportedJob {
	/** The first report with its result, or else the last one. */
	report: JobReport;
	/** Those that failed, whether the job was fetched later or not; the oldest first. */
	failures: JobReport[];
	/** Milliseconds of the phases, each from the report that saw it as a whole. */
	phases: JobReport['phases'];
}

/**
 * Puts the reports of the same job together.
 *
 * @param reports the oldest first
 * @returns in the order of `report`
 */
export function byJob(reports: readonly JobReport[]): ReportedJob[] {
	const groups = new Map<string, JobReport[]>();
	reports.forEach((report, position) => {
		// What could not be queued has no job: it is an export of its own.
		const key = report.jobId === undefined ? `report ${position}` : `job ${report.jobId}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [report]);
		else group.push(report);
	});
	return [...groups.values()]
		.flatMap((group) => {
			const report = group.find(({ completed }) => completed) ?? group.at(-1);
			if (report === undefined) return [];
			const failures = group.filter(({ completed }) => !completed);
			return { report, failures, phases: phasesOf(report, group) };
		})
		.sort((a, b) => a.report.finishedAt - b.report.finishedAt);
}

function phasesOf(report: JobReport, group: readonly JobReport[]): JobReport['phases'] {
	const queued = group.find(isOwn);
	const own = isOwn(report) ? report : undefined;
	const phases: Partial<Record<Phase, number | undefined>> = {
		slotWait: queued?.phases.slotWait,
		queue: queued?.phases.queue,
		run: report.phases.run,
		download: report.phases.download,
		total: own?.phases.total,
	};
	return Object.fromEntries(Object.entries(phases).filter(([, value]) => value !== undefined));
}

/** Whether it saw the whole of its export: not a job that was running or done before. */
function isOwn({ operation, adopted }: JobReport): boolean {
	return operation !== 'getResult' && !adopted;
}
