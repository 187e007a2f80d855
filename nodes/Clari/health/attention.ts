import { checkWords } from './checkWords';
import type { ExportHealth, QuarterHealth, SubjectHealth } from './health';
import { SILENT_AFTER_MS } from './health';
import { isOfUnknownTab } from './jobReport';
import type { QuotaBurnDown } from './quota';
import { at, count, duration, number, percent } from './words';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Long enough to ask Clari for more, or to run workflows less often. */
const QUOTA_WARNING_MS = 14 * DAY_MS;

/** What somebody should look at, in sentences, the most urgent first; empty when all is well. */
export function attention(health: ExportHealth): string[] {
	if (health.runs === 0) {
		const tests =
			health.testRuns === 0 ? '' : ` (${count(health.testRuns, 'test run')} in the editor aside)`;
		return [
			`No export has reported in these days${tests}: check that the workflows run and store their reports.`,
			...quota(health),
		];
	}
	const current = { ...health, subjects: health.subjects.filter(({ isReplaced }) => !isReplaced) };
	return [...silence(current), ...failures(current), ...quota(current), ...incomplete(current)];
}

function silence({ lastCompletedAt, subjects, to }: ExportHealth): string[] {
	if (lastCompletedAt === null) return ['No export has completed in these days.'];
	const silent = to - lastCompletedAt;
	const regular = subjects.filter(({ usualMs }) => usualMs !== null);
	// Where all run on working days only, Sunday is silent: that is how they are.
	const isUsual = regular.length > 0 && regular.every(({ silentMs }) => silentMs === null);
	// Else each of the tabs is silent.
	if (silent > SILENT_AFTER_MS && !isUsual)
		return [`No export has completed for ${duration(silent)}.`];
	return subjects.flatMap(({ name, silentMs, usualMs }) =>
		silentMs === null || usualMs === null
			? []
			: [
					`No export of ${name} has completed for ${duration(silentMs)}; it used to complete at least every ${duration(usualMs)}.`,
				],
	);
}

function failures({ failures: failed, subjects, to }: ExportHealth): string[] {
	const open = failed.filter(({ recovered }) => !recovered);
	const recent = open.filter(({ report }) => report.finishedAt > to - DAY_MS);
	const broken = subjects.flatMap((subject) =>
		subject.quarters
			.filter(({ last }) => !last.completed && !isOfUnknownTab(last))
			.map((quarter) => nameOf(subject, quarter)),
	);
	return [
		...(broken.length === 0 ? [] : [`The last export failed for: ${broken.join(', ')}.`]),
		...(recent.length === 0
			? []
			: [`${count(recent.length, 'export')} failed in the last 24 hours.`]),
	];
}

/** Whether the quota is used up, or will be soon. */
export function isQuotaShort(burn: QuotaBurnDown | undefined, now: number): boolean {
	if (burn === undefined || burn.isStale) return false;
	return burn.left <= 0 || (burn.emptyAt !== null && burn.emptyAt <= now + QUOTA_WARNING_MS);
}

function quota({ quotas, timeZone, to }: ExportHealth): string[] {
	return quotas.flatMap((burn) => {
		const whose = burn.account === null ? 'of exports' : `of exports of ${burn.account}`;
		if (burn.isStale) {
			return [
				`The quota ${whose} was last measured ${duration(to - burn.measuredAt)} ago, when ${number(burn.left)} were left: nothing is known about today.`,
			];
		}
		if (!isQuotaShort(burn, to)) return [];
		if (burn.left <= 0 || burn.emptyAt === null) return [`The quota ${whose} is used up.`];
		return [`At this pace the quota ${whose} is used up on ${at(burn.emptyAt, timeZone, 'date')}.`];
	});
}

function incomplete({ subjects }: ExportHealth): string[] {
	return subjects.flatMap((subject) =>
		subject.quarters.flatMap((quarter, place) =>
			incompleteExport(nameOf(subject, quarter), quarter, place === 0),
		),
	);
}

function nameOf({ name, quarters }: SubjectHealth, { timePeriod }: QuarterHealth): string {
	return quarters.length > 1 && timePeriod !== null ? `${name} ${timePeriod}` : name;
}

function incompleteExport(
	name: string,
	{ lastCompleted, earlierRows, hadRows }: QuarterHealth,
	isNewest: boolean,
): string[] {
	if (lastCompleted === null) return [];
	const { truncated, checksFailed, rows, exportKind } = lastCompleted;
	const isForecast = exportKind === 'forecast';
	const isFewer =
		isForecast && rows !== undefined && earlierRows !== null && rows > 0 && rows < earlierRows / 2;
	return [
		...(truncated ? [`Clari cut off the last export of ${name}.`] : []),
		...checkWords(checksFailed).map((words) => `The last export of ${name} ${words}.`),
		// No activity on a Sunday is no news, nor is an old quarter that never had rows: Clari was not in use yet.
		...(rows === 0 && isForecast && (isNewest || hadRows)
			? [`The last export of ${name} was empty.`]
			: []),
		...(isFewer
			? [
					`The last export of ${name} has ${percent(1 - rows / earlierRows)} fewer rows than the one before.`,
				]
			: []),
	];
}
