import type { Placeholder } from '../../../shared/json/placeholders';
import { findPlaceholders } from '../../../shared/json/placeholders';
import { isRecord } from '../../../shared/json/read';

/** What a payload template can hold, as Clarky documents it. */
export const VARIABLES = [
	'event',
	'timestamp',
	'botId',
	'botName',
	'conversationId',
	'conversationUrl',
	'firstMessage',
	'type',
	'phoneNumber',
	'firstName',
	'lastName',
	'email',
	'sentimentScore',
	'sentimentSummary',
] as const;

/** What somebody has written. Nobody promises that quotes and line breaks in it are made fit for JSON. */
export const FREE_TEXTS: readonly string[] = ['firstMessage', 'sentimentSummary'];

/**
 * A text that is nothing but a variable, known to Clarky or misspelled; or what becomes of one without a value where it
 * stands in quotes.
 */
const WHOLE = /^\s*(?:\{\{[^{}]{1,100}\}\}|null|undefined)\s*$/;

/** A variable of Clarky's anywhere in a text. Other braces may be what a user has written. */
const ANYWHERE = new RegExp(`\\{\\{\\s*(?:${VARIABLES.join('|')})\\s*\\}\\}`);

/** Finds variables that Clarky has sent as they stand in the template. */
export function findVariables(body: Record<string, unknown>): Placeholder[] {
	return findPlaceholders(body, (value) => WHOLE.test(value) || ANYWHERE.test(value));
}

/** A copy without the values that are nothing but a variable: an address `{{email}}` or `null` is no address. */
export function withoutVariables(body: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(body).flatMap(([key, value]) =>
			isVariable(value) ? [] : [[key, cleaned(value)]],
		),
	);
}

function cleaned(value: unknown): unknown {
	if (Array.isArray(value)) return value.filter((one) => !isVariable(one)).map(cleaned);
	return isRecord(value) ? withoutVariables(value) : value;
}

function isVariable(value: unknown): boolean {
	return typeof value === 'string' && WHOLE.test(value);
}
