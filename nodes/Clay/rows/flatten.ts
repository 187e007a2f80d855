import { isRecord } from '../../shared/json/read';

/** The outcome of flattening; `twice` names a field that two others would become. */
export type Flattened = { ok: true; row: Record<string, unknown> } | { ok: false; twice: string };

/**
 * Puts the fields of nested objects beside the others, e.g. `company: { name }` as `company_name`. Lists stay as they
 * are, and so do objects without fields.
 *
 * @param separator stands between the names
 */
export function flatten(row: Readonly<Record<string, unknown>>, separator: string): Flattened {
	const fields = new Map<string, unknown>();
	const twice = collect(row, '', separator, fields);
	if (twice !== undefined) return { ok: false, twice };
	// From entries, so that a field named __proto__ is a field like any other.
	return { ok: true, row: Object.fromEntries(fields) };
}

/** @returns the first name that is there twice */
function collect(
	record: Readonly<Record<string, unknown>>,
	prefix: string,
	separator: string,
	fields: Map<string, unknown>,
): string | undefined {
	for (const [key, value] of Object.entries(record)) {
		const name = `${prefix}${key}`;
		if (isRecord(value) && Object.keys(value).length > 0) {
			const twice = collect(value, `${name}${separator}`, separator, fields);
			if (twice !== undefined) return twice;
			continue;
		}
		if (fields.has(name)) return name;
		fields.set(name, value);
	}
	return undefined;
}
