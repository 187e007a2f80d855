import { randomUUID } from 'node:crypto';
import { ORG_ID } from './jobs';

export type VendorErrorCode =
	| 'export_monthly_quota_reached'
	| 'no_such_forecast_config'
	| 'bad_request'
	| 'Bad request'
	| 'type_not_supported'
	| 'no_optin'
	| 'invalid_jobId'
	| 'export_failed_to_cancel'
	| 'SWW'
	| 'internal_server_error';

/** Body of an error of the API itself; `errorId` is what the vendor's support asks for. */
export interface VendorErrorBody {
	code: VendorErrorCode;
	namespace: 'fcw' | 'exports' | 'activity';
	errorId: string;
	message: string;
	/** A number, but text where activities are concerned. */
	orgId: number | string;
}

/** A refusal of the API; the routes throw it, the server answers with it. Its body has one of three shapes. */
export class Refusal<Body extends object = object> extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly body: Body,
	) {
		super(message);
	}
}

/** As exports and jobs refuse. */
export class VendorError extends Refusal<VendorErrorBody> {
	constructor(
		status: number,
		code: VendorErrorCode,
		message: string,
		namespace: VendorErrorBody['namespace'] = 'exports',
	) {
		const orgId = namespace === 'activity' ? String(ORG_ID) : ORG_ID;
		super(status, message, { code, namespace, errorId: randomUUID(), message, orgId });
	}
}

/** As the audit log refuses. */
export class AuditRefusal extends Refusal {
	constructor(status: number, details: string) {
		const error = { status: String(status), code: 'bad_request', message: 'Invalid request' };
		super(status, details, { errors: [{ ...error, target: 'request', details }] });
	}
}

/** As the opportunities refuse: a list, and a key that the vendor spells like this. */
export class OpportunityRefusal extends Refusal {
	constructor(statusCode: number, details: string) {
		const description = 'invalid query parameter';
		super(statusCode, details, [{ statusCode, reaspnPhrase: 'Bad Request', description, details }]);
	}
}

/** The gateway in front of the API knows neither code nor error id. */
export const GATEWAY_UNAUTHORIZED = { message: 'Invalid authentication credentials' };
export const gatewayNotFound = () => ({
	message: 'no Route matched with those values',
	request_id: randomUUID().replaceAll('-', ''),
});
