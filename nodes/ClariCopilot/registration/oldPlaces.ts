import { hostOf } from '../../shared/http/webAddress';
import type { CopilotConnection } from '../connection';
import { leftText, reasonOf, warn } from './lifecycleError';
import type { Remembered, RegistrationMemory } from './memory';
import { isAt, remembered } from './memory';
import type { Registry } from './registry';
import { removeRegistration } from './registry';

/**
 * Removes registrations that were made with what the credential held before. The token goes only to a place that has
 * seen it already; of a registration elsewhere the user is told.
 *
 * @param foundIds of the node's registrations at the present place: an ID among them is not left elsewhere
 * @returns what may be left and can be tried again
 */
export async function clearOldPlaces(
	{ context, connection }: Registry,
	{ current, left }: RegistrationMemory,
	foundIds: string[],
): Promise<Remembered[]> {
	const isMoved = current !== undefined && !isAt(current, connection);
	const stays: Remembered[] = [];
	for (const old of isMoved ? [...left, current] : left) {
		// After a change of the token alone, the list still has it.
		if (old === current && old.baseUrl === connection.baseUrl && foundIds.includes(old.id))
			continue;
		if (old.tokenMark !== remembered(old.id, connection).tokenMark) {
			const why = 'the credential has another token now';
			warn(context, `${leftText([old.id], old.baseUrl)} (${why})`);
			continue;
		}
		const there = placeOf(old, connection);
		const removed = await removeRegistration({ context, connection: there }, old.id);
		if (removed.ok) continue;
		stays.push(old);
		warn(context, `${leftText([old.id], old.baseUrl)} (${reasonOf(removed, there.host)})`);
	}
	return stays;
}

function placeOf({ baseUrl }: Remembered, connection: CopilotConnection): CopilotConnection {
	return { ...connection, baseUrl, host: hostOf(baseUrl) ?? baseUrl };
}
