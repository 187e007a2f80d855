import type { JobReport } from './jobReport';

/** The forecast tab, or the kind of export, in words. */
export function tabOrKind({
	exportKind,
	forecastId,
}: Pick<JobReport, 'exportKind' | 'forecastId'>): string {
	if (forecastId !== undefined) return forecastId;
	return exportKind === 'auditEvents' ? 'audit events' : exportKind;
}

/**
 * Names what each report is about, so that only like is compared with like: a tab of another organization, scope or
 * currency has other rows. What all exports of a tab have in common is left out of the name: usually it is the tab alone.
 *
 * A report that does not say whom or what it asked (Get Result, a failure that an error workflow stored) belongs to the
 * export of its job, or else to the only one of its tab.
 */
export function nameSubjects(reports: readonly JobReport[]): JobReport[] {
	const complete = withRequests(reports);
	const accounts = new Set(complete.flatMap(({ account }) => account ?? []));
	const requests = groupBy(complete, tabOfAccount, ({ request }) => request);
	return complete.map((report) => {
		const inTab = [...(requests.get(tabOfAccount(report)) ?? [])];
		const own =
			inTab.length > 1 && report.request !== undefined ? peculiar(report.request, inTab) : '';
		const details = [
			...(accounts.size > 1 && report.account !== undefined ? [report.account] : []),
			...(own === '' ? [] : [own]),
		];
		const name = tabOrKind(report);
		return {
			...report,
			subject: details.length === 0 ? name : `${name} (${details.join('; ')})`,
		};
	});
}

/**
 * The names that others have taken the place of: the credential was renamed, or its workflow asks for other types. Their
 * last report is older than the first completed one of another name of the same tab by the same workflow; scopes or currencies that
 * one workflow exports side by side overlap. A name of failures that do not say what was asked for is nothing of its own:
 * any later export of the tab that completed will do.
 *
 * @param reports the oldest first, with their names
 */
export function replacedSubjects(reports: readonly JobReport[]): Set<string> {
	const first = new Map<string, JobReport>();
	const last = new Map<string, JobReport>();
	const newest = new Map<string, JobReport>();
	const proper = new Set<string>();
	for (const report of reports) {
		const { subject, workflowId, request, completed } = report;
		if (subject === undefined || workflowId === undefined) continue;
		last.set(subject, report);
		// A failure that does not say what was asked for takes the place of nothing.
		if (completed && request !== undefined && !first.has(subject)) first.set(subject, report);
		if (completed) newest.set(subject, report);
		if (completed || request !== undefined) proper.add(subject);
	}
	const takesItsPlace = (later: JobReport, earlier: JobReport) =>
		later.finishedAt > earlier.finishedAt &&
		later.workflowId === earlier.workflowId &&
		tabOrKind(later) === tabOrKind(earlier);
	return new Set(
		[...last]
			.filter(([subject, earlier]) => {
				const others = proper.has(subject) ? first : newest;
				return [...others.values()].some((later) => takesItsPlace(later, earlier));
			})
			.map(([subject]) => subject),
	);
}

/** The reports with what those of the same job, or all others of their tab, say of themselves. */
function withRequests(reports: readonly JobReport[]): JobReport[] {
	const ofJob = new Map<string, JobReport>();
	for (const report of reports) {
		if (report.jobId === undefined) continue;
		const known = ofJob.get(report.jobId);
		if (known?.request === undefined) ofJob.set(report.jobId, { ...known, ...defined(report) });
	}
	const byJob = reports.map((report) => {
		const { account, request } = (report.jobId && ofJob.get(report.jobId)) || report;
		return { ...report, account: report.account ?? account, request: report.request ?? request };
	});
	const accounts = groupBy(byJob, tabOrKind, ({ account }) => account);
	const withAccount = byJob.map((report) => ({
		...report,
		account: report.account ?? only(accounts.get(tabOrKind(report))),
	}));
	const requests = groupBy(withAccount, tabOfAccount, ({ request }) => request);
	return withAccount.map((report) => ({
		...report,
		request: report.request ?? only(requests.get(tabOfAccount(report))),
	}));
}

function tabOfAccount(report: JobReport): string {
	return `${report.account ?? ''}\n${tabOrKind(report)}`;
}

/** The parts of a request that not all of them have. */
function peculiar(request: string, all: readonly string[]): string {
	const others = all.map((one) => new Set(one.split('; ')));
	return request
		.split('; ')
		.filter((part) => !others.every((parts) => parts.has(part)))
		.join(', ');
}

function groupBy(
	reports: readonly JobReport[],
	key: (report: JobReport) => string,
	value: (report: JobReport) => string | undefined,
): Map<string, Set<string>> {
	const groups = new Map<string, Set<string>>();
	for (const report of reports) {
		const found = value(report);
		if (found === undefined) continue;
		const group = groups.get(key(report)) ?? new Set();
		groups.set(key(report), group.add(found));
	}
	return groups;
}

function only(values: ReadonlySet<string> | undefined): string | undefined {
	return values?.size === 1 ? [...values][0] : undefined;
}

/** Without what is not known, so that it takes the place of nothing. */
function defined(report: JobReport): JobReport {
	const { account, request, ...rest } = report;
	return {
		...rest,
		...(account !== undefined && { account }),
		...(request !== undefined && { request }),
	};
}
