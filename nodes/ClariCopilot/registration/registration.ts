import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Explanation } from '../../shared/errors/vendorError';
import type { ErrorSubject } from '../errors';

/** The events that the product's requirements name; no source of Clari's knows them. */
export const WEBHOOK_EVENTS = [
	{ name: 'Call Analyzed', value: 'call.analyzed' },
	{ name: 'Call Completed', value: 'call.completed' },
];

const INSTEAD =
	"Use the node 'Clari Copilot Trigger' instead, which polls the API that Clari documents.";

/** Says in the panel what is known of this resource. */
export function unconfirmedNotice(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName:
			'No Clari source confirms this endpoint: integration guides describe it, and the host that they name did not resolve when last tried. To learn of new calls, use the node Clari Copilot Trigger, which polls the API that Clari documents.',
		name: 'unconfirmed',
		type: 'notice',
		default: '',
		displayOptions,
	};
}

const GONE: Explanation = {
	what: 'nothing is there',
	todo: `Clari confirms no such endpoint. ${INSTEAD} If you have a gateway that offers it, put its address into 'Base URL' of the credential.`,
};

const NOT_OFFERED: Explanation = { ...GONE, what: 'the host does not offer this request' };

const NO_HOST: Explanation = {
	what: 'the host does not answer',
	todo: `Clari confirms no such API. ${INSTEAD} If you have a gateway that offers it, put its address into 'Base URL' of the credential.`,
};

const NOT_ACCEPTED: Explanation = {
	what: 'the access token is not accepted',
	todo: "Put a valid one into the credential 'Clari Copilot Webhook API'.",
};

/** What a request to the registration was for, with what there really is when it is not there. */
export function registrationSubject(attempted: string, whenUncertain?: string): ErrorSubject {
	const byStatus = { 401: NOT_ACCEPTED, 404: GONE, 405: NOT_OFFERED, 501: NOT_OFFERED };
	return { attempted, byStatus, notReached: NO_HOST, whenUncertain };
}
