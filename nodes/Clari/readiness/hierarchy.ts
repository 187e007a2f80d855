import { readRecords, readText } from '../../shared/json/read';
import type { Check } from '../../shared/readiness/check';
import { fail, pass, skip, warn } from '../../shared/readiness/check';
import { HIERARCHY } from './names';

/** Names in a sentence; more are counted. */
const NAMED = 5;

/**
 * Whether the users of an export form one tree. Names roles, never people.
 *
 * @param users the list `users` of a JSON export
 */
export function checkHierarchy(users: unknown): Check {
	const members = readRecords(users);
	if (members.length === 0) {
		return skip(HIERARCHY, 'The export has no list of users.', "Export with 'Format' JSON.");
	}
	const ids = new Set(members.flatMap(({ hierarchyId }) => readText(hierarchyId) ?? []));
	const roots = new Set<string>();
	const missing = new Set<string>();
	for (const member of members) {
		const parent = readText(member.parentHierarchyId);
		if (parent === undefined) roots.add(readText(member.hierarchyName) ?? 'a role without a name');
		else if (!ids.has(parent)) missing.add(readText(member.parentHierarchyName) ?? parent);
	}
	const size = `${members.length} users in ${ids.size} roles`;
	if (missing.size > 0) {
		return fail(
			HIERARCHY,
			`${size}, but roles above them are not in the export: ${some(missing)}.`,
			"The token's user does not see these levels, or nobody in them is opted in. Place the user at the top of the forecast hierarchy.",
		);
	}
	if (roots.size > 1) {
		return warn(
			HIERARCHY,
			`${size} under ${roots.size} roles that report to nobody: ${some(roots)}.`,
			'Check in Clari that these roles stand where they belong: their totals are in no total above.',
		);
	}
	return pass(HIERARCHY, `${size} under one: ${some(roots)}.`);
}

function some(names: ReadonlySet<string>): string {
	const shown = [...names].slice(0, NAMED).join(', ');
	return names.size > NAMED ? `${shown} and ${names.size - NAMED} more` : shown;
}
