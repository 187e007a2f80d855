import type { IExecuteFunctions } from 'n8n-workflow';

import { sessionError } from '../../shared/errors/sessionError';
import { optionsParameterOf, readRequestOptions } from '../../shared/parameters/requestOptions';
import { getClariConnection } from '../connection';
import type { ClariSession } from '../transport';

/** The Options of an operation. */
export const optionsParameter = optionsParameterOf('Clari');

/** Opens the session of an item with what the user set. */
export async function readSession(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ClariSession> {
	return {
		...readRequestOptions(context, itemIndex),
		connection: await getClariConnection(context, itemIndex),
		queuedJobIds: new Set(),
		hinted: new Set(),
	};
}

/**
 * Opens the session of an item for what only profile v4 has.
 *
 * @param subject what it is about, at the start of a sentence
 * @throws NodeOperationError on profile v1
 */
export async function readV4Session(
	context: IExecuteFunctions,
	itemIndex: number,
	subject: string,
): Promise<ClariSession> {
	const session = await readSession(context, itemIndex);
	if (session.connection.profile === 'v4') return session;
	throw sessionError(
		session,
		`${subject} exist on the API profile V4 only`,
		'Choose a Clari credential with the API profile V4. No source describes them for V1.',
	);
}
