import { DateTime } from 'luxon';

import type { JobReport, Phase } from './jobReport';
import { PHASES, subjectOf } from './jobReport';
import type { ReportedJob } from './jobs';
import { byJob } from './jobs';
import { percentile } from './percentile';
import type { QuotaBurnDown } from './quota';
import { burnDowns } from './quota';
import { replacedSubjects } from './subjects';

/** How the exports of some days went. Times are milliseconds since the epoch, rates are shares from 0 to 1. */
export interface ExportHealth {
	from: number;
	to: number;
	timeZone: string;
	/** Exports of published workflows, each job once: one that was fetched later has completed. */
	runs: number;
	completed: number;
	failed: number;
	/** Null without runs. */
	completionRate: number | null;
	/** Runs by hand in the editor, which count nowhere but for the quota that they cost. */
	testRuns: number;
	/** Exports that failed first and whose job was fetched later. */
	fetchedLater: number;
	/** The time of the oldest report of all that were given: what is older is not known. */
	knownSince: number | null;
	lastCompletedAt: number | null;
	/** Of completed exports, milliseconds. */
	latency: Record<Phase, Latency | null>;
	days: HealthDay[];
	/** Of each organization, the one that ends first at the front; without those whose credential got another name. */
	quotas: QuotaBurnDown[];
	/** The newest first. */
	failures: Failure[];
	/** By name. */
	subjects: SubjectHealth[];
}

export interface Latency {
	count: number;
	p50: number;
	p95: number;
	p99: number;
}

/** One day by the calendar of the time zone; days without runs are there, too. */
export interface HealthDay {
	/** `2026-03-14` */
	date: string;
	runs: number;
	failed: number;
	/** Null without runs. */
	errorRate: number | null;
}

export interface Failure {
	report: JobReport;
	/** The same job was fetched later. */
	recovered: boolean;
}

/** One forecast tab, or one other kind of export. */
export interface SubjectHealth {
	name: string;
	last: JobReport;
	lastCompletedAt: number | null;
	/** How long it has been silent, when that is longer than it usually is. */
	silentMs: number | null;
	/** The usual time between two runs, by which that is judged. */
	usualMs: number | null;
	/** Whether its workflow has exported the tab under another name since: then nothing of it is missing. */
	isReplaced: boolean;
	/** Quarter by quarter, the newest first: those of the last day, since nobody exports the older ones any more. */
	quarters: QuarterHealth[];
}

/** One quarter of a tab. */
export interface QuarterHealth {
	/** Null when no report says it. */
	timePeriod: string | null;
	runs: number;
	failed: number;
	last: JobReport;
	/** The newest one that completed, and the rows of the one before it, to compare with. */
	lastCompleted: JobReport | null;
	earlierRows: number | null;
	/** Whether any export before that one had rows. */
	hadRows: boolean;
	medianTotal: number | null;
}

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const LONG_WEEKEND_MS = 4 * DAY_MS + 2 * HOUR_MS;
/** A daily workflow that is late by some hours is no news. */
export const SILENT_AFTER_MS = 26 * HOUR_MS;

/**
 * Adds up the reports of the last days.
 *
 * @param reports the oldest first; those before the window and after its end are left out
 * @param to the end of the window; its zone decides which day a run belongs to
 * @param days length of the window, with the day of `to`
 */
export function exportHealth(
	reports: readonly JobReport[],
	to: DateTime,
	days: number,
): ExportHealth {
	const from = to.startOf('day').minus({ days: days - 1 });
	const known = reports.filter(({ finishedAt }) => finishedAt <= to.toMillis());
	const inWindow = known.filter(({ finishedAt }) => finishedAt >= from.toMillis());
	const jobs = byJob(inWindow.filter(({ isTest }) => !isTest));
	const completed = jobs.filter(({ report }) => report.completed);
	const replaced = replacedSubjects(known.filter(({ isTest }) => !isTest));
	return {
		from: from.toMillis(),
		to: to.toMillis(),
		timeZone: to.zoneName ?? 'UTC',
		runs: jobs.length,
		completed: completed.length,
		failed: jobs.length - completed.length,
		completionRate: jobs.length === 0 ? null : completed.length / jobs.length,
		testRuns: inWindow.filter(({ isTest }) => isTest).length,
		fetchedLater: completed.filter((job) => isFetchedLater(job)).length,
		knownSince: reports[0]?.finishedAt ?? null,
		lastCompletedAt: completed.at(-1)?.report.finishedAt ?? null,
		latency: latencyOf(completed),
		days: byDay(
			jobs.map(({ report }) => report),
			from,
			days,
		),
		quotas: burnDowns(known, to.toMillis()).filter(
			({ account }) => !isReplacedAccount(account, known, replaced),
		),
		failures: jobs
			.flatMap((job) =>
				job.failures.map((report) => ({ report, recovered: isFetchedLater(job, report) })),
			)
			.sort((a, b) => b.report.finishedAt - a.report.finishedAt),
		subjects: bySubject(jobs, to.toMillis(), replaced),
	};
}

/** Whether the job of a failure, or of the first one, was fetched afterwards. */
function isFetchedLater({ report, failures }: ReportedJob, failure = failures[0]): boolean {
	return report.completed && failure !== undefined && failure.finishedAt <= report.finishedAt;
}

