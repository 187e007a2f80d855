import { isRecord } from './read';

/** A field whose value was to be replaced by the sender, and was not. */
export interface Placeholder {
	/** Where it stands, e.g. `data.email` or `emails[0]`. */
	field: string;
	/** What stands there, e.g. `{{email}}`. */
	value: string;
}

/**
 * Finds the texts of a body that still are what somebody has typed into a template.
 *
 * @param isPlaceholder tells of a text and the name of its field whether it is one: each sender has its own form
 */
export function findPlaceholders(
	body: Record<string, unknown>,
	isPlaceholder: (value: string, key: string) => boolean,
): Placeholder[] {
	const findIn = (value: unknown, field: string, key: string): Placeholder[] => {
		if (Array.isArray(value)) {
			return value.flatMap((entry, index) => findIn(entry, `${field}[${index}]`, key));
		}
		if (isRecord(value)) {
			return Object.entries(value).flatMap(([name, inner]) =>
				findIn(inner, `${field}.${name}`, name),
			);
		}
		return typeof value === 'string' && isPlaceholder(value, key) ? [{ field, value }] : [];
	};
	return Object.entries(body).flatMap(([key, value]) => findIn(value, key, key));
}
