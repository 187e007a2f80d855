import type { Level, Owner } from './types';

/** The people who report to one role, and all below them. */
export interface Team {
	/** Its place among the teams; 0 for the company. */
	index: number;
	/** The role of the manager; `null` for the whole company. */
	role: string | null;
	/** The one manager who has that role; absent when nobody or several people have it. */
	manager: Owner | undefined;
	/** The team above; absent for the company. */
	parent: Team | undefined;
	/** 0 for the company, 1 for the teams right below. */
	depth: number;
}

/**
 * Who reports to whom, from the roles: an owner belongs to the team of `parentRole`, and whoever has a role that others
 * name as theirs is a manager. Exports without roles have no managers and one team, the company.
 */
export class Hierarchy {
	readonly company: Team = {
		index: 0,
		role: null,
		manager: undefined,
		parent: undefined,
		depth: 0,
	};

	private readonly teams = new Map<string, Team>();

	private readonly currentRoles: ReadonlySet<string | null>;

	/** Of all owners, in the order in which they were given. */
	private readonly places: Array<{ level: Level; team: Team }> = [];

	private readonly owners = new Map<Owner, { level: Level; team: Team }>();

	/**
	 * @param current owners of the current export
	 * @param earlier owners of the baseline; they count for roles that nobody has any more. Together with the current
	 *   ones in the order of their numbers
	 * @param over those of the earlier owners who are only in periods that are over: their roles say nothing of today
	 */
	constructor(
		current: readonly Owner[],
		earlier: readonly Owner[],
		over: ReadonlySet<Owner> = new Set(),
	) {
		this.currentRoles = new Set(current.map(({ role }) => role));
		const ofThesePeriods = earlier.filter((owner) => !over.has(owner));
		const managersOf = new Map<string, Owner[]>();
		for (const { parentRole, role } of [...current, ...ofThesePeriods]) {
			if (parentRole !== null && parentRole !== role) managersOf.set(parentRole, []);
		}
		addManagers(managersOf, current);
		const vacant = new Map([...managersOf].filter(([, managers]) => managers.length === 0));
		addManagers(vacant, ofThesePeriods);

		const roles = [...managersOf.keys()].sort();
		for (const role of roles) {
			const managers = managersOf.get(role) ?? [];
			const ids = new Set(
				managers.map((owner) => owner.ownerId ?? owner.ownerEmail ?? owner.ownerName),
			);
			const manager = ids.size === 1 ? managers[0] : undefined;
			const index = this.teams.size + 1;
			this.teams.set(role, { index, role, manager, parent: this.company, depth: 1 });
		}
		for (const role of roles) {
			const team = this.teams.get(role);
			const above = managersOf.get(role)?.[0]?.parentRole;
			const parent = above == null ? undefined : this.teams.get(above);
			if (team !== undefined && parent !== undefined && !isBelow(parent, team))
				team.parent = parent;
		}
		for (const team of this.teams.values()) team.depth = ancestors(team).length;
		for (const owner of [...current, ...earlier]) {
			const isManager = owner.role !== null && this.teams.has(owner.role);
			const level: Level = isManager ? 'manager' : 'rep';
			const team = owner.parentRole === null ? undefined : this.teams.get(owner.parentRole);
			const place = { level, team: team ?? this.company };
			this.places.push(place);
			this.owners.set(owner, place);
		}
	}

	/** Whether anybody in the current export has this role. */
	isCurrentRole(role: string): boolean {
		return this.currentRoles.has(role);
	}

	levelOf(owner: Owner): Level {
		return this.hasTeams ? (this.owners.get(owner)?.level ?? 'rep') : 'rep';
	}

	/** The team that somebody belongs to as a member. */
	teamOf(owner: Owner): Team {
		return this.hasTeams ? (this.owners.get(owner)?.team ?? this.company) : this.company;
	}

	/** The team of a rep, by the owner's number; `undefined` for managers. */
	teamOfRep(number: number): Team | undefined {
		if (!this.hasTeams) return this.company;
		const place = this.places[number];
		return place?.level === 'rep' ? place.team : undefined;
	}

	/** Whether there are managers at all. */
	get hasTeams(): boolean {
		return this.teams.size > 0;
	}

	/** The team that a manager leads. */
	ledBy({ role }: Owner): Team | undefined {
		return role === null ? undefined : this.teams.get(role);
	}
}

/** The teams above, the nearest first, the company last. */
export function ancestors(team: Team): Team[] {
	const above: Team[] = [];
	for (let next = team.parent; next !== undefined; next = next.parent) above.push(next);
	return above;
}

/** Sorted, so that nothing depends on the order of the rows. */
function addManagers(managersOf: Map<string, Owner[]>, owners: readonly Owner[]): void {
	for (const owner of owners) {
		if (owner.role !== null) managersOf.get(owner.role)?.push(owner);
	}
	for (const managers of managersOf.values()) {
		if (managers.length > 1) managers.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	}
}

function nameOf({ ownerId, ownerEmail, ownerName, parentRole }: Owner): string {
	return JSON.stringify([ownerId, ownerEmail, ownerName, parentRole]);
}

/** Roles that name each other as their managers would make the way up endless. */
function isBelow(team: Team, other: Team): boolean {
	return team === other || ancestors(team).includes(other);
}
