import { difference } from './amounts';
import type { Difference } from './compare';
import type { Flows } from './flows';
import { waterfallOf, type Group } from './groups';
import { ancestors, type Hierarchy, type Team } from './hierarchy';
import { sidesOf, type Holding } from './holding';
import type { TeamRollUp } from './summary';
import { isEmpty, type Sums } from './sums';
import type { Change, Explanation } from './types';

const MAX_TEAMS = 50;
const MAX_EXPLANATIONS = 3;

/** What happened in one team, in one field, period and currency. */
interface TeamMove {
	team: Team;
	group: Group;
	sums: Sums;
	explainedBy: Explanation[];
}

/** The teams of a comparison: their totals, and the changes of members behind them. */
export class TeamMoves {
	private readonly moves = new Map<Team, Map<number, TeamMove>>();

	constructor(
		private readonly flows: Flows,
		private readonly hierarchy: Hierarchy,
		differences: readonly Difference[],
	) {
		for (const { team, group, sums } of flows.rolledUp()) {
			if (team === hierarchy.company) continue;
			const groups = this.moves.get(team) ?? new Map<number, TeamMove>();
			groups.set(group.id, { team, group, sums, explainedBy: [] });
			this.moves.set(team, groups);
		}
		if (this.moves.size === 0) return;
		for (const change of differences) if (change.onlyResolves === undefined) this.explain(change);
		for (const groups of this.moves.values()) {
			for (const move of groups.values()) move.explainedBy.sort(byEffect);
		}
	}

	/** What explains a change of a manager's own row, and what is left of it. */
	behind(change: Difference): Pick<Change, 'explainedBy' | 'unexplained'> {
		const { previous, current, kind, level } = change;
		const owner = (current ?? previous)?.owner;
		if (owner === undefined || level !== 'manager') return {};
		const [before, after] = sidesOf(previous, current);
		const side = after ?? before;
		const team = this.hierarchy.ledBy(owner);
		if (team === undefined || side === undefined) {
			return { explainedBy: [], unexplained: change.delta };
		}
		const ownGroup = this.flows.groupOf(side);
		const move = this.moves.get(team)?.get(ownGroup.id);
		// What the team did cannot explain a row that was not there before, unless all of the team came with it.
		if (kind === 'added' && move?.sums.startCalls !== 0) return {};
		if (kind === 'removed' && move?.sums.endCalls !== 0) return {};
		const others = this.inOtherCurrencies(team, ownGroup);
		if (others.some(({ explainedBy }) => explainedBy.length > 0)) {
			return { explainedBy: [], unexplained: null };
		}
		if (move === undefined) return { explainedBy: [], unexplained: change.delta };
		const { explainedBy, sums, group } = move;
		const moved = (sums.end - sums.start) / group.scale;
		return {
			explainedBy: explainedBy.map((part) => ({ ...part })),
			unexplained: change.delta === null ? null : difference(moved, change.delta),
		};
	}

	/**
	 * The teams whose total or members moved, the largest move first.
	 *
	 * @param managers calls of managers, before and now
	 */
	list(managers: ReadonlyMap<string, ManagerCall>): { teams: TeamRollUp[]; moreTeams: number } {
		const teams: TeamRollUp[] = [];
		for (const groups of this.moves.values()) {
			for (const { team, group, sums, explainedBy } of groups.values()) {
				if (explainedBy.length === 0 && sums.movedIn === 0 && sums.movedOut === 0) continue;
				// Overrides stand in for calls here and there; their sum is no total of anything.
				if (group.field.type === 'adjustment') continue;
				const { ownerId = null, ownerName = null } = team.manager ?? {};
				// The call adds up all currencies, and this sum does not.
				const isPart = this.inOtherCurrencies(team, group).some(({ sums }) => !isEmpty(sums));
				teams.push({
					manager: { ownerId, ownerName, role: team.role },
					depth: team.depth - 1,
					...waterfallOf(group, sums),
					call: isPart ? null : callOf(managers.get(managerName(team, group))),
					explainedBy: explainedBy.map((part) => ({ ...part })),
				});
			}
		}
		teams.sort(
			(a, b) =>
				Math.abs(b.delta) - Math.abs(a.delta) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
		);
		return { teams: teams.slice(0, MAX_TEAMS), moreTeams: Math.max(teams.length - MAX_TEAMS, 0) };
	}

	/** What the same team has in the same field and period, in other currencies. Nobody knows the rates here. */
	private inOtherCurrencies(team: Team, { field, timePeriod, currency }: Group): TeamMove[] {
		return [...(this.moves.get(team)?.values() ?? [])].filter(
			({ group }) =>
				group.field === field && group.timePeriod === timePeriod && group.currency !== currency,
		);
	}

	/** A member's change stands under every team above. A move is a loss for one and a gain for another. */
	private explain(change: Difference): void {
		const { previous, current, kind } = change;
		const [from, to] = effectsOf(change, this.hierarchy);
		const before = this.places(from);
		const after = this.places(to);
		for (const move of new Set([...before, ...after])) {
			const delta = difference(
				before.has(move) ? (from?.value ?? 0) : 0,
				after.has(move) ? (to?.value ?? 0) : 0,
			);
			if (delta === 0) continue;
			const { ownerName, ownerId } = (current ?? previous)?.owner ?? {
				ownerName: null,
				ownerId: null,
			};
			keepLargest(move.explainedBy, { ownerName, ownerId, kind, delta });
		}
	}

	private places(entry: Holding | undefined): Set<TeamMove> {
		if (entry === undefined) return new Set();
		const team = this.hierarchy.teamOf(entry.owner);
		const group = this.flows.groupOf(entry).id;
		const found = [team, ...ancestors(team)].flatMap(
			(above) => this.moves.get(above)?.get(group) ?? [],
		);
		return new Set(found);
	}
}

/**
 * What a change takes from the totals and what it gives to them: the same as in the waterfalls. Only the calls of reps
 * are in totals, and who has not moved counts where they are now.
 */
export function effectsOf(
	{ kind, previous, current }: Pick<Difference, 'kind' | 'previous' | 'current'>,
	hierarchy: Hierarchy,
): [Holding | undefined, Holding | undefined] {
	const [from, to] = sidesOf(previous, current);
	const wasRep = from !== undefined && hierarchy.levelOf(from.owner) === 'rep';
	const isRep = to !== undefined && hierarchy.levelOf(to.owner) === 'rep';
	const hasStayed = wasRep && isRep && kind !== 'moved' && kind !== 'currency_changed';
	if (hasStayed) return [{ ...to, value: from.value }, to];
	return [wasRep ? from : undefined, isRep ? to : undefined];
}

/** A manager's own call beside the total of the team. */
export interface ManagerCall {
	previous: number | null;
	current: number | null;
}

/** The name under which the call of a team's manager is kept. */
export function managerName({ index }: Team, group: Group): string {
	return `${group.id} ${index}`;
}

function callOf(call: ManagerCall | undefined): TeamRollUp['call'] {
	if (call === undefined) return null;
	const { previous, current } = call;
	const delta = previous === null || current === null ? null : difference(previous, current);
	return { previous, current, delta };
}

/** Keeps the three largest, whatever the order in which they come. */
function keepLargest(parts: Explanation[], part: Explanation): void {
	parts.push(part);
	if (parts.length <= MAX_EXPLANATIONS) return;
	parts.sort(byEffect);
	parts.pop();
}

function byEffect(a: Explanation, b: Explanation): number {
	const size = Math.abs(b.delta) - Math.abs(a.delta);
	if (size !== 0) return size;
	return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
