import { isRecord } from '../json/read';

/** Levels of nesting that are read. Deeper ones have no use, and would exhaust the stack of whoever walks them. */
const MAX_DEPTH = 100;

export type JsonObjectBody =
	| { ok: true; body: Record<string, unknown> }
	| { ok: false; refusal: 'contentType' | 'notUtf8' | 'notJson' | 'notObject' | 'tooDeep' };

export type JsonBody =
	| { ok: true; value: unknown }
	| { ok: false; refusal: 'notUtf8' | 'notJson' | 'tooDeep' };

/**
 * Reads a body that must be one JSON object. Keys named `__proto__` are left out: whoever copies them by assignment
 * would change the prototype of the copy.
 *
 * @param contentType value of the header, `undefined` when there is none
 */
export function readJsonObject(bytes: Buffer, contentType: string | undefined): JsonObjectBody {
	if (!isJsonType(contentType)) return { ok: false, refusal: 'contentType' };
	const read = readJson(bytes);
	if (!read.ok) return read;
	return isRecord(read.value)
		? { ok: true, body: read.value }
		: { ok: false, refusal: 'notObject' };
}

/** Reads JSON of any kind, whatever the sender calls it. Keys named `__proto__` are left out here, too. */
export function readJson(bytes: Buffer): JsonBody {
	const text = decode(bytes);
	if (text === undefined) return { ok: false, refusal: 'notUtf8' };
	const parsed = parse(text);
	if (parsed === undefined) return { ok: false, refusal: 'notJson' };
	return cleanse(parsed.value, MAX_DEPTH)
		? { ok: true, value: parsed.value }
		: { ok: false, refusal: 'tooDeep' };
}

function isJsonType(contentType = ''): boolean {
	return /^application\/(?:[\w.-]+\+)?json$/i.test(contentType.split(';')[0]?.trim() ?? '');
}

function decode(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

function parse(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

/** Takes unsafe keys out of what has just been parsed; `false` when it is nested too deep. */
function cleanse(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return true;
	if (levels === 0) return false;
	if (Array.isArray(value)) return value.every((entry) => cleanse(entry, levels - 1));
	if (!isRecord(value)) return true;
	if (Object.hasOwn(value, '__proto__')) delete value['__proto__'];
	return Object.values(value).every((entry) => cleanse(entry, levels - 1));
}
