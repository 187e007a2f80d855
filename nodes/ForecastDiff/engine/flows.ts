import { CategoryMoves } from './categories';
import type { CallTable } from './callTable';
import { byGroup, Groups, placeIn, waterfallOf, type Group, type TeamSums } from './groups';
import { ancestors, type Hierarchy, type Team } from './hierarchy';
import { sidesOf, type Holding } from './holding';
import type { LabelDictionary } from './labels';
import { toMinor } from './money';
import { addStayed, isEmpty } from './sums';
import type { CategoryCell, Waterfall } from './summary';

/**
 * Adds up how the totals went from their start to their end, by team, field, period and currency.
 *
 * Only the rows of reps are added: a manager's row contains them already. Every call is counted once, in the team of
 * its owner, and passed on to the teams above at the end.
 */
export class Flows {
	private readonly groups: Groups;

	private readonly categoryMoves = new CategoryMoves();

	private all: TeamSums[] | undefined;

	constructor(
		private readonly hierarchy: Hierarchy,
		labels: LabelDictionary,
		currentFields: number,
	) {
		this.groups = new Groups(labels, currentFields);
	}

	/** A call that both sides have, in the same group: its amount may have changed. */
	stayed(before: Holding, after: Holding): void {
		const [, side = after] = sidesOf(before, after);
		const { sums, group } = this.sumsOf(side);
		addStayed(sums, minorOf(before, group), minorOf(after, group));
	}

	/** A rep's call whose amount is the same on both sides, straight from the records. */
	same(calls: CallTable, number: number, team: Team): void {
		const group = this.groups.at(calls, number);
		const { sums } = placeIn(group.own, team, group);
		const amount = toMinor(calls.records.amount(number), group.scale);
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
		this.categoryMoves.note(
			before,
			before && this.groupOf(before),
			after,
			after && this.groupOf(after),
		);
	}

	/** The sums of the whole company. */
	company(): TeamSums[] {
		return this.rolledUp().filter(({ team }) => team === this.hierarchy.company);
	}

	/** The waterfalls of the whole company, by period, field and currency. */
	waterfalls(): Waterfall[] {
		const list: Waterfall[] = [];
		for (const { group, sums } of this.company()) {
			if (!isEmpty(sums)) list.push(waterfallOf(group, sums));
		}
		return list.sort(byGroup);
	}

	/** Which category each call was in and is in now, with the amounts. */
	categories(): CategoryCell[] {
		return this.categoryMoves.cells(this.company());
	}

	groupOf(call: Holding): Group {
		return this.groups.of(call);
	}

	/** The sums of all teams, each with those below. Call it when everything has been added. */
	rolledUp(): TeamSums[] {
		if (this.all !== undefined) return this.all;
		const all: TeamSums[] = [];
		for (const group of this.groups.list) {
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
			amount: minorOf(call, group),
		};
	}

	private sumsOf(call: Holding): TeamSums {
		const group = this.groupOf(call);
		return placeIn(group.own, this.hierarchy.teamOf(call.owner), group);
	}
}

function minorOf({ value }: Holding, { scale }: Group): number | undefined {
	return typeof value === 'number' ? toMinor(value, scale) : undefined;
}
