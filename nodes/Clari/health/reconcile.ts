import type { JobReport } from './jobReport';
import { namesOf, subjectOf } from './jobReport';
import { judgeRows } from './judgeRows';
import { missingCheck, missingExports } from './missingExports';

/**
 * How the rows of an export compare with what was expected: `match`; `mismatch`, also of a file that is cut off or did not
 * pass another check; `empty`; `missing` where nothing completed; `first` where there is nothing to compare with;
 * `notCounted` where the report does not know its rows; `notCompared` of activities and audit events, which are others
 * every day.
 */
export type RowCountStatus =
	| 'match'
	| 'mismatch'
	| 'empty'
	| 'missing'
	| 'first'
	| 'notCounted'
	| 'notCompared';

export interface RowCountCheck {
	/** The forecast tab or the other kind of export; null when there is no report at all. */
	subject: string | null;
	timePeriod: string | null;
	status: RowCountStatus;
	needsAttention: boolean;
	/** A sentence for people. */
	message: string;
	exportedRows: number | null;
	expectedRows: number | null;
	/** Exported less expected. */
	difference: number | null;
	exported: JobReport | null;
	expected: JobReport | null;
}

/** The rows that an export must have at least. */
export interface ExpectedRows {
	/** The forecast tab, or a name as `nameSubjects` gives it. */
	subject: string;
	/** All quarters when absent, each for itself. */
	timePeriod?: string;
	rows: number;
}

export interface RowCountRules {
	/** Milliseconds since the epoch. Exports from then on are checked, against the newest ones from before. */
	since: number;
	/** By how much of the expected rows an export may differ: 0.05 for 5%. */
	tolerance: number;
	/**
	 * Rows that each export of a tab must have at least, instead of about those of the export before; makes the tab
	 * required. With a quarter, only that of the tab.
	 */
	expectedRows: readonly ExpectedRows[];
	timeZone: string;
}

/**
 * Compares the rows of the newest completed export of each tab and quarter with those of the newest one from before.
 * Exports whose rows did not come out of the node do not count, nor do test runs.
 *
 * A tab from which nothing completed is missing, and so is a quarter that the run before had; where newer quarters have
 * come, as many of the oldest may stay away: with a new quarter nobody exports the oldest any more.
 *
 * @param all the reports, the oldest first
 * @returns by tab and quarter; never empty, so that silence is told, too
 */
export function reconcileRows(all: readonly JobReport[], rules: RowCountRules): RowCountCheck[] {
	const reports = all.filter(({ isTest }) => !isTest);
	const completed = reports.filter((report) => report.completed && report.delivered);
	const before = completed.filter(({ finishedAt }) => finishedAt < rules.since);
	const checked = completed.filter(({ finishedAt }) => finishedAt >= rules.since);
	// Neither a file that was cut off nor one of unknown length says how many rows there are.
	const earlier = newestOfEach(
		before.filter(({ rows, truncated }) => rows !== undefined && !truncated),
	);
	const checks = [
		...[...newestOfEach(checked)].map(([key, report]) =>
			check(report, earlier.get(key) ?? null, rules),
		),
		...missingExports(reports, before, checked, rules).map((wanted) =>
			missingCheck(wanted, before, reports, rules),
		),
	];
	if (checks.length === 0) return [missingCheck({ subject: null }, before, reports, rules)];
	return checks.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function check(
	exported: JobReport,
	earlier: JobReport | null,
	rules: RowCountRules,
): RowCountCheck {
	const subject = subjectOf(exported);
	const isForecast = exported.exportKind === 'forecast';
	const least = expectedOf(exported, rules);
	const expected = least === undefined && isForecast ? earlier : null;
	const expectedRows = least ?? expected?.rows ?? null;
	const exportedRows = exported.rows ?? null;
	const difference =
		exportedRows === null || expectedRows === null ? null : exportedRows - expectedRows;
	const { status, words } = judgeRows(
		exported,
		{ least, expectedRows, difference },
		rules.tolerance,
	);
	const name = exported.timePeriod === undefined ? subject : `${subject} ${exported.timePeriod}`;
	return {
		subject,
		timePeriod: exported.timePeriod ?? null,
		status,
		needsAttention: status === 'mismatch' || status === 'empty',
		message: `${name}: ${words}`,
		exportedRows,
		expectedRows,
		difference,
		exported,
		expected,
	};
}

/** What is set for this quarter goes before what is set for the tab. */
function expectedOf(exported: JobReport, { expectedRows }: RowCountRules): number | undefined {
	const names = namesOf(exported);
	const own = expectedRows.filter(({ subject }) => names.includes(subject));
	const ofQuarter = own.find(({ timePeriod }) => timePeriod === exported.timePeriod);
	return (ofQuarter ?? own.find(({ timePeriod }) => timePeriod === undefined))?.rows;
}

function newestOfEach(reports: readonly JobReport[]): Map<string, JobReport> {
	return new Map(
		reports.map((report) => [`${subjectOf(report)}\n${report.timePeriod ?? ''}`, report]),
	);
}

function sortKey({ subject, timePeriod }: Pick<RowCountCheck, 'subject' | 'timePeriod'>): string {
	return `${subject ?? ''}\n${timePeriod ?? ''}`;
}
