import { percentOf, withoutMinusZero } from './amounts';
import type { CallTable } from './callTable';
import { ancestors, type Hierarchy, type Team } from './hierarchy';
import type { LabelDictionary } from './labels';
import { minorUnits, toMinor } from './money';
import type { CategoryCell, Flow, Waterfall } from './summary';
import type { Field, Owner } from './types';

/** One side of a call: whose it is, what it is, and how much. */
export interface Holding {
	owner: Owner;
	field: Field;
	timePeriod: string;
	value: number | null | undefined;
	currency: string | null;
}

/** One field in one period and currency: only such amounts can be added up. */
export interface Group {
	id: number;
	field: Field;
	timePeriod: string;
	currency: string | null;
	/** Minor units in one unit of the currency. */
	scale: number;
	/** The sums of each team's own members, by the team's index. */
	own: Array<TeamSums | undefined>;
	/** Moves between teams and groups, straight in every team that they concern. */
	moved: Array<TeamSums | undefined>;
}

/** Sums of one team and group, in minor units: whole numbers, so that the balance is exact. */
export class Sums {
	start = 0;
	added = 0;
	increased = 0;
	decreased = 0;
	removed = 0;
	movedIn = 0;
	movedOut = 0;
	end = 0;
	carried = 0;
	/** Calls with an amount. */
	startCalls = 0;
	endCalls = 0;
	addedCalls = 0;
	removedCalls = 0;
	movedOutCalls = 0;

	add(other: Sums): void {
		this.start += other.start;
		this.added += other.added;
		this.increased += other.increased;
		this.decreased += other.decreased;
		this.removed += other.removed;
		this.movedIn += other.movedIn;
		this.movedOut += other.movedOut;
		this.end += other.end;
		this.carried += other.carried;
		this.startCalls += other.startCalls;
		this.endCalls += other.endCalls;
		this.addedCalls += other.addedCalls;
		this.removedCalls += other.removedCalls;
		this.movedOutCalls += other.movedOutCalls;
	}
}

export interface TeamSums {
	team: Team;
	group: Group;
	sums: Sums;
}

/**
 * Adds up how the totals went from their start to their end, by team, field, period and currency.
 *
 * Only the rows of reps are added: a manager's row contains them already. Every call is counted once, in the team of
 * its owner, and passed on to the teams above at the end.
 */
export class Flows {
	private readonly groups = new Map<Field, Map<string, Map<string | null, Group>>>();

	private readonly groupList: Group[] = [];

	/** Groups by the numbers of place, field and currency in the tables. */
	private readonly groupsByNumber: Array<Array<Array<Group | undefined> | undefined> | undefined> =
		[];

	private readonly categoryMoves = new Map<string, CategoryMove>();

	private readonly fields: ReadonlyMap<Field, Field>;

	private all: TeamSums[] | undefined;

	constructor(
		private readonly hierarchy: Hierarchy,
		private readonly labels: LabelDictionary,
		currentFields: number,
	) {
		this.fields = sameFields(labels.fields(), currentFields);
	}

	/** A call that both sides have, in the same group: its amount may have changed. */
	stayed(before: Holding, after: Holding): void {
		const [, side = after] = sidesOf(before, after);
		const { sums, group } = this.sumsOf(side);
		const from = typeof before.value === 'number' ? toMinor(before.value, group.scale) : undefined;
		const to = typeof after.value === 'number' ? toMinor(after.value, group.scale) : undefined;
		if (from !== undefined) {
			sums.start += from;
			sums.startCalls++;
		}
		if (to !== undefined) {
			sums.end += to;
			sums.endCalls++;
		}
		if (from === to) return;
		if (from === undefined) {
			sums.added += to ?? 0;
			sums.addedCalls++;
		} else if (to === undefined) {
			sums.removed += from;
			sums.removedCalls++;
		} else if (to > from) sums.increased += to - from;
		else sums.decreased += from - to;
	}

	/** A rep's call whose amount is the same on both sides, straight from the columns. */
	same(calls: CallTable, number: number, team: Team): void {
		const group = this.groupAt(calls, number);
		const { sums } = placeIn(group.own, team, group);
		const amount = toMinor(calls.amount(number), group.scale);
		sums.start += amount;
		sums.end += amount;
		sums.startCalls++;
		sums.endCalls++;
	}

