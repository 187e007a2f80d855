import { toId } from '../../shared/json/lookup';
import { readRecords, readText } from '../../shared/json/read';
import type { Call } from './callPages';

/** Somebody in a call. */
export interface Speaker {
	personId: string;
	name: string;
	email: string | null;
	/** `internal`: a user of Copilot; `unknown`: in the transcript, and in no list of the call. */
	side: 'internal' | 'external' | 'unknown';
}

/**
 * The people of a call by `personId`, which is a number in one place and a text in another. Users have no name there: it
 * comes from the list of users, else it is the e-mail address.
 */
export function speakersOf(
	call: Call,
	userNames: ReadonlyMap<string, string>,
): Map<string, Speaker> {
	const speakers = new Map<string, Speaker>();
	const joined = readRecords(call.joinedParticipants);
	for (const user of readRecords(call.users)) {
		const personId = toId(user.personId);
		if (personId === undefined) continue;
		const email = readText(user.userEmail) ?? null;
		const known = joined.find((one) => toId(one.personId) === personId);
		const name = userNames.get(toId(user.userId) ?? '') ?? readText(known?.name) ?? email;
		speakers.set(personId, { personId, name: name ?? nameless(personId), email, side: 'internal' });
	}
	for (const person of [...readRecords(call.externalParticipants), ...joined]) {
		const personId = toId(person.personId);
		if (personId === undefined || speakers.has(personId)) continue;
		const email = readText(person.email) ?? null;
		const name = readText(person.name) ?? email ?? readText(person.phone) ?? nameless(personId);
		speakers.set(personId, { personId, name, email, side: 'external' });
	}
	return speakers;
}

/** The speaker with an id, also one that no list of the call has. */
export function speakerOf(speakers: ReadonlyMap<string, Speaker>, value: unknown): Speaker {
	const personId = toId(value) ?? '';
	const known = speakers.get(personId);
	return known ?? { personId, name: nameless(personId), email: null, side: 'unknown' };
}

function nameless(personId: string): string {
	return personId === '' ? 'Unknown speaker' : `Speaker ${personId}`;
}
