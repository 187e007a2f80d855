import type { HttpFailure } from '../shared/http/outcome';
import type { ErrorSubject } from './errors';
import { toClariError } from './errors';
import type { ClariSession } from './transport';

/** An n8n error about a job; the message names the job, the description says what to do. */
export { sessionError as jobError } from '../shared/errors/sessionError';

/** An n8n error for a failed request of this session. */
export function apiError(
	session: ClariSession,
	failure: HttpFailure,
	subject: Omit<ErrorSubject, 'itemIndex' | 'secrets'>,
) {
	return toClariError(session.context.getNode(), failure, {
		...subject,
		itemIndex: session.itemIndex,
		secrets: session.connection.secrets,
	});
}

/** A line in the log of the execution's process. */
export function log(session: ClariSession, message: string): void {
	session.context.logger.info(message, { itemIndex: session.itemIndex });
}

/** A warning that shows on the node. */
export function hint(session: ClariSession, message: string): void {
	session.context.logger.warn(message);
	session.context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

/** The same, for what is noticed again and again. */
export function hintOnce(session: ClariSession, message: string): void {
	if (session.hinted.has(message)) return;
	session.hinted.add(message);
	hint(session, message);
}