	/** @param times 1, or −1 to take it back when the call turns out to have moved */
	added(call: Holding, times: 1 | -1 = 1): void {
		if (typeof call.value !== 'number') return;
		const { sums, group } = this.sumsOf(call);
		const amount = toMinor(call.value, group.scale) * times;
		sums.added += amount;
		sums.end += amount;
		sums.addedCalls += times;
		sums.endCalls += times;
	}

	removed(call: Holding, times: 1 | -1 = 1): void {
		if (typeof call.value !== 'number') return;
		const { sums, group } = this.sumsOf(call);
		const amount = toMinor(call.value, group.scale) * times;
		sums.start += amount;
		sums.removed += amount;
		sums.startCalls += times;
		sums.removedCalls += times;
	}

	/** Nothing is said about the call now: its last amount stands on both sides. */
	carried(call: Holding): void {
		if (typeof call.value !== 'number') return;
		const { sums, group } = this.sumsOf(call);
		const amount = toMinor(call.value, group.scale);
		sums.start += amount;
		sums.end += amount;
		sums.carried += amount;
		sums.startCalls++;
		sums.endCalls++;
	}

	/**
	 * The same call under another owner, team, field, period or currency. For teams that have it before and after, in the
	 * same group, only its amount has changed; for the others it came or went as a whole.
	 *
	 * @param previous `undefined` when it comes from a period that is not compared, or from a total
	 */
	moved(previous: Holding | undefined, now: Holding | undefined): void {
		const [before, after] = sidesOf(previous, now);
		const from = before === undefined ? undefined : this.placesOf(before);
		const to = after === undefined ? undefined : this.placesOf(after);
		const stays = from !== undefined && to !== undefined && from.group === to.group;
		const target = new Set(to?.teams);
		const origin = new Set(from?.teams);
		for (const team of origin) {
			if (before === undefined || from === undefined) break;
			const { sums } = placeIn(from.group.moved, team, from.group);
			if (stays && after !== undefined && target.has(team)) {
				addStayed(sums, from.amount, to.amount);
				continue;
			}
			if (from.amount === undefined) continue;
			sums.start += from.amount;
			sums.movedOut += from.amount;
			sums.startCalls++;
			sums.movedOutCalls++;
		}
		for (const team of target) {
			if (to === undefined || (stays && origin.has(team)) || to.amount === undefined) continue;
			const { sums } = placeIn(to.group.moved, team, to.group);
			sums.end += to.amount;
			sums.movedIn += to.amount;
			sums.endCalls++;
		}
		this.noteCategory(before, after);
	}

	/** The sums of the whole company. */
	company(): TeamSums[] {
		return this.rolledUp().filter(({ team }) => team === this.hierarchy.company);
	}

	/** The waterfalls of the whole company, by period, field and currency. */
	waterfalls(): Waterfall[] {
		const list: Waterfall[] = [];
		for (const { team, group, sums } of this.rolledUp()) {
			if (team !== this.hierarchy.company || isEmpty(sums)) continue;
			list.push(waterfallOf(group, sums));
		}
		return list.sort(byGroup);
	}

	/** Which category each call was in and is in now, with the amounts. */
	categories(): CategoryCell[] {
		const moves = new Map([...this.categoryMoves].map(([name, move]) => [name, { ...move }]));
		for (const { team, group, sums } of this.rolledUp()) {
			if (team !== this.hierarchy.company) continue;
			const stayed = sums.startCalls - sums.removedCalls - sums.movedOutCalls;
			const before = sums.start - sums.removed - sums.movedOut;
			const after = sums.end - sums.added - sums.movedIn;
			addCategory(moves, {
				from: group,
				to: group,
				calls: stayed,
				previous: before,
				current: after,
			});
			const { addedCalls, added, removedCalls, removed } = sums;
			addCategory(moves, { to: group, calls: addedCalls, previous: 0, current: added });
			addCategory(moves, { from: group, calls: removedCalls, previous: removed, current: 0 });
		}
		return [...moves.values()]
			.flatMap((move) => cellOf(move) ?? [])
			.sort((a, b) => compareText(cellName(a), cellName(b)));
	}

	groupOf({ field, timePeriod, currency }: Holding): Group {
		return this.groupFor(field, timePeriod, currency);
	}

