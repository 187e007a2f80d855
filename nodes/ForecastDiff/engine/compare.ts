import { difference, percentOf, sameAmount } from './amounts';
import { CallGroups } from './callGroups';
import { SAME } from './callRecords';
import type { ExportIndex } from './exportIndex';
import { Flows } from './flows';
import type { Hierarchy } from './hierarchy';
import { sidesOf, type Holding } from './holding';
import type { LabelDictionary } from './labels';
import { gapsOf, newestCell } from './snapshot';
import type { PeriodFacts } from './periodFacts';
import type { Place } from './places';
import { managerName, type ManagerCall } from './teams';
import type { ChangeKind, Field, Level, Owner, SnapshotEntry } from './types';
import { isUnclear, WeekCell } from './weekCell';

/** What is different for a call that has moved. */
export type Move = 'owner' | 'team' | 'field' | 'period';

/** A change before thresholds and labels. */
export interface Difference {
	key: string;
	kind: ChangeKind;
	/** How the call was; `value` and `currency` are those it is compared with. */
	previous: SnapshotEntry | undefined;
	current: SnapshotEntry | undefined;
	/** The call in all its weeks. */
	call: WeekCell | undefined;
	delta: number | null;
	changePct: number | null;
	/** When `previous` was reported or first seen. */
	since: string | null;
	level: Level;
	/** What has moved, the most telling first. Empty unless something has. */
	moves: readonly Move[];
	/** The key that the call had before, where it is another one now. */
	previousKey?: string;
	/** It takes an alert back, and is no difference to the state that is compared with: no total moves with it. */
	onlyResolves?: true;
}

export interface Comparison {
	/** In no particular order. */
	differences: Difference[];
	/** Calls that both sides have and that could be compared. */
	compared: number;
	unchanged: number;
	/** Calls that came or went without an amount: nothing to tell. */
	addedWithoutValue: number;
	removedWithoutValue: number;
	/** Calls that one side says nothing about (see `statement`). */
	notComparable: number;
	/** Of these, calls with an amount in the baseline for which the export carries no value at all. */
	withoutAmount: number;
	/** Calls left out because of contradictory rows or values that are not numbers. */
	leftOut: number;
	/** Sorted. */
	newPeriods: string[];
	gonePeriods: string[];
	/** Of periods that both sides have: what one side does not have at all was not compared. */
	newGroups: CallGroups;
	goneGroups: CallGroups;
	flows: Flows;
	/** Managers' own calls by team and group (`managerName`). */
	managerCalls: Map<string, ManagerCall>;
}

/** What the current export is compared with. Its calls hang on those of the current export (`CallTable.previous`). */
export interface Baseline {
	periods: ReadonlyMap<string, PeriodFacts>;
	/** Calls that the current export does not have, with their keys. */
	rest: () => Iterable<[string, WeekCell | SnapshotEntry]>;
	/** Keys that the baseline has but cannot tell the amount of. */
	leftOut: ReadonlySet<string>;
	/** Whether it has no call at all of a group of the current export. */
	lacks: (place: Place) => boolean;
	/** When it was taken, ISO date-time. */
	takenAt: string | null;
}

/** Which amount of a baseline counts: `told` is what the readers of alerts know. */
export type AmountOf = (key: string) => 'value' | 'told';

/** What a comparison does with one call of the current export. */
export type Verdict =
	/** The period is not in the baseline. */
	| 'new_period'
	/** The baseline has the period, and none of its calls of this field and type. */
	| 'new_group'
	/** Contradictory, or not a number. */
	| 'left_out'
	| 'added'
	/** The export says nothing about it; the baseline does. */
	| 'silent'
	/** The baseline says nothing about it. */
	| 'first_stated'
	| 'compared';

/** A call of the current export beside its baseline. */
export interface Judgement {
	verdict: Verdict;
	/** The newest week with an amount, or what it says by the baseline's week. */
	current: SnapshotEntry | undefined;
	previous: SnapshotEntry | undefined;
}

