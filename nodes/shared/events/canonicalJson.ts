import { isRecord } from '../json/read';

/**
 * JSON in which equal content has equal text: keys in one order, no blanks. For hashes, never to be sent.
 *
 * @param value what came out of JSON, not nested deeper than the stack allows
 */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
	const entries = Object.keys(value)
		.sort()
		.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
	return `{${entries.join(',')}}`;
}