	private groupFor(anyField: Field, timePeriod: string, currency: string | null): Group {
		const field = this.fields.get(anyField) ?? anyField;
		let periods = this.groups.get(field);
		if (periods === undefined) this.groups.set(field, (periods = new Map()));
		let currencies = periods.get(timePeriod);
		if (currencies === undefined) periods.set(timePeriod, (currencies = new Map()));
		let group = currencies.get(currency);
		if (group === undefined) {
			group = {
				id: this.groupList.length,
				field,
				timePeriod,
				currency,
				scale: minorUnits(currency),
				own: [],
				moved: [],
			};
			this.groupList.push(group);
			currencies.set(currency, group);
		}
		return group;
	}

	/** The sums of all teams, each with those below. Call it when everything has been added. */
	rolledUp(): TeamSums[] {
		if (this.all !== undefined) return this.all;
		const all: TeamSums[] = [];
		for (const group of this.groupList) {
			const teams: Array<TeamSums | undefined> = [];
			// Also where nothing is left, so that the company has every group.
			placeIn(teams, this.hierarchy.company, group);
			for (const part of group.own) {
				if (part === undefined) continue;
				for (const team of [part.team, ...ancestors(part.team)]) {
					placeIn(teams, team, group).sums.add(part.sums);
				}
			}
			for (const part of group.moved) {
				if (part !== undefined) placeIn(teams, part.team, group).sums.add(part.sums);
			}
			for (const sums of teams) if (sums !== undefined) all.push(sums);
		}
		this.all = all;
		return all;
	}

	private placesOf(call: Holding): { teams: Team[]; group: Group; amount: number | undefined } {
		const team = this.hierarchy.teamOf(call.owner);
		const group = this.groupOf(call);
		return {
			teams: [team, ...ancestors(team)],
			group,
			amount: typeof call.value === 'number' ? toMinor(call.value, group.scale) : undefined,
		};
	}

	private sumsOf(call: Holding): TeamSums {
		const group = this.groupOf(call);
		return placeIn(group.own, this.hierarchy.teamOf(call.owner), group);
	}

	private groupAt(calls: CallTable, number: number): Group {
		const place = calls.placeOf(number);
		const field = calls.field(number);
		const currency = calls.currency(number);
		const ofPlace = (this.groupsByNumber[place.index] ??= []);
		const ofField = (ofPlace[field] ??= []);
		return (ofField[currency] ??= this.groupFor(
			this.labels.fieldAt(field),
			place.timePeriod,
			this.labels.currencyAt(currency),
		));
	}

	/** A call that goes to another period or currency leaves one matrix and comes into another. */
	private noteCategory(before: Holding | undefined, after: Holding | undefined): void {
		const from = before && this.groupOf(before);
		const to = after && this.groupOf(after);
		if (from === to) return;
		const previous = from === undefined ? 0 : toMinor(before?.value ?? 0, from.scale);
		const current = to === undefined ? 0 : toMinor(after?.value ?? 0, to.scale);
		const moves = this.categoryMoves;
		if (from?.timePeriod === to?.timePeriod && from?.currency === to?.currency) {
			addCategory(moves, { from, to, calls: 1, previous, current });
			return;
		}
		const left = typeof before?.value === 'number' ? 1 : 0;
		const came = typeof after?.value === 'number' ? 1 : 0;
		addCategory(moves, { from, calls: left, previous, current: 0 });
		addCategory(moves, { to, calls: came, previous: 0, current });
	}
}

/** Calls that went from one group to another, in minor units. */
interface CategoryMove {
	from?: Group | undefined;
	to?: Group | undefined;
	calls: number;
	previous: number;
	current: number;
}

function addCategory(moves: Map<string, CategoryMove>, move: CategoryMove): void {
	if (move.calls === 0) return;
	const name = `${move.from?.id ?? ''} ${move.to?.id ?? ''}`;
	const known = moves.get(name);
	if (known === undefined) {
		moves.set(name, move);
		return;
	}
	known.calls += move.calls;
	known.previous += move.previous;
	known.current += move.current;
}

function cellOf({ from, to, calls, previous, current }: CategoryMove): CategoryCell | undefined {
	const place = to ?? from;
	if (place === undefined) return undefined;
	const { timePeriod, currency } = place;
	return {
		timePeriod,
		currency,
		from: from?.field ?? null,
		to: to?.field ?? null,
		calls,
		previous: units(previous, place.scale),
		current: units(current, place.scale),
	};
}

/**
 * The two sides of a call as they are added up. No call, and a call in no known currency, has the currency of the other
 * side: nothing has moved out of one currency and into another.
 */
