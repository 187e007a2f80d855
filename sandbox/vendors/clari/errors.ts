import { randomUUID } from 'node:crypto';
import { ORG_ID } from './jobs';

export type VendorErrorCode =
	| 'export_monthly_quota_reached'
	| 'no_such_forecast_config'
	| 'bad_request'
	| 'type_not_supported'
	| 'no_optin'
	| 'invalid_jobId'
	| 'export_failed_to_cancel'
	| 'SWW'
	| 'internal_server_error';

/** Body of an error of the API itself; `errorId` is what the vendor's support asks for. */
export interface VendorErrorBody {
	code: VendorErrorCode;
	namespace: 'fcw' | 'exports';
	errorId: string;
	message: string;
	orgId: number;
}

/** A refusal of the API; the routes throw it, the server answers with it. */
export class VendorError extends Error {
	readonly body: VendorErrorBody;

	constructor(
		readonly status: number,
		code: VendorErrorCode,
		message: string,
		namespace: VendorErrorBody['namespace'] = 'exports',
	) {
		super(message);
		this.body = { code, namespace, errorId: randomUUID(), message, orgId: ORG_ID };
	}
}

/** The gateway in front of the API knows neither code nor error id. */
export const GATEWAY_UNAUTHORIZED = { message: 'Invalid authentication credentials' };
export const gatewayNotFound = () => ({
	message: 'no Route matched with those values',
	request_id: randomUUID().replaceAll('-', ''),
});
