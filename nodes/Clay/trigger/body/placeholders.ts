import { isRecord } from '../../../shared/json/read';
import { plainName } from './lookup';

/** A field whose value is the name of a column, not what the column holds. */
export interface Placeholder {
	/** Where it stands, e.g. `data.email` or `emails[0]`. */
	field: string;
	/** What stands there, e.g. `/Work Email`. */
	value: string;
}

/** A column's name is short: what is longer is text. */
const LONGEST_NAME = 100;

/**
 * Finds column names that somebody typed: Clay puts values in only where a column was chosen from the picker that `/`
 * opens, and sends everything else as it is written.
 */
export function findPlaceholders(body: Record<string, unknown>): Placeholder[] {
	return Object.entries(body).flatMap(([key, value]) => findIn(value, key, key));
}

function findIn(value: unknown, field: string, key: string): Placeholder[] {
	if (Array.isArray(value)) {
		return value.flatMap((entry, index) => findIn(entry, `${field}[${index}]`, key));
	}
	if (isRecord(value)) {
		return Object.entries(value).flatMap(([name, inner]) =>
			findIn(inner, `${field}.${name}`, name),
		);
	}
	return typeof value === 'string' && isPlaceholder(value, key) ? [{ field, value }] : [];
}

/**
 * Whether a whole value is `{{Work Email}}` or `/Work Email`. A path of a web page (`/pricing`, `/en/home`) is not: what
 * follows the slash has to look like a column, by a capital or a blank, or by being the name of the very field.
 */
function isPlaceholder(value: string, key: string): boolean {
	const text = value.trim();
	if (text.length > LONGEST_NAME) return false;
	if (/^\{\{[^{}]+\}\}$/.test(text)) return true;
	const name = /^\/([^\s/?#&=.:][^/?#&=\n]*)$/.exec(text)?.[1];
	if (name === undefined) return false;
	return /^\p{Lu}/u.test(name) || /\s/.test(name) || plainName(name) === plainName(key);
}
