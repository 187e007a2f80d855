import { cellText } from './key';
import {
	eachWeek,
	hasAmount,
	isUnclear,
	type CallHistory,
	type ExportIndex,
	type WeekCell,
} from './exportIndex';
import type { Snapshot, SnapshotEntry } from './types';

/** Weeks in which an export is silent about a call, or says that there is none. */
export interface Gaps {
	firstNullWeek?: string;
	lastNullWeek?: string;
	lastAbsentWeek?: string;
}

/** A snapshot together with what only a comparison needs to know about the export. */
export interface ExportView extends Snapshot {
	periods: ReadonlySet<string>;
	/** Keys whose amount is contradictory or not a number: they cannot be compared. */
	leftOut: ReadonlySet<string>;
	gaps: ReadonlyMap<string, Gaps>;
}

/**
 * The as-of view of an export: per call the newest week that has an amount.
 *
 * Weeks of null are skipped, because the weeks to come have no amounts yet; where there are only such weeks the call
 * is null. A call whose newest stated amount is contradictory or not a number is left out; trouble in an older week
 * does not keep a call out, or it would be silent for the rest of the quarter.
 *
 * @param before per period, the week to stop before; periods that are not in it are left out. Absent: all weeks.
 */
export function takeView(index: ExportIndex, before?: ReadonlyMap<string, string>): ExportView {
	const entries = new Map<string, SnapshotEntry>();
	const leftOut = new Set<string>();
	const gaps = new Map<string, Gaps>();
	const periods = new Set<string>();
	for (const [key, call] of index.calls) {
		const limit = before?.get(call.timePeriod);
		if (before !== undefined && limit === undefined) continue;
		const { cell, gaps: gapsOfCall } = newestStatement(call, limit);
		if (cell === undefined) continue;
		periods.add(call.timePeriod);
		if (isUnclear(cell)) {
			leftOut.add(key);
			continue;
		}
		if (gapsOfCall !== undefined) gaps.set(key, gapsOfCall);
		entries.set(key, entryOf(call, cell));
	}
	return { keyColumns: index.keyColumns, entries, periods, leftOut, gaps };
}

interface Found {
	/** The week that speaks for the call; absent when there is no week before the limit. */
	cell?: WeekCell;
	gaps?: Gaps;
}

function newestStatement(call: CallHistory, limit: string | undefined): Found {
	// The usual case, spared the search: one week, and it has an amount.
	if (call.more === undefined && limit === undefined && rankOf(call.first) === AMOUNT) {
		return { cell: call.first };
	}
	const found: Found = {};
	let best = ABSENT;
	eachWeek(call, (cell) => {
		const { week } = cell;
		if (limit !== undefined && week >= limit) return;
		const rank = rankOf(cell);
		if (rank < AMOUNT) noteGap((found.gaps ??= {}), week, rank);
		if (found.cell === undefined || rank > best || (rank === best && week > found.cell.week)) {
			found.cell = cell;
			best = rank;
		}
	});
	return found;
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

function entryOf(call: CallHistory, { row, week, value, currency }: WeekCell): SnapshotEntry {
	return {
		ownerId: cellText(row.ownerId) || null,
		ownerName: cellText(row.ownerName) || null,
		ownerEmail: cellText(row.ownerEmail) || null,
		role: cellText(row.role) || null,
		parentRole: cellText(row.parentRole) || null,
		fieldId: cellText(row.fieldId) || null,
		fieldName: cellText(row.fieldName) || null,
		type: cellText(row.type) || null,
		timePeriod: call.timePeriod,
		value,
		currency,
		week: week || null,
	};
}
