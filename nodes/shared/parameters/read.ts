import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../json/read';

/**
 * Reads parameters of a node for one item, by type. An expression can give anything: what is not of the wanted type is
 * converted where that is safe (a number as text) and is the fallback otherwise.
 */

export function textParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback = '',
): string {
	return toText(context.getNodeParameter(name, itemIndex, fallback), fallback);
}

export function numberParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback: number,
): number {
	return toNumber(context.getNodeParameter(name, itemIndex, fallback), fallback);
}

export function flagParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback = false,
): boolean {
	return toFlag(context.getNodeParameter(name, itemIndex, fallback), fallback);
}

/** A list: of a multi-options parameter, or typed or returned by an expression as text separated by commas. */
export function listParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
	fallback: string[] = [],
): string[] {
	return toList(context.getNodeParameter(name, itemIndex, fallback));
}

/** The values of a collection (Options). */
export function collectionParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): Record<string, unknown> {
	const value: unknown = context.getNodeParameter(name, itemIndex, {});
	return isRecord(value) ? value : {};
}

/** The id in a resource locator, whichever way the user chose it. */
export function locatorParameter(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number,
): string {
	return toText(context.getNodeParameter(name, itemIndex, '', { extractValue: true }), '').trim();
}

export function toText(value: unknown, fallback: string): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : fallback;
}

export function toNumber(value: unknown, fallback: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : fallback;
}

/** True and false, also as texts: an expression, a table or a query gives them so. */
function toFlag(value: unknown, fallback: boolean): boolean {
	if (typeof value === 'boolean') return value;
	const text = toText(value, '').trim().toLowerCase();
	if (text === 'true') return true;
	return text === 'false' ? false : fallback;
}

export function toList(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : toText(value, '').split(/[,\n]/);
	return entries.map((entry) => toText(entry, '').trim()).filter((entry) => entry !== '');
}