function latencyOf(completed: readonly ReportedJob[]): ExportHealth['latency'] {
	const of = (phase: Phase): Latency | null => {
		const values = completed.flatMap(({ phases }) => phases[phase] ?? []);
		const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(values, share));
		if (p50 === undefined || p95 === undefined || p99 === undefined) return null;
		return { count: values.length, p50, p95, p99 };
	};
	const [slotWait, queue, run, download, total] = PHASES;
	return {
		slotWait: of(slotWait),
		queue: of(queue),
		run: of(run),
		download: of(download),
		total: of(total),
	};
}

function byDay(reports: readonly JobReport[], from: DateTime, days: number): HealthDay[] {
	const counts = new Map<string, { runs: number; failed: number }>();
	for (const { finishedAt, completed } of reports) {
		const date = DateTime.fromMillis(finishedAt, { zone: from.zone }).toFormat('yyyy-MM-dd');
		const count = counts.get(date) ?? { runs: 0, failed: 0 };
		counts.set(date, {
			runs: count.runs + 1,
			failed: count.failed + (completed ? 0 : 1),
		});
	}
	return Array.from({ length: days }, (_, day) => {
		const date = from.plus({ days: day }).toFormat('yyyy-MM-dd');
		const { runs, failed } = counts.get(date) ?? { runs: 0, failed: 0 };
		return { date, runs, failed, errorRate: runs === 0 ? null : failed / runs };
	});
}

/** Whether everything that was exported with a credential goes on under another name: it was renamed, or another was chosen. */
function isReplacedAccount(
	account: string | null,
	reports: readonly JobReport[],
	replaced: ReadonlySet<string>,
): boolean {
	const own = reports.filter((report) => report.account === account && !report.isTest);
	return own.length > 0 && own.every((report) => replaced.has(subjectOf(report)));
}

function bySubject(
	jobs: readonly ReportedJob[],
	now: number,
	replaced: ReadonlySet<string>,
): SubjectHealth[] {
	return [...grouped(jobs, ({ report }) => subjectOf(report))]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([name, group]) => {
			const last = group.at(-1)?.report;
			if (last === undefined) return [];
			const times = group.flatMap(({ report }) => (report.completed ? report.finishedAt : []));
			const lastCompletedAt = times.at(-1) ?? null;
			const usualMs = usualPause(times);
			const isReplaced = replaced.has(name);
			const silent = isReplaced || lastCompletedAt === null ? 0 : now - lastCompletedAt;
			return {
				name,
				last,
				lastCompletedAt,
				silentMs: usualMs !== null && silent > silenceAfter(usualMs) ? silent : null,
				usualMs,
				isReplaced,
				quarters: quartersOf(group, last.finishedAt),
			};
		});
}

function quartersOf(jobs: readonly ReportedJob[], lastAt: number): QuarterHealth[] {
	return [...grouped(jobs, ({ report }) => report.timePeriod ?? '')]
		.sort(([a], [b]) => (a > b ? -1 : 1))
		.flatMap(([timePeriod, group]) => {
			const last = group.at(-1)?.report;
			if (last === undefined || last.finishedAt <= lastAt - DAY_MS) return [];
			if (timePeriod === '' && isMadeUpFor(last, jobs)) return [];
			const completed = group.filter(({ report }) => report.completed);
			const lastCompleted = completed.at(-1)?.report ?? null;
			const counted = completed.flatMap(({ report }) =>
				report === lastCompleted || report.truncated ? [] : (report.rows ?? []),
			);
			return {
				timePeriod: timePeriod === '' ? null : timePeriod,
				runs: group.length,
				failed: group.length - completed.length,
				last,
				lastCompleted,
				earlierRows: counted.at(-1) ?? null,
				hadRows: counted.some((rows) => rows > 0),
				medianTotal:
					percentile(
						completed.flatMap(({ phases }) => phases.total ?? []),
						0.5,
					) ?? null,
			};
		});
}

/**
 * Whether it failed before it was known which quarter it was of, and a later export of the tab has completed: it is no
 * quarter of its own that is still broken.
 */
function isMadeUpFor(last: JobReport, jobs: readonly ReportedJob[]): boolean {
	const isLater = ({ report }: ReportedJob) =>
		report.completed && report.finishedAt > last.finishedAt;
	return !last.completed && jobs.some(isLater);
}

/**
 * The longest pause between two runs; where that is longer than a long weekend, the second longest, so that one outage is
 * not usual. Exports of the same run, quarter by quarter, are not two.
 */
function usualPause(times: readonly number[]): number | null {
	const [longest = null, second = longest] = times
		.slice(1)
		.map((time, position) => time - (times[position] ?? time))
		.filter((pause) => pause > HOUR_MS)
		.sort((a, b) => b - a);
	return longest !== null && longest > LONG_WEEKEND_MS ? second : longest;
}

/** A run that is late by some hours is no news. */
function silenceAfter(usualMs: number): number {
	return Math.max(SILENT_AFTER_MS, usualMs * 1.2 + 2 * HOUR_MS);
}

function grouped(
	jobs: readonly ReportedJob[],
	key: (job: ReportedJob) => string,
): Map<string, ReportedJob[]> {
	const groups = new Map<string, ReportedJob[]>();
	for (const job of jobs) {
		const group = groups.get(key(job));
		if (group === undefined) groups.set(key(job), [job]);
		else group.push(job);
	}
	return groups;
}
