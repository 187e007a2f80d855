import { eachWeek, hasAmount, isUnclear, type WeekCell } from './weekCell';

/** Weeks in which an export is silent about a call, or says that there is none. */
export interface Gaps {
	firstNullWeek?: string;
	lastNullWeek?: string;
	lastAbsentWeek?: string;
}

/**
 * The week that speaks for a call: the newest that has an amount.
 *
 * Weeks of null are skipped, because the weeks to come have no amounts yet; where there are only such weeks the call
 * is null. When the newest stated amount is contradictory or not a number, that week speaks, and the call cannot be
 * compared (`isUnclear`); trouble in an older week does not keep a call out, or it would be silent for the rest of the
 * quarter.
 *
 * @param before the week to stop before; absent: all weeks
 * @returns `undefined` when there is no week before the limit
 */
export function newestCell(call: WeekCell, before?: string): WeekCell | undefined {
	if (call.more === undefined) {
		return before === undefined || (call.week ?? '') < before ? call : undefined;
	}
	let found: WeekCell | undefined;
	let best = ABSENT;
	eachWeek(call, (cell) => {
		if (before !== undefined && (cell.week ?? '') >= before) return;
		const rank = rankOf(cell);
		// Of weeks that are all null the first one speaks: an amount in any of them is news then.
		const isLater = found === undefined || (cell.week ?? '') > (found.week ?? '');
		const isNewer = rank === AMOUNT ? isLater : !isLater;
		if (found === undefined || rank > best || (rank === best && isNewer)) {
			found = cell;
			best = rank;
		}
	});
	return found;
}

/**
 * Where an export is silent about a call.
 *
 * @param since the week to begin with; absent: all weeks
 */
export function gapsOf(call: WeekCell, since = ''): Gaps {
	const gaps: Gaps = {};
	eachWeek(call, (cell) => {
		const rank = rankOf(cell);
		if ((cell.week ?? '') < since) return;
		if (rank < AMOUNT) noteGap(gaps, cell.week ?? '', rank);
	});
	return gaps;
}

const ABSENT = 0;
const NULL = 1;
const AMOUNT = 2;

/** An unclear week ranks with the amounts: it may hold the newest one. */
function rankOf(cell: WeekCell): number {
	if (hasAmount(cell) || isUnclear(cell)) return AMOUNT;
	return cell.value === null ? NULL : ABSENT;
}

function noteGap(gaps: Gaps, week: string, rank: number): void {
	if (rank === ABSENT) {
		if (gaps.lastAbsentWeek === undefined || week > gaps.lastAbsentWeek) gaps.lastAbsentWeek = week;
		return;
	}
	if (gaps.firstNullWeek === undefined || week < gaps.firstNullWeek) gaps.firstNullWeek = week;
	if (gaps.lastNullWeek === undefined || week > gaps.lastNullWeek) gaps.lastNullWeek = week;
}
