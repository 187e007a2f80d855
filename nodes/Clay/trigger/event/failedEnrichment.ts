import { isRecord, readNumber, readText } from '../../../shared/json/read';
import { toNumber } from '../../../shared/parameters/read';
import { lookUp, toId, without } from '../../../shared/json/lookup';
import type { ReadBody } from '../body/readBody';
import { ROW_ID_NAMES, TABLE_NAMES, TIME_NAMES } from '../body/readBody';

/** Why an enrichment has failed, as far as the body says. */
export interface Failure {
	code: string | null;
	message: string | null;
}

/** What Row: Create needs to send the row again. */
export interface Retry {
	/** The row's fields, with the number of the next attempt. */
	fields: Record<string, unknown>;
	correlationId: string | null;
	/** Which attempt has failed; 1 when the body does not say. */
	attempt: number;
	nextAttempt: number;
}

const REPORT_NAMES = [
	'error',
	'error_code',
	'error_message',
	'error_details',
	'failure',
	'failure_code',
	'failure_message',
];

/**
 * What a body of `enrichment.failed` says about the failure, beside the fields or among them: `error: {code, message}`,
 * `error: "…"`, or `error_code` and `error_message`.
 */
export function readFailure(body: Record<string, unknown>, data: Record<string, unknown>): Failure {
	const find = (...names: string[]) => lookUp(body, ...names) ?? lookUp(data, ...names);
	const report = find('error', 'failure', 'error_details');
	const details = isRecord(report) ? report : {};
	return {
		code:
			toId(lookUp(details, 'code', 'type', 'status')) ??
			toId(find('error_code', 'failure_code')) ??
			null,
		message:
			readText(lookUp(details, 'message', 'description', 'reason')) ??
			readText(report) ??
			readText(find('error_message', 'failure_message')) ??
			null,
	};
}

/**
 * The row to send again. Of a flat body, what describes the delivery is left out, and so is what describes the failure;
 * the attempt is counted in the field `attempt`, which the table has to send back.
 *
 * @param correlationField name of the field with the correlation id, which Row: Create adds again
 */
export function readRetry(
	body: Record<string, unknown>,
	{ data, isEnvelope, correlationId }: ReadBody,
	correlationField: string,
): Retry {
	const attempt = attemptOf(lookUp(data, 'attempt') ?? lookUp(body, 'attempt'));
	const delivery = ['event', 'event_type', ...ROW_ID_NAMES, ...TABLE_NAMES, ...TIME_NAMES];
	const fields = without(data, [
		correlationField,
		'callback_url',
		'attempt',
		...REPORT_NAMES,
		...(isEnvelope ? [] : delivery),
	]);
	return {
		fields: { ...fields, attempt: attempt + 1 },
		correlationId: correlationId ?? null,
		attempt,
		nextAttempt: attempt + 1,
	};
}

function attemptOf(value: unknown): number {
	const number = Math.floor(toNumber(value, 1));
	return readNumber(number) !== undefined && number >= 1 ? number : 1;
}
