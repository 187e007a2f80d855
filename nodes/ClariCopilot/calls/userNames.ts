import { readText } from '../../shared/json/read';
import { listUnder } from '../listUnder';
import { apiError } from '../errors';
import type { CopilotAccess } from '../access';
import { callCopilot } from '../transport';

/** Users of the account as they come. @throws NodeApiError */
export async function readUsers(session: CopilotAccess): Promise<Array<Record<string, unknown>>> {
	const answer = await callCopilot(session, {
		method: 'GET',
		path: '/users',
		repeat: 'safe',
		read: listUnder('users'),
	});
	if (answer.ok) return answer.value;
	throw apiError(session, answer, { attempted: 'Could not list the users' });
}

/** Names of users by their ids. A call has only their e-mail addresses; the list is asked for once in a run. */
export class UserNames {
	private names?: Promise<ReadonlyMap<string, string>>;

	async get(session: CopilotAccess): Promise<ReadonlyMap<string, string>> {
		this.names ??= this.load(session);
		return await this.names;
	}

	private async load(session: CopilotAccess): Promise<ReadonlyMap<string, string>> {
		let isDone = false;
		try {
			const names = namesOf(await readUsers(session));
			isDone = true;
			return names;
		} finally {
			// The next item may have more luck.
			if (!isDone) this.names = undefined;
		}
	}
}

function namesOf(users: Array<Record<string, unknown>>): ReadonlyMap<string, string> {
	return new Map(
		users.flatMap((user) => {
			const id = readText(user.id);
			const name = readText(user.name);
			return id !== undefined && name !== undefined ? [[id, name] as const] : [];
		}),
	);
}
