import type { INode, JsonObject, NodeApiError } from 'n8n-workflow';

import type { HttpFailure } from '../http/outcome';
import type { Explanation } from './vendorError';
import { buildVendorError, lowerFirst, ofItem, redactSecrets, technicalLine } from './vendorError';

/** What the text of an error needs besides the failure itself. */
export interface RequestErrorSubject {
	/** Absent where there are no items, e.g. in a trigger. */
	itemIndex?: number;
	/** As it begins sentences. */
	vendor: string;
	/** What was being done, e.g. `Could not read call c1`. */
	attempted: string;
	/** What happened; its advice is given unless `todo` is there. */
	explanation: Explanation;
	/** A sentence with what is known besides. */
	detail?: string;
	/** What to do, where the caller knows better. */
	todo?: string;
	/** A sentence that follows what to do. */
	hint?: string;
	/** The vendor's own words. */
	says: { code?: string; message?: string; errorId?: string };
	/** What n8n keeps beside the texts and the vendor's code and error ID. */
	response?: JsonObject;
	/** Words that must not appear in the text, whoever put them there. */
	secrets: readonly string[];
	/** Whether the answer proves that the credential is not valid. */
	credentialInvalid: boolean;
}

/** Makes the n8n error of a failed request: what was attempted, what happened, what to do, what the vendor says. */
export function toRequestError(
	node: INode,
	failure: HttpFailure,
	subject: RequestErrorSubject,
): NodeApiError {
	const { itemIndex, vendor, attempted, explanation, detail, hint, credentialInvalid } = subject;
	const redact = (text: string) => redactSecrets(text, subject.secrets);
	const { code, errorId, message } = subject.says;
	// n8n keeps them beside the text, so they are cleaned as well.
	const ids = {
		...(code !== undefined && { code: redact(code) }),
		...(errorId !== undefined && { errorId: redact(errorId) }),
	};
	const sentences = [
		detail,
		subject.todo ?? explanation.todo,
		hint,
		message && `${vendor} says: ${message}`,
		technicalLine(failure, ids),
	];
	return buildVendorError(node, failure, {
		message: redact(`${attempted}: ${lowerFirst(explanation.what, vendor)}${ofItem(itemIndex)}`),
		description: redact(sentences.filter(Boolean).join(' ')),
		itemIndex,
		response: { ...ids, ...subject.response },
		credentialInvalid,
	});
}
