import { contentHash } from '../../shared/events/eventId';
import type { ForecastRow } from '../../shared/forecast/forecastRow';
import { readRecords, readText } from '../../shared/json/read';

/** Somebody in a role, and the role above it. */
interface Member {
	id: string;
	role: string;
	parent?: string;
}

/**
 * Stands for the top of the hierarchy of a JSON export: who has nobody above, and the roles right below. An export of another
 * scope has another top, and one of a single person has nothing below.
 *
 * @param users the list `users` of the file
 * @returns `undefined` when the file tells of no top
 */
export function topOfUsers(users: unknown): string | undefined {
	return topOf(
		readRecords(users).flatMap((user) => {
			const id = readText(user.userId);
			const role = readText(user.hierarchyId);
			if (id === undefined || role === undefined) return [];
			return { id, role, parent: readText(user.parentHierarchyId) };
		}),
	);
}

/** The same of a CSV export, which has the names of roles only. */
export function topOfRows(rows: readonly ForecastRow[]): string | undefined {
	const members = new Map<string, Member>();
	for (const { ownerId, role, parentRole } of rows) {
		if (role) members.set(ownerId, { id: ownerId, role, parent: parentRole ?? undefined });
	}
	return topOf([...members.values()]);
}

function topOf(members: readonly Member[]): string | undefined {
	const roles = new Set(members.map(({ role }) => role));
	const top = members.filter(({ parent }) => parent === undefined || !roles.has(parent));
	if (top.length === 0) return undefined;
	const topRoles = new Set(top.map(({ role }) => role));
	const below = members.filter(({ parent }) => parent !== undefined && topRoles.has(parent));
	return contentHash({
		top: top.map(({ id }) => id).sort(),
		below: [...new Set(below.map(({ role }) => role))].sort(),
	});
}
