import type { Owner } from './types';

/**
 * What the roles of owners are known by: their ids where the export has them, since several roles may have one name, and
 * their names otherwise. Who has no ids belongs to the one role of that name.
 */
export class Roles {
	private readonly idByName = new Map<string, string | undefined>();

	private readonly names = new Map<string, string>();

	private readonly hasIds: boolean;

	/**
	 * @param current owners of the current export
	 * @param earlier owners of the baseline; they count for what the current ones do not tell
	 */
	constructor(current: readonly Owner[], earlier: readonly Owner[]) {
		this.hasIds = haveLinks([...current, ...earlier]);
		for (const owners of [current, earlier]) {
			const ids = new Map<string, string | undefined>();
			for (const [id, name] of owners.flatMap(pairsOf)) {
				ids.set(name, ids.has(name) && ids.get(name) !== id ? undefined : id);
			}
			for (const [name, id] of ids) if (!this.idByName.has(name)) this.idByName.set(name, id);
		}
		for (const owners of [current, earlier]) {
			// Of several names the first in the alphabet, for any order of the rows.
			const pairs = owners.flatMap(pairsOf).sort(([, a], [, b]) => (a < b ? -1 : 1));
			for (const [id, name] of pairs) if (!this.names.has(id)) this.names.set(id, name);
		}
	}

	/** The role that somebody has. */
	own({ role, hierarchyId }: Owner): string | null {
		return (this.hasIds ? hierarchyId : undefined) ?? this.named(role);
	}

	/** The role that somebody reports to. */
	above({ parentRole, parentHierarchyId }: Owner): string | null {
		return (this.hasIds ? parentHierarchyId : undefined) ?? this.named(parentRole);
	}

	/** What people call a role. */
	nameOf(role: string): string {
		return (this.hasIds ? this.names.get(role) : undefined) ?? role;
	}

	private named(name: string | null): string | null {
		return (this.hasIds && name !== null ? this.idByName.get(name) : undefined) ?? name;
	}
}

/** The roles of an owner that have an id and a name. */
function pairsOf({ role, parentRole, ...ids }: Owner): Array<[string, string]> {
	const pairs: Array<[string, string]> = [];
	if (ids.hierarchyId !== undefined && role !== null) pairs.push([ids.hierarchyId, role]);
	if (ids.parentHierarchyId !== undefined && parentRole !== null) {
		pairs.push([ids.parentHierarchyId, parentRole]);
	}
	return pairs;
}

/** Whether anybody reports to somebody by ids: ids that do not find each other would leave everybody without a manager. */
function haveLinks(owners: readonly Owner[]): boolean {
	const ids = new Set(owners.map(({ hierarchyId }) => hierarchyId));
	return owners.some(
		({ hierarchyId, parentHierarchyId }) =>
			parentHierarchyId !== undefined &&
			parentHierarchyId !== hierarchyId &&
			ids.has(parentHierarchyId),
	);
}