/** Looks at one call of the current export beside what the baseline says about it. */
function judge(
	call: WeekCell,
	place: Place,
	before: WeekCell | SnapshotEntry | undefined,
	baseline: Baseline,
): Judgement {
	const cell = newestCell(call);
	if (cell === undefined || isUnclear(cell)) {
		return { verdict: 'left_out', current: undefined, previous: entryOf(before) };
	}
	if (!baseline.periods.has(call.timePeriod)) {
		return { verdict: 'new_period', current: cell, previous: undefined };
	}
	const previous = entryOf(before);
	if (previous === undefined) {
		return { verdict: baseline.lacks(place) ? 'new_group' : 'added', current: cell, previous };
	}
	const stated = statement(call, cell, previous);
	if (stated === undefined) return { verdict: 'silent', current: cell, previous };
	if (previous.value === undefined) return { verdict: 'first_stated', current: stated, previous };
	return { verdict: 'compared', current: stated, previous };
}

/** The week of a baseline's call that speaks for it; `undefined` when it is unclear. */
export function entryOf(call: WeekCell | SnapshotEntry | undefined): SnapshotEntry | undefined {
	if (!(call instanceof WeekCell)) return call;
	const cell = newestCell(call);
	return cell === undefined || isUnclear(cell) ? undefined : cell;
}

/**
 * Compares an export with a baseline, in one pass over the calls of both.
 *
 * Only periods that both sides have are compared, so a new quarter is neither a flood of additions nor of removals; nor
 * is a value type or a field that is exported since now, or no longer.
 */
