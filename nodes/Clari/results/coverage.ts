import type { ForecastRow } from '../../shared/forecast/forecastRow';
import type { KnownOwners } from './knownOwners';
import { emailMark } from './knownOwners';

/** What came of one of the periods that were asked for. */
export interface PeriodOutcome {
	timePeriod: string;
	/** `otherPeriod`: Clari answered with another one. `notStarted`: a period before it failed. */
	status: 'returned' | 'empty' | 'truncated' | 'otherPeriod' | 'failed' | 'notStarted';
	jobId?: string;
	/** Those that are there. */
	rows: ForecastRow[];
	/** Stands for the top of the hierarchy; absent when the file does not tell it. */
	top?: string;
}

/** Somebody who has rows in an earlier period or in an earlier run, and none in the latest period of this one. */
export type GoneOwner = {
	ownerId: string;
	ownerName: string | null;
	/** Not of those who are known from an earlier run only. */
	ownerEmail: string | null;
	role: string | null;
	/** The latest period with rows of this owner. */
	lastPeriod: string;
	/** ISO time of the last run with rows of this owner; `null` when this run has some, in an earlier period. */
	lastSeenAt: string | null;
	/** Whether the run before had this owner in its latest period, or is not known: then it is told for the first time. */
	isNew: boolean;
	/** Whether the same e-mail has rows in the latest period under another role: then the person has not left. */
	changedRole: boolean;
};

/** How far an export of several periods has what was asked for. */
export type Coverage = {
	forecastId: string;
	complete: boolean;
	periodsAsked: number;
	/** With rows, whole. */
	periodsReturned: number;
	/** Periods separated by commas; the same below. */
	emptyPeriods: string;
	truncatedPeriods: string;
	missingPeriods: string;
	rows: number;
	/** Rows that gave way to a newer one with the same key. */
	rowsReplaced: number;
	/** The period that owners are compared with; `null` when it is not there as a whole, so that nothing can be said. */
	latestPeriod: string | null;
	owners: number | null;
	ownersGone: number | null;
	goneOwners: GoneOwner[];
	/** ISO time of the earlier run whose people are compared as well; `null` when none is known. */
	comparedWith: string | null;
	/** What was not compared with this run, and why, as a sentence; empty when everything was. */
	notCompared: string;
	periods: Array<{
		timePeriod: string;
		status: PeriodOutcome['status'];
		jobId: string | null;
		rows: number;
		owners: number;
	}>;
};

const FISCAL_QUARTER = /^\d{4}_Q[1-4]$/;

/**
 * Says which periods are there, and who is in earlier ones or in the run before but not in the latest.
 *
 * Clari leaves people who have left out of every quarter that is exported afterwards, so the quarters of one run do not
 * tell of them: only an earlier run does.
 *
 * @param earlier who was there before, by the last run of the same request
 * @param notKnown why there is no earlier run, as a sentence
 */
export function coverageOf(
	forecastId: string,
	outcomes: PeriodOutcome[],
	rowsReplaced: number,
	earlier?: KnownOwners,
	notKnown = 'No earlier run is known to compare people with.',
): Coverage {
	const those = (...wanted: Array<PeriodOutcome['status']>) =>
		outcomes.filter(({ status }) => wanted.includes(status)).map(({ timePeriod }) => timePeriod);
	const returned = those('returned');
	const gone = goneOwners(outcomes, earlier);
	return {
		forecastId,
		complete: returned.length === outcomes.length,
		periodsAsked: outcomes.length,
		periodsReturned: returned.length,
		emptyPeriods: those('empty').join(', '),
		truncatedPeriods: those('truncated').join(', '),
		missingPeriods: those('otherPeriod', 'failed', 'notStarted').join(', '),
		rows: outcomes.reduce((sum, { rows }) => sum + rows.length, 0),
		rowsReplaced,
		latestPeriod: gone?.latest.timePeriod ?? null,
		owners: gone ? gone.present.size : null,
		ownersGone: gone?.owners.length ?? null,
		goneOwners: gone?.owners ?? [],
		comparedWith:
			gone === undefined || earlier === undefined ? null : new Date(earlier.takenAt).toISOString(),
		notCompared: notComparedText(gone !== undefined, earlier, notKnown),
		periods: outcomes.map(({ timePeriod, status, jobId, rows }) => ({
			timePeriod,
			status,
			jobId: jobId ?? null,
			rows: rows.length,
			owners: ownersOf(rows).size,
		})),
	};
}