export function sidesOf(
	before: Holding | undefined,
	after: Holding | undefined,
): [Holding | undefined, Holding | undefined] {
	if (before === undefined || after === undefined || before.currency === after.currency) {
		return [before, after];
	}
	if (typeof after.value !== 'number') return [before, inCurrency(after, before.currency)];
	const isUnknown = before.currency === null || after.currency === null;
	return isUnknown || typeof before.value !== 'number'
		? [inCurrency(before, after.currency), after]
		: [before, after];
}

function inCurrency(
	{ owner, field, timePeriod, value }: Holding,
	currency: string | null,
): Holding {
	return { owner, field, timePeriod, value, currency };
}

/**
 * Fields by what they are, whatever their names: a field that was renamed has one total and not two. The name is the
 * one of the current export.
 *
 * @param all the fields, those of the current export first
 * @param current how many of them are of the current export
 */
function sameFields(all: readonly Field[], current: number): ReadonlyMap<Field, Field> {
	const byId = new Map<string, Field>();
	for (const fields of [all.slice(0, current), all.slice(current)]) {
		// Of several names the first in the alphabet, for any order of the rows.
		for (const field of [...fields].sort((a, b) => compareText(fieldText(a), fieldText(b)))) {
			const id = fieldKey(field);
			if (!byId.has(id)) byId.set(id, field);
		}
	}
	return new Map(all.map((field) => [field, byId.get(fieldKey(field)) ?? field]));
}

function fieldKey({ fieldId, fieldName, type }: Field): string {
	return JSON.stringify([fieldId === null ? [fieldName] : fieldId, type]);
}

function fieldText({ fieldId, fieldName, type }: Field): string {
	return JSON.stringify([fieldId, fieldName, type]);
}

function placeIn(teams: Array<TeamSums | undefined>, team: Team, group: Group): TeamSums {
	return (teams[team.index] ??= { team, group, sums: new Sums() });
}

/** A total as it is shown. */
export function waterfallOf(group: Group, sums: Sums): Waterfall {
	const { field, timePeriod, currency, scale } = group;
	return {
		...field,
		timePeriod,
		currency,
		...flowOf(sums, scale),
		calls: sums.endCalls,
		carriedForward: units(sums.carried, scale),
	};
}

function flowOf(sums: Sums, scale: number): Flow {
	const delta = units(sums.end - sums.start, scale);
	return {
		start: units(sums.start, scale),
		added: units(sums.added, scale),
		increased: units(sums.increased, scale),
		decreased: units(sums.decreased, scale),
		removed: units(sums.removed, scale),
		movedIn: units(sums.movedIn, scale),
		movedOut: units(sums.movedOut, scale),
		end: units(sums.end, scale),
		delta,
		changePct: sums.start === 0 ? null : percentOf(sums.end - sums.start, sums.start),
	};
}

function addStayed(sums: Sums, from: number | undefined, to: number | undefined): void {
	sums.start += from ?? 0;
	sums.end += to ?? 0;
	if (from !== undefined) sums.startCalls++;
	if (to !== undefined) sums.endCalls++;
	if (from === undefined && to !== undefined) {
		sums.added += to;
		sums.addedCalls++;
	} else if (to === undefined && from !== undefined) {
		sums.removed += from;
		sums.removedCalls++;
	} else if (from !== undefined && to !== undefined) {
		sums.increased += Math.max(to - from, 0);
		sums.decreased += Math.max(from - to, 0);
	}
}

function isEmpty({ startCalls, endCalls }: Sums): boolean {
	return startCalls === 0 && endCalls === 0;
}

function units(minor: number, scale: number): number {
	return withoutMinusZero(minor / scale);
}

function byGroup(a: Waterfall, b: Waterfall): number {
	return compareText(groupName(a), groupName(b));
}

function groupName({ timePeriod, fieldName, fieldId, type, currency }: Waterfall): string {
	return JSON.stringify([timePeriod, fieldName ?? fieldId, fieldId, type, currency]);
}

function cellName({ timePeriod, currency, from, to }: CategoryCell): string {
	return JSON.stringify([timePeriod, currency, nameOf(from), nameOf(to)]);
}

function nameOf(field: Field | null): Array<string | null> {
	return field === null ? [] : [field.fieldName ?? field.fieldId, field.fieldId, field.type];
}

function compareText(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
