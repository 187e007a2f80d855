import type { JobReport } from './jobReport';

/** How the quota of exports of one organization went down, and where that leads. */
export interface QuotaBurnDown {
	/** The credential or address by which it was asked, when there are several. */
	account: string | null;
	left: number;
	total: number | null;
	/** When `left` was true; milliseconds, like all times here. */
	measuredAt: number;
	/** Whether that is long ago: units have come back since, and nothing can be said about today. */
	isStale: boolean;
	/** Exports a day that were used lately; null when that cannot be told. */
	perDay: number | null;
	/** When nothing is left, at this pace, with each export that is known coming back in its time; null when never. */
	emptyAt: number | null;
	points: QuotaPoint[];
	/** What will be left, day by day, from the last measurement on; empty when that cannot be told. */
	ahead: QuotaPoint[];
}

interface QuotaPoint {
	at: number;
	left: number;
}

/** Exports of a time, spread evenly over it. */
interface Use {
	from: number;
	to: number;
	units: number;
}

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** Clari counts the exports of the last 30 days. Source: Clari API Reference 5.0.0. */
const RETURN_MS = 30 * DAY_MS;
/** The pace is that of the last week: days without exports are in it, and so is what changed lately. */
const PACE_MS = 7 * DAY_MS;
/** After that time the measurement says nothing about today. */
const STALE_MS = 3 * DAY_MS;
/** By then each export that is known has come back, and so have those that follow at the same pace. */
const DAYS_AHEAD = 60;

/**
 * The quota of each organization, the one that ends first at the front.
 *
 * @param reports the oldest first, also those of test runs, which cost quota as well
 * @param now milliseconds since the epoch
 */
export function burnDowns(reports: readonly JobReport[], now: number): QuotaBurnDown[] {
	const accounts = new Set(
		reports.flatMap(({ account, quotaLeft }) => (quotaLeft === undefined ? [] : [account])),
	);
	const share = ({ left, total }: QuotaBurnDown) => (total ? left / total : left);
	return [...accounts]
		.flatMap((account) => {
			const own = reports.filter((report) => report.account === account);
			return burnDown(own, now, accounts.size > 1 ? (account ?? null) : null) ?? [];
		})
		.sort((a, b) => (a.emptyAt ?? Infinity) - (b.emptyAt ?? Infinity) || share(a) - share(b));
}

/**
 * The quota over time, as the reports of one organization saw it, and what will be left at the pace of the last week.
 * Each export that is known comes back 30 days after it was made; those from before the first report come back evenly.
 *
 * @param reports the oldest first
 * @returns `null` when no report knows the quota
 */
export function burnDown(
	reports: readonly JobReport[],
	now: number,
	account: string | null = null,
): QuotaBurnDown | null {
	const measured = measurements(reports);
	const [first] = measured;
	const last = measured.at(-1);
	if (first === undefined || last === undefined) return null;
	const uses = usesOf(measured);
	const perDay = paceOf(uses, first.at, last.at);
	const isStale = now - last.at > STALE_MS;
	const ahead = perDay === null || isStale ? [] : project(last, perDay, uses);
	const { left, total, at } = last;
	return {
		account,
		left,
		total: total ?? null,
		measuredAt: at,
		isStale,
		perDay,
		emptyAt: isStale ? null : left <= 0 ? at : emptyAt(ahead),
		points: measured.map((point) => ({ at: point.at, left: point.left })),
		ahead,
	};
}

interface Measurement extends QuotaPoint {
	total?: number;
	/** Units that are used of the total. */
	used: number;
}

/** One for each hour, the lowest: exports that run side by side report in any order. */
function measurements(reports: readonly JobReport[]): Measurement[] {
	const known = reports.filter(({ quotaLeft }) => quotaLeft !== undefined);
	const most = Math.max(0, ...known.map(({ quotaLeft = 0 }) => quotaLeft));
	const hours = new Map<number, Measurement>();
	for (const { finishedAt: at, quotaLeft: left = 0, quotaTotal: total } of known) {
		const hour = Math.floor(at / HOUR_MS);
		const before = hours.get(hour);
		const isOfOtherQuota = before !== undefined && before.total !== total;
		if (before === undefined || isOfOtherQuota || left <= before.left) {
			hours.set(hour, { at, left, total, used: (total ?? most) - left });
		}
	}
	return [...hours.values()];
}

/** What was used when: what the quota went down by, and what came back meanwhile. */
function usesOf(measured: readonly Measurement[]): Use[] {
	const [first] = measured;
	if (first === undefined) return [];
	const before: Use = { from: first.at - RETURN_MS, to: first.at, units: Math.max(0, first.used) };
	const uses = [before];
	let last = first;
	for (const next of measured.slice(1)) {
		const units = next.used - last.used + returned(uses, last.at, next.at);
		if (units >= 0) uses.push({ from: last.at, to: next.at, units });
		// More came back than was due: it had been used earlier than it was taken to be.
		else before.units = Math.max(0, before.units + units);
		last = next;
	}
	return uses;
}

/** Units that come back between two times. */
function returned(uses: readonly Use[], from: number, to: number): number {
	return overlap(uses, from - RETURN_MS, to - RETURN_MS);
}

/** Units that were used between two times. */
function overlap(uses: readonly Use[], from: number, to: number): number {
	return uses.reduce((sum, use) => {
		const shared = Math.min(use.to, to) - Math.max(use.from, from);
		return shared <= 0 ? sum : sum + (use.units * shared) / (use.to - use.from);
	}, 0);
}

function paceOf(uses: readonly Use[], first: number, last: number): number | null {
	const from = Math.max(first, last - PACE_MS);
	return last - from < DAY_MS ? null : (overlap(uses, from, last) / (last - from)) * DAY_MS;
}

function project(
	{ at: start, left: leftNow, total, used }: Measurement,
	perDay: number,
	known: readonly Use[],
): QuotaPoint[] {
	const most = total ?? leftNow + used;
	const uses = [...known];
	const ahead: QuotaPoint[] = [{ at: start, left: leftNow }];
	let left = leftNow;
	for (let day = 0; day < DAYS_AHEAD && left > 0; day++) {
		const from = start + day * DAY_MS;
		const to = from + DAY_MS;
		left = Math.min(most, left + returned(uses, from, to) - perDay);
		uses.push({ from, to, units: perDay });
		ahead.push({ at: to, left });
	}
	return ahead;
}

/** Where the line goes through zero. */
function emptyAt(ahead: readonly QuotaPoint[]): number | null {
	const [last, before] = [ahead.at(-1), ahead.at(-2)];
	if (last === undefined || before === undefined || last.left > 0) return null;
	const share = before.left / (before.left - last.left);
	return Math.round(before.at + share * (last.at - before.at));
}