export function compareSides(
	current: ExportIndex,
	baseline: Baseline,
	hierarchy: Hierarchy,
	labels: LabelDictionary,
	amountOf: AmountOf,
): Comparison {
	const flows = new Flows(hierarchy, labels, current.fields);
	const result: Comparison = {
		differences: [],
		compared: 0,
		unchanged: 0,
		addedWithoutValue: 0,
		removedWithoutValue: 0,
		notComparable: 0,
		withoutAmount: 0,
		leftOut: 0,
		newPeriods: without(current.periods, baseline.periods),
		gonePeriods: without(baseline.periods, current.periods),
		newGroups: new CallGroups(),
		goneGroups: new CallGroups(),
		flows,
		managerCalls: new Map(),
	};
	const noteManager = (previous: SnapshotEntry | undefined, now: SnapshotEntry | undefined) => {
		const [from, to] = sidesOf(previous, now);
		const owner = (now ?? previous)?.owner;
		const team = owner === undefined ? undefined : hierarchy.ledBy(owner);
		if (team?.manager === undefined) return;
		for (const entry of [from, to]) {
			if (entry === undefined) continue;
			const group = flows.groupOf(entry);
			const amountIn = (side: Holding | undefined) =>
				side !== undefined && flows.groupOf(side) === group ? (side.value ?? null) : null;
			result.managerCalls.set(managerName(team, group), {
				previous: amountIn(from),
				current: amountIn(to),
			});
		}
	};
	const renamed = renamedTeams(current, hierarchy);
	const levelOf = ({ owner }: Holding) => hierarchy.levelOf(owner);

	const { calls } = current;
	for (let number = 0; number < calls.size; number++) {
		if (calls.records.mate(number) === SAME) {
			result.compared++;
			result.unchanged++;
			const team = hierarchy.teamOfRep(calls.records.owner(number));
			if (team !== undefined) flows.same(calls, number, team);
			else {
				const call = calls.cell(number);
				noteManager(call, call);
			}
			continue;
		}
		const call = calls.cell(number);
		const key = calls.key(number);
		const place = calls.placeOf(number);
		const judgement = judge(call, place, calls.previous(number), baseline);
		const { verdict, previous } = judgement;
		const now = withCurrency(judgement.current, previous);
		if (verdict === 'new_period') continue;
		if (verdict === 'left_out') {
			result.leftOut++;
			if (previous !== undefined && levelOf(previous) === 'rep') flows.carried(previous);
			continue;
		}
		if (now === undefined) continue;
		if (verdict === 'new_group') {
			if (typeof now.value !== 'number') result.addedWithoutValue++;
			else result.newGroups.note(String(place.index), now.field, now.timePeriod);
			continue;
		}
		const isRep = levelOf(now) === 'rep';
		if (verdict === 'added') {
			if (baseline.leftOut.has(key)) {
				result.leftOut++;
				if (isRep) flows.carried(now);
			} else if (typeof now.value === 'number') {
				const level = levelOf(now);
				result.differences.push(oneSided('added', key, undefined, now, call, level, null));
				if (isRep) flows.added(now);
				else noteManager(undefined, now);
			} else result.addedWithoutValue++;
			continue;
		}
		if (previous === undefined) continue;
		if (verdict === 'silent') {
			result.notComparable++;
			if (now.value === undefined && typeof previous.value === 'number') result.withoutAmount++;
			if (levelOf(previous) === 'rep') flows.carried(previous);
			continue;
		}
		if (verdict === 'first_stated') {
			result.notComparable++;
			if (isRep) flows.carried(now);
			continue;
		}
		result.compared++;
		const isTold = amountOf(key) === 'told';
		const before = isTold ? asTold(previous) : previous;
		const moves =
			before.owner === now.owner && before.field === now.field
				? NO_MOVES
				: movesBetween(before, now, renamed);
		const change = twoSided(before, now, moves);
		const wasRep = levelOf(before) === 'rep';
		// Who has become a manager has a total now, which is nobody's call; and the other way round.
		if (wasRep !== isRep) flows.moved(wasRep ? before : undefined, isRep ? now : undefined);
		if (change === undefined) {
			result.unchanged++;
			if (!isRep) noteManager(before, now);
			else if (wasRep) flows.stayed(before, now);
			continue;
		}
		const level = levelOf(now);
		const since = sinceOf(before, isTold, baseline);
		const { kind, delta, changePct } = change;
		const hasMoved = kind === 'moved' || kind === 'currency_changed';
		result.differences.push({
			key,
			kind,
			previous: before,
			current: now,
			call,
			delta,
			changePct,
			since,
			level,
			moves: hasMoved ? moves : NO_MOVES,
		});
		if (!isRep) noteManager(before, now);
		else if (!wasRep) continue;
		else if (hasMoved) flows.moved(before, now);
		else flows.stayed(before, now);
	}

	for (const [key, rest] of baseline.rest()) {
		if (!current.periods.has(rest.timePeriod)) continue;
		const entry = entryOf(rest);
		if (entry === undefined) continue;
		if (!calls.hasGroup(key, rest.timePeriod)) {
			if (typeof entry.value !== 'number') result.removedWithoutValue++;
			else result.goneGroups.note(current.groupOf(key), entry.field, entry.timePeriod);
			continue;
		}
		const isTold = amountOf(key) === 'told';
		const previous = isTold ? asTold(entry) : entry;
		if (typeof previous.value === 'number') {
			const level = levelOf(previous);
			const since = sinceOf(previous, isTold, baseline);
			result.differences.push(
				oneSided('removed', key, previous, undefined, undefined, level, since),
			);
			if (level === 'rep') flows.removed(previous);
			else noteManager(previous, undefined);
		} else result.removedWithoutValue++;
	}
	return result;
}

/** An export without a currency (many give none for null) speaks of the currency that is known. */
function withCurrency(
	entry: SnapshotEntry | undefined,
	previous: SnapshotEntry | undefined,
): SnapshotEntry | undefined {
	const known = previous?.currency;
	if (entry === undefined || entry.currency !== null || known == null) return entry;
	const { owner, field, timePeriod, value, week } = entry;
	return { owner, field, timePeriod, value, week, currency: known };
}

