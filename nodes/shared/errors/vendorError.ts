import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { HttpFailure } from '../http/outcome';

/** What happened, without a period, and what the user can do. */
export interface Explanation {
	what: string;
	todo: string;
}

/** The parts of an error about a request that a vendor did not fulfil. All texts are for people and hold no secret. */
export interface VendorErrorParts {
	message: string;
	description: string;
	/** Absent where there are no items, e.g. in a trigger. */
	itemIndex?: number;
	/** What n8n keeps beside the texts, e.g. the vendor's code. */
	response: JsonObject;
	/** Whether the answer proves that the credential is not valid. */
	credentialInvalid: boolean;
}

/** Makes the n8n error of a failed request. */
export function buildVendorError(
	node: INode,
	failure: HttpFailure,
	parts: VendorErrorParts,
): NodeApiError {
	const error = new NodeApiError(node, parts.response, {
		message: parts.message,
		description: parts.description,
		httpCode: failure.status?.toString(),
		itemIndex: parts.itemIndex,
		...failureOption(failure, parts.credentialInvalid),
	});
	// n8n replaces texts in which it finds a network code anywhere, even inside a word; ours are already for people.
	error.message = parts.message;
	error.description = parts.description;
	return error;
}

/** How a message ends, so that the item is told in lists of errors, too. */
export function ofItem(itemIndex: number | undefined): string {
	return itemIndex === undefined ? '' : ` [item ${itemIndex}]`;
}

/** The request and its end in brackets, for whoever looks closer. */
export function technicalLine(
	failure: HttpFailure,
	vendor: { code?: string; errorId?: string } = {},
): string {
	const parts = [
		`${failure.method} ${failure.path}`,
		failure.status !== undefined ? `HTTP ${failure.status}` : failure.networkCode,
		vendor.code && `code ${vendor.code}`,
		vendor.errorId && `error ID ${vendor.errorId}`,
		failure.attempts > 1 && `${failure.attempts} attempts`,
	];
	return `(${parts.filter(Boolean).join(', ')})`;
}

/** Takes secrets out of a text that may quote the vendor. */
export function redactSecrets(value: string, secrets: readonly string[]): string {
	return secrets.reduce(
		(result, secret) => (secret.length > 0 ? result.split(secret).join('***') : result),
		value,
	);
}

/** Begins a sentence's second part in lower case; the vendor's name keeps its capital. */
export function lowerFirst(value: string, vendorName: string): string {
	return value.startsWith(vendorName) ? value : value.charAt(0).toLowerCase() + value.slice(1);
}

/** Tells n8n the cause where the answer proves it; n8n's own back-off reads it. */
function failureOption(
	{ status, retryAfterMs, circuit }: HttpFailure,
	credentialInvalid: boolean,
): Pick<NonNullable<ConstructorParameters<typeof NodeApiError>[2]>, 'failure'> {
	if (credentialInvalid) return { failure: { cause: 'credential-invalid' } };
	if (circuit) {
		const retryAfterMs = Math.max(0, circuit.nextTryAt - Date.now());
		return { failure: { cause: 'temporarily-unavailable', retryAfterMs } };
	}
	if (status === 429) return { failure: { cause: 'rate-limited', retryAfterMs } };
	if (status !== undefined && status >= 500) {
		return { failure: { cause: 'temporarily-unavailable', retryAfterMs } };
	}
	return {};
}
