import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { ofItem, redactSecrets } from './vendorError';

/** What an error needs of the session in which it happened. */
export interface ErrorSession {
	context: Pick<IExecuteFunctions, 'getNode'>;
	/** Absent where there are no items, e.g. in a trigger. */
	itemIndex?: number;
	connection: { secrets: readonly string[] };
}

/** An n8n error of something that is wrong before or after a request; the description says what to do. */
export function sessionError(
	{ context, connection, itemIndex }: ErrorSession,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		redactSecrets(`${message}${ofItem(itemIndex)}`, connection.secrets),
		{ itemIndex, description: redactSecrets(description, connection.secrets) },
	);
}