/** From when on the amount of the baseline was known. */
export function sinceOf(
	{ told }: SnapshotEntry,
	isTold: boolean,
	{ takenAt }: Pick<Baseline, 'takenAt'>,
): string | null {
	return (isTold ? told?.at : undefined) ?? takenAt;
}

/** An entry with the amount that the readers know. */
export function asTold(entry: SnapshotEntry): SnapshotEntry {
	if (entry.told === undefined) return entry;
	return { ...entry, value: entry.told.value, currency: entry.told.currency };
}

/**
 * What the current export says about a call whose baseline is known; `undefined` when it says nothing about it.
 *
 * 1. No amount at all (absent): nothing is said.
 * 2. Only null: no call, but for weeks after the baseline's: the owner has not made the new week's call yet, and the
 *    last call stands, as it does in an export that carries the earlier weeks as well.
 * 3. An amount, but of a week before the baseline's: when the baseline's week, or a later one, is null now, the call was
 *    cleared; it did not go back to last week's amount. When that week is there without an amount, nothing is said.
 */
export function statement(
	call: WeekCell,
	cell: WeekCell,
	previous: SnapshotEntry,
): SnapshotEntry | undefined {
	const { value, week } = cell;
	if (value === undefined) return undefined;
	if (previous.week === null || week === null) return cell;
	if (value === null) {
		const { firstNullWeek } = gapsOf(call);
		const onlyLaterWeeks = firstNullWeek !== undefined && firstNullWeek > previous.week;
		return onlyLaterWeeks && previous.value !== null ? undefined : cell;
	}
	if (week >= previous.week) return cell;
	const { firstNullWeek, lastAbsentWeek } = gapsOf(call, previous.week);
	if (firstNullWeek !== undefined) {
		const { owner, field, timePeriod, currency } = cell;
		// The first of them, so that an amount in any of these weeks is news again.
		return { owner, field, timePeriod, value: null, currency, week: firstNullWeek };
	}
	return lastAbsentWeek === undefined ? cell : undefined;
}

const NO_MOVES: readonly Move[] = [];

/**
 * What has moved between two states of the same key. The same person under another id is no move, nor is a team that
 * has got another name.
 */
function movesBetween(
	before: SnapshotEntry,
	now: SnapshotEntry,
	renamed: ReadonlyMap<string, string>,
): readonly Move[] {
	const moves: Move[] = [];
	const a = before.owner;
	const b = now.owner;
	if (isOtherOwner(a, b)) {
		moves.push('owner');
	} else if (
		differ(a.parentRole, b.parentRole) &&
		(a.parentHierarchyId === undefined || a.parentHierarchyId !== b.parentHierarchyId) &&
		renamed.get(a.parentRole ?? '') !== b.parentRole
	) {
		moves.push('team');
	}
	if (isOtherField(before.field, now.field)) moves.push('field');
	return moves.length === 0 ? NO_MOVES : moves;
}

/** Whether two owners are two people, by the first of id, e-mail and name that both have. */
export function isOtherOwner(a: Owner, b: Owner): boolean {
	const isSamePerson = a.ownerEmail !== null && !differ(a.ownerEmail, b.ownerEmail);
	if (a.ownerId !== null && b.ownerId !== null) {
		return differ(a.ownerId, b.ownerId) && (b.ownerEmail === null || !isSamePerson);
	}
	if (a.ownerEmail !== null && b.ownerEmail !== null) return !isSamePerson;
	return differ(a.ownerName, b.ownerName);
}

/** Whether two fields are not the same one under two names. */
export function isOtherField(a: Field, b: Field): boolean {
	return a.fieldId !== null && b.fieldId !== null
		? differ(a.fieldId, b.fieldId)
		: differ(a.fieldName, b.fieldName);
}

function differ(a: string | null, b: string | null): boolean {
	return a !== null && b !== null && a !== b && a.toLowerCase() !== b.toLowerCase();
}