/** The latest period, when it is there as a whole and it can be told which one it is. */
export function latestOf(outcomes: readonly PeriodOutcome[]): PeriodOutcome | undefined {
	if (!outcomes.every(({ timePeriod }) => FISCAL_QUARTER.test(timePeriod))) return undefined;
	const [latest] = newestFirst(outcomes);
	return latest?.status === 'returned' ? latest : undefined;
}

/** `undefined` when there is no latest period to look for people in. */
function goneOwners(
	outcomes: PeriodOutcome[],
	earlier: KnownOwners | undefined,
): { latest: PeriodOutcome; present: Set<string>; owners: GoneOwner[] } | undefined {
	const latest = latestOf(outcomes);
	if (latest === undefined) return undefined;
	const rowsOfLatest = rowsOf(latest, outcomes);
	const present = ownersOf(rowsOfLatest);
	const emails = new Set(rowsOfLatest.flatMap(({ ownerEmail }) => emailMark(ownerEmail) ?? []));
	const hasEmail = (mark: string | null) => mark !== null && emails.has(mark);
	const gone = new Map<string, GoneOwner>();
	for (const { timePeriod, status, rows } of newestFirst(outcomes)) {
		if (status === 'otherPeriod') continue;
		for (const { ownerId, ownerName, ownerEmail, role } of rows) {
			if (present.has(ownerId) || gone.has(ownerId)) continue;
			const before = earlier?.owners.get(ownerId);
			gone.set(ownerId, {
				ownerId,
				ownerName: ownerName ?? null,
				ownerEmail: ownerEmail ?? null,
				role: role ?? null,
				lastPeriod: timePeriod,
				lastSeenAt: null,
				isNew: earlier === undefined || before?.lastPeriod === earlier.latestPeriod,
				changedRole: hasEmail(emailMark(ownerEmail)),
			});
		}
	}
	for (const { ownerId, lastSeenAt, email, ...owner } of earlier?.owners.values() ?? []) {
		if (present.has(ownerId) || gone.has(ownerId)) continue;
		gone.set(ownerId, {
			ownerId,
			ownerEmail: null,
			...owner,
			lastSeenAt: new Date(lastSeenAt).toISOString(),
			isNew: lastSeenAt === earlier?.takenAt,
			changedRole: hasEmail(email),
		});
	}
	return { latest, present, owners: [...gone.values()] };
}

/** The rows of a period, also those that another export had: Clari answers a period that it does not know with the current one. */
function rowsOf({ timePeriod, rows }: PeriodOutcome, outcomes: PeriodOutcome[]): ForecastRow[] {
	// A CSV has labels in place of periods.
	const names = new Set([timePeriod, ...rows.map((row) => row.timePeriod)]);
	return outcomes.flatMap((outcome) => outcome.rows.filter((row) => names.has(row.timePeriod)));
}

function notComparedText(
	hasLatest: boolean,
	earlier: KnownOwners | undefined,
	notKnown: string,
): string {
	if (!hasLatest) {
		return 'People were not compared: the latest quarter is not there as a whole, or the periods are no quarters.';
	}
	return earlier === undefined ? `People who left before this run cannot be seen: ${notKnown}` : '';
}

function newestFirst(outcomes: readonly PeriodOutcome[]): PeriodOutcome[] {
	return [...outcomes].sort((a, b) => b.timePeriod.localeCompare(a.timePeriod));
}

function ownersOf(rows: ForecastRow[]): Set<string> {
	return new Set(rows.map(({ ownerId }) => ownerId));
}
