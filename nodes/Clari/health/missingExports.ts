import type { JobReport } from './jobReport';
import { isOfUnknownTab, namesOf, subjectOf } from './jobReport';
import type { RowCountCheck, RowCountRules } from './reconcile';
import { replacedSubjects } from './subjects';
import { at } from './words';

/** The exports of one run end within that time. */
const RUN_MS = 24 * 60 * 60 * 1_000;

/** An export that ends so shortly before the time of the check may be found on either side of it. */
const NEAR_MS = 10 * 60 * 1_000;

const TOO_NEAR =
	'(within minutes of the check: if the export is only later this time, let the check run later in the day)';

/** A tab, or one quarter of it; `null` when nothing is known at all. */
export interface Wanted {
	subject: string | null;
	timePeriod?: string;
}

/** What should have been exported and was not. */
export function missingExports(
	reports: readonly JobReport[],
	before: readonly JobReport[],
	checked: readonly JobReport[],
	{ expectedRows }: RowCountRules,
): Wanted[] {
	const there = new Set(checked.map(subjectOf));
	const isThere = (name: string) =>
		there.has(name) || checked.some((report) => namesOf(report).includes(name));
	const known = reports.filter((report) => !isOfUnknownTab(report)).map(subjectOf);
	const named = expectedRows.map(({ subject }) => subject).filter((name) => !isThere(name));
	const replaced = replacedSubjects(reports);
	const gone = known.filter((name) => !there.has(name) && !replaced.has(name));
	const tabs = new Set([...gone, ...named]);
	const lost = new Map<string, Wanted>();
	const add = (wanted: Wanted) => lost.set(`${wanted.subject}\n${wanted.timePeriod ?? ''}`, wanted);
	for (const subject of tabs) add({ subject });
	for (const subject of there) {
		for (const timePeriod of lostQuarters(subject, before, checked)) add({ subject, timePeriod });
	}
	for (const { subject, timePeriod } of expectedRows) {
		if (timePeriod === undefined || tabs.has(subject)) continue;
		const isExported = checked.some(
			(report) => report.timePeriod === timePeriod && namesOf(report).includes(subject),
		);
		if (!isExported) add({ subject, timePeriod });
	}
	return [...lost.values()];
}

/** The quarters of the run before that are not there any more, less the oldest ones that newer ones have replaced. */
function lostQuarters(
	subject: string,
	before: readonly JobReport[],
	checked: readonly JobReport[],
): string[] {
	const isOfIt = (report: JobReport) => subjectOf(report) === subject;
	const own = before.filter(isOfIt);
	const since = (own.at(-1)?.finishedAt ?? 0) - RUN_MS;
	const then = quartersOf(own.filter(({ finishedAt }) => finishedAt > since));
	const now = quartersOf(checked.filter(isOfIt));
	const newOnes = [...now].filter((quarter) => !then.has(quarter));
	const lost = [...then].filter((quarter) => !now.has(quarter)).sort();
	return lost.slice(newOnes.length);
}

function quartersOf(reports: readonly JobReport[]): Set<string> {
	return new Set(reports.flatMap(({ timePeriod }) => timePeriod ?? []));
}

/** The finding that nothing came of what should have. */
export function missingCheck(
	{ subject, timePeriod }: Wanted,
	before: readonly JobReport[],
	reports: readonly JobReport[],
	{ since, timeZone }: RowCountRules,
): RowCountCheck {
	const isOfIt = (report: JobReport) =>
		subject !== null &&
		namesOf(report).includes(subject) &&
		(timePeriod === undefined || report.timePeriod === timePeriod);
	const last = before.filter(isOfIt).at(-1) ?? null;
	const ago = last === null ? '' : `, the last one on ${at(last.finishedAt, timeZone)}`;
	const held = reports.filter((report) => isOfIt(report) && isHeldBack(report, since)).at(-1);
	const what = held === undefined ? 'no export has completed' : 'no rows have come';
	const why = held === undefined ? '' : `; ${heldBackInWords(held)}`;
	const name = [subject ?? 'Reports', ...(timePeriod === undefined ? [] : [timePeriod])].join(' ');
	const near = last !== null && last.finishedAt >= since - NEAR_MS ? ` ${TOO_NEAR}` : '';
	return {
		subject,
		timePeriod: timePeriod ?? null,
		status: 'missing',
		needsAttention: true,
		message: `${name}: ${what} since ${at(since, timeZone)}${ago}${why}${near}`,
		exportedRows: null,
		expectedRows: last?.rows ?? null,
		difference: null,
		exported: null,
		expected: last,
	};
}

/** Completed, but its rows did not come out of the node. */
function isHeldBack({ completed, delivered, finishedAt }: JobReport, since: number): boolean {
	return completed && !delivered && finishedAt >= since;
}

function heldBackInWords({ jobId, timePeriod }: JobReport): string {
	const job = jobId === undefined ? 'an export' : `export job ${jobId}`;
	const period = timePeriod === undefined ? '' : ` of ${timePeriod}`;
	return `${job}${period} completed, but another export of its run failed, so its rows were not passed on`;
}