/**
 * Teams that have only got another name: all who were in the old one and are still there are in the same new one, which
 * nobody was in before. Otherwise a renamed role would look as if everybody had moved.
 */
function renamedTeams(current: ExportIndex, hierarchy: Hierarchy): ReadonlyMap<string, string> {
	const targets = new Map<string, string | undefined>();
	const origins = new Map<string, string | undefined>();
	const { calls } = current;
	for (let number = 0; hierarchy.hasTeams && number < calls.size; number++) {
		const owner = calls.newestOwner(number);
		const previous = calls.previousOwner(number);
		if (previous === undefined || previous === owner) continue;
		const from = previous.parentRole;
		const to = owner.parentRole;
		if (from === null || to === null || from === to) continue;
		targets.set(from, targets.has(from) && targets.get(from) !== to ? undefined : to);
		origins.set(to, origins.has(to) && origins.get(to) !== from ? undefined : from);
	}
	const renamed = new Map<string, string>();
	if (targets.size === 0) return renamed;
	const stillThere = new Set<string | null>();
	const thereBefore = new Set<string | null>();
	for (let number = 0; number < calls.size; number++) {
		stillThere.add(calls.newestOwner(number).parentRole);
		thereBefore.add(calls.previousOwner(number)?.parentRole ?? null);
	}
	for (const [from, to] of targets) {
		if (to === undefined || origins.get(to) !== from) continue;
		const isOld = stillThere.has(from) || hierarchy.isCurrentRole(from);
		if (!isOld && !thereBefore.has(to)) renamed.set(from, to);
	}
	return renamed;
}

function twoSided(
	previous: SnapshotEntry,
	current: SnapshotEntry,
	moves: readonly Move[],
): Pick<Difference, 'kind' | 'delta' | 'changePct'> | undefined {
	const before = previous.value ?? null;
	const after = current.value ?? null;
	const hasMoved = moves.length > 0 && ((before ?? 0) !== 0 || (after ?? 0) !== 0);
	if (before === null || after === null) {
		if (before === after) return undefined;
		const delta = difference(before ?? 0, after ?? 0);
		const kind = before === null ? 'set' : 'cleared';
		return { kind: hasMoved ? 'moved' : kind, delta, changePct: null };
	}
	if (
		previous.currency !== null &&
		current.currency !== null &&
		previous.currency !== current.currency
	) {
		// Nothing is nothing in any currency.
		if (before === 0 && after === 0) return undefined;
		return { kind: 'currency_changed', delta: null, changePct: null };
	}
	if (sameAmount(before, after)) {
		return hasMoved ? { kind: 'moved', delta: 0, changePct: null } : undefined;
	}
	const delta = difference(before, after);
	return {
		kind: hasMoved ? 'moved' : kindOf(before, after),
		delta,
		changePct: before === 0 ? null : percentOf(delta, before),
	};
}

function kindOf(before: number, after: number): ChangeKind {
	if (before === 0) return 'from_zero';
	if (after === 0) return 'to_zero';
	return after > before ? 'increased' : 'decreased';
}

/** A change with an amount on one side only: it moves the total by that amount, and has no percentage. */
function oneSided(
	kind: 'added' | 'removed',
	key: string,
	previous: SnapshotEntry | undefined,
	current: SnapshotEntry | undefined,
	call: WeekCell | undefined,
	level: Level,
	since: string | null,
): Difference {
	const delta = difference(previous?.value ?? 0, current?.value ?? 0);
	return {
		key,
		kind,
		previous,
		current,
		call,
		delta,
		changePct: null,
		since,
		level,
		moves: NO_MOVES,
	};
}

function without(
	periods: ReadonlyMap<string, unknown>,
	others: ReadonlyMap<string, unknown>,
): string[] {
	return [...periods.keys()].filter((period) => !others.has(period)).sort();
}
