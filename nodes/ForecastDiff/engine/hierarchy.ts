import { Roles } from './roles';
import type { Level, Owner } from './types';

/** The people who report to one role, and all below them. */
export interface Team {
	/** Its place among the teams; 0 for the company. */
	index: number;
	/** The name of the manager's role; `null` for the whole company. */
	role: string | null;
	/** The one manager who has that role; absent when nobody or several people have it. */
	manager: Owner | undefined;
	/** The team above; absent for the company. */
	parent: Team | undefined;
	/** 0 for the company, 1 for the teams right below. */
	depth: number;
}

/** A role whose holders report to different ones, so that nobody knows which of these its team belongs to. */
export interface AmbiguousRole {
	role: string;
	/** The names of the roles above, sorted. */
	parentRoles: string[];
}

/**
 * Who reports to whom, from the roles (see `Roles`): an owner belongs to the team of the role above, and whoever has a
 * role that others name as theirs is a manager. Exports without roles have no managers and one team, the company.
 */
export class Hierarchy {
	readonly company: Team = {
		index: 0,
		role: null,
		manager: undefined,
		parent: undefined,
		depth: 0,
	};

	/** Sorted by name. Their teams stand right under the company: under one of several they would be a wrong sum. */
	readonly ambiguousRoles: readonly AmbiguousRole[];

	/** By the role that leads them. */
	private readonly teams = new Map<string, Team>();

	private readonly roles: Roles;

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
		const roles = new Roles(current, ofThesePeriods);
		this.roles = roles;
		const managersOf = new Map<string, Owner[]>();
		for (const owner of [...current, ...ofThesePeriods]) {
			const above = roles.above(owner);
			if (above !== null && above !== roles.own(owner)) managersOf.set(above, []);
		}
		addManagers(managersOf, current, roles);
		const vacant = new Map([...managersOf].filter(([, managers]) => managers.length === 0));
		addManagers(vacant, ofThesePeriods, roles);

		const leading = [...managersOf.keys()].sort();
		for (const role of leading) {
			const managers = managersOf.get(role) ?? [];
			const manager = new Set(managers.map(personOf)).size === 1 ? managers[0] : undefined;
			const index = this.teams.size + 1;
			const name = roles.nameOf(role);
			this.teams.set(role, { index, role: name, manager, parent: this.company, depth: 1 });
		}
		const ambiguous: AmbiguousRole[] = [];
		for (const role of leading) {
			const team = this.teams.get(role);
			const above = rolesAbove(managersOf.get(role) ?? [], roles);
			if (above.length > 1) {
				const parentRoles = above.map((one) => roles.nameOf(one)).sort();
				ambiguous.push({ role: roles.nameOf(role), parentRoles });
				continue;
			}
			const parent = this.teams.get(above[0] ?? '');
			if (team !== undefined && parent !== undefined && !isBelow(parent, team))
				team.parent = parent;
		}
		this.ambiguousRoles = ambiguous.sort((a, b) => (a.role < b.role ? -1 : 1));
		for (const team of this.teams.values()) team.depth = ancestors(team).length;
		for (const owner of [...current, ...earlier]) {
			const level: Level = this.teams.has(roles.own(owner) ?? '') ? 'manager' : 'rep';
			const team = this.teams.get(roles.above(owner) ?? '');
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
	ledBy(owner: Owner): Team | undefined {
		return this.teams.get(this.roles.own(owner) ?? '');
	}
}

/** The teams above, the nearest first, the company last. */
export function ancestors(team: Team): Team[] {
	const above: Team[] = [];
	for (let next = team.parent; next !== undefined; next = next.parent) above.push(next);
	return above;
}

/** Sorted, so that nothing depends on the order of the rows. */
function addManagers(
	managersOf: Map<string, Owner[]>,
	owners: readonly Owner[],
	roles: Roles,
): void {
	for (const owner of owners) managersOf.get(roles.own(owner) ?? '')?.push(owner);
	for (const managers of managersOf.values()) {
		if (managers.length > 1) managers.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	}
}

/**
 * The roles above the holders of one role. Of one person who has had several, as in the weeks of an export, the first
 * counts; holders without a role above do not tell.
 */
function rolesAbove(managers: readonly Owner[], roles: Roles): string[] {
	const above = new Map<string | null, string>();
	for (const manager of managers) {
		const role = roles.above(manager);
		if (role !== null && !above.has(personOf(manager))) above.set(personOf(manager), role);
	}
	return [...new Set(above.values())];
}

function personOf({ ownerId, ownerEmail, ownerName }: Owner): string | null {
	return ownerId ?? ownerEmail ?? ownerName;
}

function nameOf({ ownerId, ownerEmail, ownerName, parentRole }: Owner): string {
	return JSON.stringify([ownerId, ownerEmail, ownerName, parentRole]);
}

/** Roles that name each other as their managers would make the way up endless. */
function isBelow(team: Team, other: Team): boolean {
	return team === other || ancestors(team).includes(other);
}
