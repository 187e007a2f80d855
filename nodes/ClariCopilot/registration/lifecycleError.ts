import type { IHookFunctions, NodeApiError } from 'n8n-workflow';

import type { Explanation } from '../../shared/errors/vendorError';
import { buildVendorError, redactSecrets, technicalLine } from '../../shared/errors/vendorError';
import type { HttpFailure } from '../../shared/http/outcome';
import { mayHaveActed } from '../../shared/http/request';
import { isRecord, readText } from '../../shared/json/read';
import { registrationSubject } from './registration';
import type { Registry } from './registry';

const UNREADABLE = ['INVALID_JSON', 'UNEXPECTED_ANSWER'];

/**
 * The error of a step that did not succeed. What to do is in its message, too: of a failed activation n8n shows no more.
 *
 * @param attempted e.g. `Could not register the webhook`
 */
export function lifecycleError(
	{ context, connection }: Registry,
	failure: HttpFailure,
	attempted: string,
	todo = todoOf(failure),
): NodeApiError {
	const says = saidBy(failure);
	// What it says may quote the URL, with the key that proves deliveries.
	const redact = (text: string) =>
		redactSecrets(text, connection.secrets).replace(/([?&]key=)[\w-]+/g, '$1***');
	const details = [says && `It says: ${says}`, technicalLine(failure)].filter(Boolean).join(' ');
	return buildVendorError(context.getNode(), failure, {
		message: redact(`${attempted}: ${reasonOf(failure, connection.host)}. ${todo}`),
		description: redact(details),
		response: {},
		credentialInvalid: failure.status === 401,
	});
}

/** Whether it is certain that there is no such API, so that nothing can be registered there. */
export function isNoSuchApi(failure: HttpFailure): boolean {
	return failure.delivery === 'notSent' || failure.status === 404;
}

/** Whether the path answers and offers no list, which may be all that is missing. */
export function hasNoList({ status }: HttpFailure): boolean {
	return status !== undefined && [404, 405, 501].includes(status);
}

/** What the user has to know of registrations that may still call this n8n. */
export function leftText(ids: string[], baseUrl: string): string {
	const which = ids.length === 1 ? `Webhook ${ids[0]}` : `Webhooks ${ids.join(', ')}`;
	return `${which} may still be registered at ${baseUrl}: run 'Webhook: Delete' of the node 'Clari Copilot' with ${ids.length === 1 ? 'this ID' : 'each ID'}, with a credential for that address`;
}

/** Says in n8n's log what the user can do; there is no other place while a workflow is activated. */
export function warn(context: IHookFunctions, text: string): void {
	const { id } = context.getWorkflow();
	context.logger.warn(`${context.getNode().name}: ${text}.`, { workflowId: id });
}

/** What happened, in the middle of a sentence. */
export function reasonOf(
	{ status, networkCode = '', delivery }: HttpFailure,
	host: string,
): string {
	if (status === undefined) {
		if (UNREADABLE.includes(networkCode)) return `the answer of ${host} cannot be read`;
		return delivery === 'notSent'
			? `the host ${host} does not answer`
			: `the connection to ${host} broke off`;
	}
	if (status >= 300 && status < 400) return `${host} redirects to another address`;
	return explained(status)?.what ?? `${host} answered with HTTP ${status}`;
}

function todoOf(failure: HttpFailure): string {
	const { status, delivery } = failure;
	const { notReached } = registrationSubject('');
	if (status === undefined && delivery === 'notSent' && notReached) return notReached.todo;
	const known = status === undefined ? undefined : explained(status);
	if (known) return known.todo;
	return mayHaveActed(failure)
		? "Try again later, or use the node 'Clari Copilot Trigger', which polls."
		: "Check the credential and the events, or use the node 'Clari Copilot Trigger', which polls.";
}

function explained(status: number): Explanation | undefined {
	return registrationSubject('').byStatus?.[status];
}

function saidBy({ answer }: HttpFailure): string | undefined {
	if (!isRecord(answer)) return undefined;
	return readText(answer.errorMessage) ?? readText(answer.message) ?? readText(answer.error);
}
