import { lookUp, lookUpId } from '../../shared/json/lookup';
import { readQuotedNumber, readText } from '../../shared/json/read';
import { nameSubjects, tabOrKind } from './subjects';

/** How one export ended, as the output Report of an export gives it and a table keeps it. */
export interface JobReport {
	reportId?: string;
	jobId?: string;
	/** `forecast`, `activity` or `auditEvents`. */
	exportKind: string;
	forecastId?: string;
	timePeriod?: string;
	/** Whom it was asked of: the name of the credential, or else the address. */
	account?: string;
	/** What was asked for beside tab and quarter, as `requestText` writes it. */
	request?: string;
	/** What the report is about among all of a table, see `nameSubjects`. */
	subject?: string;
	/** `getResult` fetched a job that was queued before. */
	operation?: string;
	adopted: boolean;
	/** Started by hand in the editor, and not by the published workflow. */
	isTest: boolean;
	completed: boolean;
	errorMessage?: string;
	/** Milliseconds since the epoch. */
	finishedAt: number;
	/** Milliseconds; absent where a phase did not happen or was not measured. */
	phases: Partial<Record<Phase, number>>;
	rows?: number;
	truncated: boolean;
	/** Whether the rows came out of the node: not when another export of the same run failed. */
	delivered: boolean;
	quotaLeft?: number;
	quotaTotal?: number;
	/** The names of the checks that did not hold, e.g. `period, rows`. */
	checksFailed?: string;
	workflowId?: string;
	workflowName?: string;
	executionId?: string;
}

/** What an export spends its time on, in the order in which it happens; `total` is all of it. */
export const PHASES = ['slotWait', 'queue', 'run', 'download', 'total'] as const;

export type Phase = (typeof PHASES)[number];

/** n8n's words for executions that somebody starts in the editor to try something. */
const TEST_MODES: ReadonlySet<string> = new Set(['manual', 'evaluation']);

/** The reports of a table, each once, the oldest first; `unreadable` counts the rows that are none. */
export interface ReadReports {
	reports: JobReport[];
	unreadable: number;
}

/**
 * Reads reports as they come out of a table: n8n's Data Table, Postgres (`finished_at`, numbers as text), a sheet.
 *
 * A report that is there twice, by its ID, counts once: the later one.
 */
export function readReports(records: ReadonlyArray<Record<string, unknown>>): ReadReports {
	const read = records.map(readReport);
	const known = read.filter((report) => report !== undefined);
	known.sort((a, b) => a.finishedAt - b.finishedAt);
	const byId = new Map<string, JobReport>();
	known.forEach((report, position) => {
		// One without an ID is only itself.
		byId.set(report.reportId ?? `row ${position}`, report);
	});
	const reports = nameSubjects([...byId.values()]);
	reports.sort((a, b) => a.finishedAt - b.finishedAt);
	return { reports, unreadable: read.length - known.length };
}

/** @returns `undefined` when the record does not say how and when an export ended */
export function readReport(record: Record<string, unknown>): JobReport | undefined {
	const outcome = readText(lookUp(record, 'outcome'))?.toLowerCase();
	const finishedAt =
		readTime(lookUp(record, 'finishedAt')) ?? readTime(lookUp(record, 'startedAt'));
	if (finishedAt === undefined || (outcome !== 'completed' && outcome !== 'failed')) {
		return undefined;
	}
	const phases: JobReport['phases'] = {};
	for (const phase of PHASES) {
		const duration = readQuotedNumber(lookUp(record, `${phase}Ms`));
		if (duration !== undefined && duration >= 0) phases[phase] = duration;
	}
	return {
		reportId: lookUpId(record, 'reportId'),
		jobId: lookUpId(record, 'jobId'),
		exportKind: lookUpId(record, 'export') ?? 'forecast',
		forecastId: lookUpId(record, 'forecastId'),
		timePeriod: lookUpId(record, 'timePeriod'),
		account: lookUpId(record, 'credential') ?? lookUpId(record, 'host'),
		request: lookUpId(record, 'request'),
		operation: lookUpId(record, 'operation'),
		adopted: readFlag(lookUp(record, 'adopted')),
		isTest: TEST_MODES.has(lookUpId(record, 'mode') ?? ''),
		completed: outcome === 'completed',
		errorMessage: readText(lookUp(record, 'errorMessage')),
		finishedAt,
		phases,
		rows: readQuotedNumber(lookUp(record, 'rows')),
		truncated: readFlag(lookUp(record, 'truncated')),
		delivered: outcome === 'completed' && readFlag(lookUp(record, 'delivered') ?? true),
		quotaLeft: readQuotedNumber(lookUp(record, 'quotaLeft')),
		quotaTotal: readQuotedNumber(lookUp(record, 'quotaTotal')),
		checksFailed: readText(readText(lookUp(record, 'checksFailed'))?.trim()),
		workflowId: lookUpId(record, 'workflowId'),
		workflowName: lookUpId(record, 'workflowName'),
		executionId: lookUpId(record, 'executionId'),
	};
}

/** What a report is about, in words: the forecast tab, or the kind of export; with what sets it apart from others. */
export function subjectOf(report: JobReport): string {
	return report.subject ?? tabOrKind(report);
}

/** The names by which a user may mean it: that one, or the tab alone. */
export function namesOf(report: JobReport): string[] {
	return [subjectOf(report), tabOrKind(report)];
}

/** A failure that an error workflow stored may not say which tab it was of: nothing can be told to be missing for it. */
export function isOfUnknownTab({ completed, exportKind, forecastId }: JobReport): boolean {
	return !completed && exportKind === 'forecast' && forecastId === undefined;
}

/** An ISO time, the milliseconds of one, or what a database driver makes of it. */
function readTime(value: unknown): number | undefined {
	const time =
		value instanceof Date
			? value.getTime()
			: typeof value === 'string' && value !== ''
				? Date.parse(value)
				: value;
	return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}

/** Databases without booleans keep 1 or the word, and sheets write it in capitals. */
function readFlag(value: unknown): boolean {
	return (
		value === true || value === 1 || value === '1' || readText(value)?.toLowerCase() === 'true'
	);
}
