/**
 * How a check ended.
 *
 * - `pass`: proven.
 * - `warn`: works, and something about it deserves a look.
 * - `fail`: does not work; the account is not ready.
 * - `skipped`: not looked at, so nothing is known; never taken for a pass.
 */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skipped';

/** What a check is called: once for machines, once for people. */
export interface CheckName {
	/** Does not change between versions, e.g. `credential_accepted`: what IF and Filter compare. */
	check: string;
	/** e.g. `Credential accepted` */
	title: string;
}

/** One line of a readiness report. The texts are for people and hold no secret. */
export interface Check extends CheckName {
	status: CheckStatus;
	/** What was found, in one sentence with its period. */
	detail: string;
	/** What to do; absent when there is nothing to do. */
	todo?: string;
}

export function pass(name: CheckName, detail: string): Check {
	return { ...name, status: 'pass', detail };
}

export function warn(name: CheckName, detail: string, todo: string): Check {
	return { ...name, status: 'warn', detail, todo };
}

export function fail(name: CheckName, detail: string, todo: string): Check {
	return { ...name, status: 'fail', detail, todo };
}

export function skip(name: CheckName, detail: string, todo?: string): Check {
	return { ...name, status: 'skipped', detail, ...(todo !== undefined && { todo }) };
}

/** The checks that every service has. */
export const BASE_URL: CheckName = { check: 'base_url', title: 'Base URL' };
export const CREDENTIAL_FORM: CheckName = { check: 'credential_form', title: 'Form of the secret' };
export const API_REACHABLE: CheckName = { check: 'api_reachable', title: 'API reachable' };
export const CREDENTIAL_ACCEPTED: CheckName = {
	check: 'credential_accepted',
	title: 'Credential accepted',
};
export const CLOCK: CheckName = { check: 'clock', title: 'Clocks agree' };
