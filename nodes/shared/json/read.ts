import type { IDataObject } from 'n8n-workflow';

/**
 * Reads values of unknown JSON by type. Each returns `undefined` for what is not of its type, so that a vendor's
 * surprise is handled where it is read instead of travelling on under a wrong type.
 */

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text with at least one character. */
export function readText(value: unknown): string | undefined {
	return typeof value === 'string' && value.length > 0 ? value : undefined;
}

export function readNumber(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A number, also one in quotes: a template of text sends every value as text. */
export function readQuotedNumber(value: unknown): number | undefined {
	const text = readText(value)?.trim() ?? '';
	return readNumber(value) ?? (/^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined);
}

export function readTexts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

export function readRecords(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A record as the data of an item. For plain data: what came out of JSON, or was made by this package. */
export function toItemData(record: object): IDataObject {
	return { ...record };
}
