import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { toNumber } from '../../../shared/parameters/read';

/** What a number may be. */
export interface NumberRange {
	fallback: number;
	/** Default 0. */
	min?: number;
	/** Default: no limit. */
	max?: number;
	/** Whether it must be a whole number. */
	whole?: boolean;
}

/**
 * Reads a number. A threshold that is none would silence every alert, because no comparison with it is ever true.
 *
 * @param label the parameter as the panel calls it
 * @param value a number, a number as text, or nothing (then it is the fallback)
 * @throws {NodeOperationError} when it is anything else, or out of its range
 */
export function numberOf(
	context: IExecuteFunctions,
	label: string,
	value: unknown,
	{ fallback, min = 0, max = Infinity, whole = false }: NumberRange,
): number {
	if (isMissing(value)) return fallback;
	const number = toNumber(value, NaN);
	if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number;
	const kind = whole ? 'a whole number' : 'a number';
	const range = max === Infinity ? `${kind} of ${min} or more` : `${kind} from ${min} to ${max}`;
	throw badParameter(
		context,
		label,
		`is not ${range}`,
		`It is ${shown(value)}. Enter ${range}, such as ${fallback}.`,
	);
}

/**
 * Reads one of several choices; nothing is the first of them.
 *
 * @throws {NodeOperationError} for any other value, which an expression may have given
 */
export function choiceOf<const T extends readonly [string, ...string[]]>(
	context: IExecuteFunctions,
	label: string,
	value: unknown,
	choices: T,
): T[number] {
	if (isMissing(value)) return choices[0];
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw badParameter(
		context,
		label,
		'has an unknown value',
		`It is ${shown(value)}. Choose from the list, or let the expression give one of: ${choices.join(', ')}.`,
	);
}

/** An n8n error that names the parameter and says what to do. */
export function badParameter(
	context: IExecuteFunctions,
	label: string,
	what: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `'${label}' ${what}`, { description });
}

/** A value for people, cut where it is long. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isMissing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
