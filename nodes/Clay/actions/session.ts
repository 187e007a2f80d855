import type { IExecuteFunctions } from 'n8n-workflow';

import { optionsParameterOf, readRequestOptions } from '../../shared/parameters/requestOptions';
import { getClayConnection } from '../connection';
import type { ClaySession } from '../transport';

/** The Options of an operation. */
export const optionsParameter = optionsParameterOf('Clay');

/** Opens the session of an item with what the user set. */
export async function readSession(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ClaySession> {
	return {
		...readRequestOptions(context, itemIndex),
		connection: await getClayConnection(context, itemIndex),
	};
}
